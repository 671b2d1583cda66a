/** Opens the frame that the lab thread lives in: an origin of its own, no storage, no network. */

/** How long the frame has to answer, in milliseconds: its page is one small file. */
const PATIENCE = 30_000

const CLOSED =
  'The sandbox that your code runs in did not open. Check your connection, then press Run again.'

/** A frame with a thread in it. */
export interface Sandbox {
  /** Leads to the thread. */
  readonly port: MessagePort
  /** Ends the thread, whatever it does, and takes the frame away. */
  readonly close: () => void
}

/**
 * Opens the frame and starts `script` in it as a thread. `onLost` is called when the thread dies by
 * itself. Rejects with a sentence for the learner.
 */
export async function openSandbox(
  root: string,
  script: string,
  onLost: () => void,
): Promise<Sandbox> {
  const frame = document.createElement('iframe')
  frame.setAttribute('sandbox', 'allow-scripts')
  frame.setAttribute('aria-hidden', 'true')
  frame.referrerPolicy = 'no-referrer'
  frame.hidden = true
  frame.title = 'Sandbox'
  const loaded = new Promise((resolve) => frame.addEventListener('load', resolve, { once: true }))
  frame.src = `${root}sandbox.html`
  document.body.append(frame)
  const lab = new MessageChannel()
  const control = new MessageChannel()
  const close = (): void => {
    lab.port1.close()
    control.port1.close()
    frame.remove()
  }
  try {
    const begun = firstMessage(control.port1)
    await inTime(loaded)
    frame.contentWindow?.postMessage(script, '*', [lab.port2, control.port2])
    await inTime(begun)
  } catch (error) {
    close()
    throw error
  }
  control.port1.onmessage = onLost
  return { port: lab.port1, close }
}

/** What the frame says is not looked at: it can say no more than that it is there. */
function firstMessage(port: MessagePort): Promise<void> {
  return new Promise((resolve) => {
    port.onmessage = () => resolve()
  })
}

function inTime<T>(work: Promise<T>): Promise<T> {
  return new Promise((resolve, reject) => {
    const timer = setTimeout(() => reject(new Error(CLOSED)), PATIENCE)
    work.then(resolve, reject).finally(() => clearTimeout(timer))
  })
}

/**
 * The script of sandbox.html: starts one thread for whoever opened the frame, and is done. The frame
 * has an origin of its own that nothing else has, and a policy without a network: the thread has both.
 */

/** Starts the thread that the opener hands in; hears nobody else, and nobody twice. */
function begin({ data, source, ports }: MessageEvent<unknown>): void {
  const [lab, control] = ports
  if (source !== parent || typeof data !== 'string' || !lab || !control) return
  removeEventListener('message', begin)
  // A module would not start here: in some engines none does from a blob of an opaque origin.
  const address = URL.createObjectURL(new Blob([data], { type: 'text/javascript' }))
  const worker = new Worker(address, { name: 'lab' })
  worker.addEventListener('error', (event) => {
    event.preventDefault()
    control.postMessage('lost')
  })
  worker.postMessage(null, [lab])
  control.postMessage('begun')
}

// Opened bare, this page would have the product's own origin, and a stranger's script would have it too.
if (origin === 'null') addEventListener('message', begin)

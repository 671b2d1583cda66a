/** The page under attack: opens the frames, as the product does and as it must not, and reports. */
import { ThreadClient } from '../../src/thread/client.ts'
import threadUrl from 'virtual:lab-thread'
import { FORGED } from './forged.ts'
import { LEAVING } from './frame-ways.ts'
import { leakOf, PATIENCE_MS, type Report, type Target } from './outcome.ts'
import { sharedClock } from './thread-ways.ts'

const here = new URL('.', location.href).href
const query = new URLSearchParams(location.search)
const elsewhere = query.get('elsewhere') ?? ''
const target = (frame: Target['frame']): Target => ({
  frame,
  here,
  elsewhere,
  datagrams: query.get(`${frame}-datagrams`) ?? '',
})

const run = (files: { readonly [path: string]: string }) => ({
  files,
  client: null,
  cluster: { broker: 'redis', backend: 'none', workers: [], app: 'tasks' } as const,
  actions: [],
  seed: 1,
  limits: { time: 1e9, facts: 1000 },
})

/** Puts a secret into whatever this origin can keep. */
async function keepSecrets(): Promise<void> {
  localStorage.setItem('secret', 'host')
  sessionStorage.setItem('secret', 'host')
  document.cookie = 'secret=host'
  Object.assign(window, { secretOf: () => 'host' })
  await new Promise((resolve, reject) => {
    const request = indexedDB.open('host')
    request.onupgradeneeded = () => request.result.createObjectStore('secrets')
    request.onerror = () => reject(new Error('no database'))
    request.onsuccess = () => {
      request.result.close()
      resolve(null)
    }
  })
  if ('caches' in window)
    await (await caches.open('host')).put(`${here}secret`, new Response('host'))
  if ('storage' in navigator) {
    const root = await navigator.storage.getDirectory()
    await root.getFileHandle('secret', { create: true })
  }
  const channel = new BroadcastChannel('host')
  channel.onmessage = ({ data }) => channel.postMessage(`heard ${String(data)}`)
  if ('locks' in navigator) {
    await new Promise((resolve) => {
      void navigator.locks.request('host', () => {
        resolve(null)
        return new Promise(() => undefined)
      })
    })
  }
}

/** Tells frames whether the other server has heard of something: they may ask nobody. */
function listenForFrames(): void {
  addEventListener('message', ({ data, ports: [port] }: MessageEvent<{ heard?: string }>) => {
    if (typeof data.heard === 'string' && port) {
      void untilHeard(data.heard).then((heard) => port.postMessage(heard))
    }
  })
}

/** `what` begins with the name of its frame. */
async function untilHeard(what: string): Promise<boolean> {
  const patience = what.startsWith('control/') ? PATIENCE_MS.control : PATIENCE_MS.sandbox
  const began = performance.now()
  do {
    if ((await (await fetch(`${here}heard/${what}`)).text()) === 'yes') return true
    await new Promise((resolve) => setTimeout(resolve, 100))
  } while (performance.now() - began < patience)
  return false
}

/** The ways of a thread in the product's frame, through the product's own client. */
async function threadInSandbox(): Promise<Report> {
  const client = new ThreadClient(here, false, {
    onLoading: () => undefined,
    onTold: () => undefined,
    onLost: () => undefined,
  })
  await client.ready()
  await client.start(run({ target: JSON.stringify(target('sandbox')) }))
  const { status } = await client.pull()
  client.end()
  return JSON.parse(status.kind === 'loading' ? status.what : '{}') as Report
}

/** The same thread in a frame of the page's own origin without a policy, and a page that believes what it hears. */
class Credulous {
  readonly #port: MessagePort
  #hear: (data: unknown) => void = () => undefined

  private constructor(port: MessagePort) {
    this.#port = port
    port.onmessage = ({ data }) => this.#hear(data)
  }

  static async open(): Promise<Credulous> {
    const script = await (await fetch(threadUrl)).text()
    const frame = await frameOf('control.html', null)
    const { port1, port2 } = new MessageChannel()
    frame.contentWindow?.postMessage(script, '*', [port2, new MessageChannel().port2])
    return new Credulous(port1)
  }

  /** Calls a method; what is heard next is taken for its answer, or what has its number. */
  call(id: number, method: string, args: readonly unknown[], numbered = true): Promise<unknown> {
    return new Promise((resolve) => {
      this.#hear = (data) => {
        if (!numbered || (data as { readonly id?: number } | null)?.id === id) resolve(data)
      }
      this.#port.postMessage({ id, method, args })
    })
  }
}

async function threadInControl(): Promise<Report> {
  const page = await Credulous.open()
  await page.call(1, 'start', [run({ target: JSON.stringify(target('control')) })])
  const { value } = (await page.call(2, 'pull', [])) as { value: { status: { what: string } } }
  return JSON.parse(value.status.what) as Report
}

/** Which forged messages a page takes that looks at none: all that can be sent. */
async function forgedInControl(): Promise<readonly string[]> {
  const page = await Credulous.open()
  const taken: string[] = []
  for (const [index, name] of Object.keys(FORGED).entries()) {
    await page.call(2 * index + 1, 'start', [run({ forged: name })])
    await page.call(2 * index + 2, 'pull', [], false)
    taken.push(name)
  }
  return taken
}

async function frameOf(file: string, sandbox: string | null): Promise<HTMLIFrameElement> {
  const frame = document.createElement('iframe')
  if (sandbox !== null) frame.setAttribute('sandbox', sandbox)
  const loaded = new Promise((resolve) => frame.addEventListener('load', resolve, { once: true }))
  frame.src = here + file
  document.body.append(frame)
  await loaded
  return frame
}

/** Asks a frame whose own script tries the ways out. */
async function askFrame(name: Target['frame'], leaving: string | null): Promise<MessagePort> {
  const file = name === 'control' ? 'control-ways.html' : 'sandbox-ways.html'
  const frame = await frameOf(file, name === 'control' ? null : 'allow-scripts')
  const { port1, port2 } = new MessageChannel()
  frame.contentWindow?.postMessage({ target: target(name), leaving }, '*', [port2])
  return port1
}

async function waysOfFrame(name: Target['frame']): Promise<Report> {
  const port = await askFrame(name, null)
  return new Promise((resolve) => {
    port.onmessage = ({ data }: MessageEvent<Report>) => resolve(data)
  })
}

/** The ways by which a frame leaves, or takes the page away; the second server hears of it. */
async function leaving(name: Target['frame']): Promise<Report> {
  const report: Record<string, 'through' | 'refused'> = {}
  for (const way of Object.keys(LEAVING)) {
    await askFrame(name, way)
    report[way] = (await untilHeard(`${name}/${encodeURIComponent(way)}`)) ? 'through' : 'refused'
  }
  return report
}

/** What the product makes of each forged message; the sentence that the learner reads. */
async function forgedMessages(): Promise<{ readonly [name: string]: string }> {
  const heard: Record<string, string> = {}
  for (const name of Object.keys(FORGED)) heard[name] = await forgedMessage(name)
  return heard
}

async function forgedMessage(name: string): Promise<string> {
  let end: (sentence: string) => void = () => undefined
  const ended = new Promise<string>((resolve) => {
    end = resolve
  })
  const client = new ThreadClient(here, false, {
    onLoading: () => undefined,
    onTold: () => undefined,
    onLost: (why) => end(why),
  })
  await client.ready()
  await client.start(run({ forged: name }))
  // The first of two answers may be right.
  client.pull().then(
    () => undefined,
    () => undefined,
  )
  const sentence = await ended
  client.end()
  if ('polluted' in {}) throw new Error(`${name} has polluted the prototype of every object`)
  return document.querySelectorAll('iframe[hidden]').length === 0 ? sentence : 'a frame is left'
}

/** Nobody but the frame's creator is heard, and bare it hears nobody: true where a thread began. */
async function strangers(): Promise<{ readonly [name: string]: boolean }> {
  const script = `postMessage('x'); onmessage = ({ ports }) => ports[0].postMessage('begun')`
  const began = async (window: Window | null, patience: number): Promise<boolean> => {
    const [lab, control] = [new MessageChannel(), new MessageChannel()]
    const answer = new Promise<boolean>((resolve) => {
      lab.port1.onmessage = () => resolve(true)
      setTimeout(() => resolve(false), patience)
    })
    window?.postMessage(script, '*', [lab.port2, control.port2])
    return answer
  }
  const bare = await frameOf('sandbox.html', null)
  const own = await frameOf('sandbox.html', 'allow-scripts')
  const nested = await frameOf('nested.html', null)
  const inner = nested.contentWindow?.frames[0] ?? null
  return {
    'its creator': await began(own.contentWindow, PATIENCE_MS.control),
    'whoever opens it bare': await began(bare.contentWindow, PATIENCE_MS.sandbox / 2),
    'a stranger outside': await began(inner, PATIENCE_MS.sandbox / 2),
  }
}

Object.assign(window, {
  attacks: async () => {
    await keepSecrets()
    listenForFrames()
    return {
      strangers: await strangers(),
      forged: { control: await forgedInControl(), sandbox: await forgedMessages() },
      thread: { control: await threadInControl(), sandbox: await threadInSandbox() },
      frame: { control: await waysOfFrame('control'), sandbox: await waysOfFrame('sandbox') },
      leaving: await leaving('sandbox'),
    }
  },
  // Here alone memory can be shared, as this page is isolated; as it leaves, the other server must keep what was found.
  leave: async () => {
    if ((await sharedClock()) === true)
      await fetch(leakOf(target('control'), 'a clock of shared memory'))
    return leaving('control')
  },
})

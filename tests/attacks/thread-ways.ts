/**
 * Ways out that a thread may try: by a script that has all of the thread's JavaScript to itself, which is
 * more than Python ever has.
 */
import { first, leakOf, type Target, type Way } from './outcome.ts'

declare const importScripts: (url: string) => void

const has = (name: string): boolean => name in globalThis

/** A worker that posts what a script comes to. */
function posted(worker: Worker): Promise<boolean> {
  return new Promise((resolve, reject) => {
    worker.onmessage = ({ data }) => resolve(data === 'through')
    worker.onerror = () => reject(new Error('no thread'))
  })
}

const blob = (script: string): string =>
  URL.createObjectURL(new Blob([script], { type: 'text/javascript' }))

function opened(request: IDBOpenDBRequest): Promise<IDBDatabase> {
  return new Promise((resolve, reject) => {
    request.onsuccess = () => resolve(request.result)
    request.onerror = () => reject(new Error('no database'))
  })
}

/** Somebody who counts as fast as they can is a clock, where memory can be shared with them. */
export async function sharedClock(): Promise<boolean | 'absent'> {
  const make = globalThis as { readonly SharedArrayBuffer?: typeof SharedArrayBuffer }
  // Where the name is hidden, WebAssembly still makes such memory; it must not reach another thread.
  const shared = make.SharedArrayBuffer
    ? new make.SharedArrayBuffer(4)
    : new WebAssembly.Memory({ initial: 1, maximum: 1, shared: true }).buffer
  const counting = new Worker(
    blob(
      'onmessage = ({ data }) => { const hand = new Int32Array(data); for (;;) Atomics.add(hand, 0, 1) }',
    ),
  )
  const hand = new Int32Array(shared)
  try {
    counting.postMessage(shared)
    const before = performance.now()
    while (Atomics.load(hand, 0) < 1000) {
      if (performance.now() - before > 2_000) return false
      await new Promise((resolve) => setTimeout(resolve, 10))
    }
    return true
  } catch {
    // Nobody may do so on a page that is not isolated from all others.
    return 'absent'
  } finally {
    counting.terminate()
  }
}

/** Sends datagrams, and never mind whether somebody answers: that they come is the leak. */
async function byWebTransport({ datagrams }: Target): Promise<boolean | 'absent'> {
  const { WebTransport } = globalThis as {
    readonly WebTransport?: new (url: string) => { readonly ready: Promise<void> }
  }
  if (!WebTransport) return 'absent'
  await new WebTransport(`https://${datagrams}/`).ready
  return true
}

export const THREAD_WAYS: { readonly [name: string]: Way } = {
  'fetch of a file of the page': async ({ here }) => (await fetch(`${here}secret.txt`)).ok,
  'fetch from elsewhere': async (target, name) => (await fetch(leakOf(target, name))).ok,
  'fetch without asking, from elsewhere': async (target, name) => {
    await fetch(leakOf(target, name), { mode: 'no-cors', keepalive: true })
    return true
  },
  XMLHttpRequest: async (target, name) => {
    const request = new XMLHttpRequest()
    request.open('GET', leakOf(target, name))
    const answered = first(request, 'load', 'error')
    request.send()
    return answered
  },
  'XMLHttpRequest that waits': (target, name) => {
    const request = new XMLHttpRequest()
    request.open('GET', leakOf(target, name), false)
    request.send()
    return Promise.resolve(request.status === 200)
  },
  WebSocket: ({ elsewhere, frame }, name) => {
    const address = `${elsewhere.replace('http', 'ws')}leak/${frame}/${name}`
    return first(new WebSocket(address), 'open', 'error')
  },
  EventSource: (target, name) =>
    has('EventSource')
      ? first(new EventSource(leakOf(target, name)), 'open', 'error')
      : Promise.resolve('absent'),
  'importScripts from elsewhere': (target, name) => {
    importScripts(leakOf(target, name))
    return Promise.resolve(true)
  },
  'import of a remote module': async (target, name) => {
    await import(/* @vite-ignore */ leakOf(target, name))
    return true
  },
  'IndexedDB of the page': async () => {
    const db = await opened(indexedDB.open('host'))
    return db.objectStoreNames.contains('secrets')
  },
  'CacheStorage of the page': async ({ here }) =>
    has('caches') ? (await caches.match(`${here}secret`)) !== undefined : 'absent',
  'files of the page': async () => {
    if (!('storage' in navigator)) return 'absent'
    const root = await navigator.storage.getDirectory()
    await root.getFileHandle('secret')
    return true
  },
  'a word to the page by BroadcastChannel': (_target, name) => {
    const channel = new BroadcastChannel('host')
    return new Promise((resolve) => {
      channel.onmessage = ({ data }) => resolve(data === `heard ${name}`)
      channel.postMessage(name)
    })
  },
  'a lock of the page': async () => {
    if (!('locks' in navigator)) return 'absent'
    const { held } = await navigator.locks.query()
    return held?.some(({ name }) => name === 'host') ?? false
  },
  'a thread from a file': ({ here }) => posted(new Worker(`${here}sub-thread.js`)),
  'a thread of its own that fetches': (target, name) =>
    posted(
      new Worker(
        blob(
          `fetch('${leakOf(target, name)}').then(() => postMessage('through'), () => postMessage('no'))`,
        ),
      ),
    ),
  'a shared thread': ({ here }) => {
    if (!has('SharedWorker')) return Promise.resolve('absent')
    const shared = new SharedWorker(`${here}sub-thread.js`)
    return first(shared.port, 'message', 'error')
  },
  WebRTC: () => {
    if (!has('RTCPeerConnection')) return Promise.resolve('absent')
    return Promise.resolve(new RTCPeerConnection().connectionState === 'new')
  },
  WebTransport: byWebTransport,
  'a clock of shared memory': sharedClock,
  'code from text, by eval': () => Promise.resolve((0, eval)('1 + 1') === 2),
  'code from text, by Function': () => {
    const make = (() => 0).constructor as (text: string) => () => number
    return Promise.resolve(make('return 1 + 1')() === 2)
  },
  'the address of the page': ({ here }) =>
    Promise.resolve(`${location.href} ${origin}`.includes(here.slice(0, -1))),
}

/**
 * Ways out that the frame itself might try, should code ever run in it: its script is the only one
 * that its policy lets run, and these are tried as that script.
 */
import { first, leakOf, type Target, type Way } from './outcome.ts'

const loaded = (element: HTMLElement): Promise<boolean> => {
  const answered = first(element, 'load', 'error')
  document.body.append(element)
  return answered
}

const made = <K extends keyof HTMLElementTagNameMap>(
  tag: K,
  fields: Partial<HTMLElementTagNameMap[K]>,
): HTMLElementTagNameMap[K] => Object.assign(document.createElement(tag), fields)

/** Resolves when the other server has heard of it: asked by the page, since the frame may ask nothing. */
const heardElsewhere = ({ frame }: Target, name: string): Promise<boolean> =>
  new Promise((resolve) => {
    const { port1, port2 } = new MessageChannel()
    port1.onmessage = ({ data }) => resolve(data === true)
    parent.postMessage({ heard: `${frame}/${encodeURIComponent(name)}` }, '*', [port2])
  })

/** What a fresh object has that nobody gave it. */
const POLLUTION = 'polluted by a frame'

/** Writes to the prototype of all of the page's objects, and takes it back where that came off. */
function pollute(): boolean {
  const host = parent as unknown as { readonly Object: ObjectConstructor }
  const prototype = host.Object.prototype as { [name: string]: unknown }
  prototype[POLLUTION] = true
  const through = POLLUTION in new host.Object()
  delete prototype[POLLUTION]
  return through
}

/** Whether the frame may ask its person for something; only some engines say. */
function mayAsk(feature: string): boolean | 'absent' {
  const { featurePolicy } = document as unknown as {
    readonly featurePolicy?: { readonly allowsFeature: (feature: string) => boolean }
  }
  return featurePolicy?.allowsFeature(feature) ?? 'absent'
}

/** Only where engines say what a frame may ask for is this more than what every frame is told. */
const mayNotify = (): boolean | 'absent' =>
  'featurePolicy' in document ? Notification.permission !== 'denied' : 'absent'

export const FRAME_WAYS: { readonly [name: string]: Way } = {
  localStorage: () => Promise.resolve(localStorage.getItem('secret') === 'host'),
  sessionStorage: () => Promise.resolve(sessionStorage.getItem('secret') === 'host'),
  cookies: () => Promise.resolve(document.cookie.includes('secret=host')),
  'the document of the page': () => Promise.resolve(parent.document.title === 'host'),
  'the address of the page': ({ here }) => Promise.resolve(parent.location.href.startsWith(here)),
  'a function of the page': () => {
    const host = parent as unknown as { readonly secretOf: () => string }
    return Promise.resolve(host.secretOf() === 'host')
  },
  'the prototypes of the page': () => Promise.resolve(pollute()),
  'the clock of the page': () => Promise.resolve(parent.performance.now() > 0),
  'what the page has fetched, and when': () =>
    Promise.resolve(parent.performance.getEntriesByType('resource').length > 0),
  'how wide the page is': () => Promise.resolve(parent.innerWidth >= 0),
  'who stands in other frames': () => Promise.resolve(parent.frames[0]?.location.href !== ''),
  'fetch from elsewhere': async (target, name) => (await fetch(leakOf(target, name))).ok,
  'a beacon': (target, name) => {
    navigator.sendBeacon(leakOf(target, name), 'secret')
    return heardElsewhere(target, name)
  },
  'a picture': (target, name) => loaded(made('img', { src: leakOf(target, name) })),
  'a script': (target, name) => loaded(made('script', { src: leakOf(target, name) })),
  'a style sheet': (target, name) =>
    loaded(made('link', { rel: 'stylesheet', href: leakOf(target, name) })),
  'a frame': (target, name) => {
    void loaded(made('iframe', { src: leakOf(target, name) }))
    return heardElsewhere(target, name)
  },
  'a form': (target, name) => {
    const form = made('form', { action: leakOf(target, name), method: 'post', target: 'form' })
    document.body.append(made('iframe', { name: 'form' }), form)
    form.submit()
    return heardElsewhere(target, name)
  },
  'a window': (target, name) => {
    window.open(leakOf(target, name))
    return heardElsewhere(target, name)
  },
  'a link that is clicked': (target, name) => {
    const link = made('a', { href: leakOf(target, name), target: '_blank' })
    document.body.append(link)
    link.click()
    return heardElsewhere(target, name)
  },
  'a shared thread': ({ here }) => {
    if (!('SharedWorker' in window)) return Promise.resolve('absent')
    const shared = new SharedWorker(`${here}sub-thread.js`)
    shared.port.start()
    return first(shared.port, 'message', 'error')
  },
  'a service worker': async () => {
    if (!('serviceWorker' in navigator)) return 'absent'
    await navigator.serviceWorker.register('/service-worker.js')
    return true
  },
  'IndexedDB of the page': () =>
    new Promise((resolve, reject) => {
      const request = indexedDB.open('host')
      request.onsuccess = () => resolve(request.result.objectStoreNames.contains('secrets'))
      request.onerror = () => reject(new Error('no database'))
    }),
  'may ask for: notifications': () => Promise.resolve(mayNotify()),
  'code from text': () => Promise.resolve((0, eval)('1 + 1') === 2),
  'an inline script': () => {
    const script = made('script', { textContent: 'window.inline = true' })
    document.body.append(script)
    return Promise.resolve('inline' in window)
  },
  ...Object.fromEntries(
    ['geolocation', 'clipboard-read', 'camera', 'microphone', 'midi', 'usb'].map(
      (feature) => [`may ask for: ${feature}`, () => Promise.resolve(mayAsk(feature))] as const,
    ),
  ),
}

/** Each is tried in a frame of its own: where it gets through, frame or page are gone. */
export const LEAVING = {
  'the frame goes elsewhere': (target: Target, name: string) => {
    location.href = leakOf(target, name)
  },
  'the whole page goes elsewhere': (target: Target, name: string) => {
    if (top) top.location.href = leakOf(target, name)
  },
}

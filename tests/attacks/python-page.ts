/** The page of the ways that begin in Python: bare Pyodide in the page itself, and the product's sandbox. */
import { Log } from '../../simulator/index.ts'
import { ThreadClient } from '../../src/thread/client.ts'
import { PATIENCE_MS, type Report } from './outcome.ts'
import ways from './ways.py?raw'

const here = new URL('.', location.href).href
const elsewhere = new URLSearchParams(location.search).get('elsewhere') ?? ''

const program = (frame: string): string =>
  [
    `HERE, ELSEWHERE, FRAME = '${here}', '${elsewhere}', '${frame}'`,
    `NOW = ${String(Date.now() / 1000)}`,
    ways,
  ].join('\n')

/** These come to the other server, if at all, when Python is done; some by the page, which tells it what it has heard. */
const LATER = [
  'js.WebSocket',
  'a thread from Python',
  'js.navigator.sendBeacon',
  'js.BroadcastChannel',
  'a word to the page',
  'the prototypes of the page',
]

/** Tells the other server of what got through to the page itself. */
function listen(): void {
  const tell = ({ data }: MessageEvent<unknown>): void => {
    if (typeof data === 'string' && data.startsWith('leak/')) void fetch(elsewhere + data)
  }
  addEventListener('message', tell)
  new BroadcastChannel('host').onmessage = tell
}

/** Tells it whether the objects of the page have what nobody gave them. */
async function lookForPollution(frame: string): Promise<void> {
  if (!('polluted' in {})) return
  delete (Object.prototype as { polluted?: boolean }).polluted
  await fetch(`${elsewhere}leak/${frame}/${encodeURIComponent('the prototypes of the page')}`)
}

interface BarePython {
  readonly runPython: (code: string) => unknown
}

function keepSecrets(): void {
  localStorage.setItem('secret', 'host')
  sessionStorage.setItem('secret', 'host')
  document.cookie = 'secret=host'
  Object.assign(window, { secretOf: () => 'host' })
}

async function control(): Promise<Report> {
  keepSecrets()
  const address = `${here}python/pyodide.mjs`
  const { loadPyodide } = (await import(/* @vite-ignore */ address)) as {
    readonly loadPyodide: () => Promise<BarePython>
  }
  const python = await loadPyodide()
  const report = JSON.parse(String(python.runPython(`${program('control')}\nREPORT`))) as Report
  await lookForPollution('control')
  for (const way of LATER) await untilHeard(`control/${encodeURIComponent(way)}`)
  return report
}

async function untilHeard(what: string): Promise<void> {
  const began = performance.now()
  while (performance.now() - began < PATIENCE_MS.control) {
    if ((await (await fetch(`${here}heard/${what}`)).text()) === 'yes') return
    await new Promise((resolve) => setTimeout(resolve, 100))
  }
}

async function sandbox(): Promise<Report> {
  keepSecrets()
  const log = new Log()
  let lost = ''
  const client = new ThreadClient(here, true, {
    onLoading: () => undefined,
    onTold: (batch) => log.appendBatch(batch),
    onLost: (sentence) => {
      lost = sentence
    },
  })
  await client.ready()
  await client.start({
    files: { 'client.py': program('sandbox') },
    client: { module: 'client', entry: 'script' },
    cluster: { broker: 'redis', backend: 'source', workers: [], app: 'client' },
    actions: [],
    seed: 1,
    limits: { time: 100_000_000, facts: 10_000 },
  })
  for (;;) {
    const { batch, status } = await client.pull()
    if (batch) log.appendBatch(batch)
    if (status.kind === 'ended') break
    await new Promise((resolve) => requestAnimationFrame(resolve))
  }
  client.end()
  await lookForPollution('sandbox')
  const entries = Array.from({ length: log.length }, (_, row) => log.entry(row))
  const line = entries
    .map(({ detail }) => ('text' in detail ? detail.text : ''))
    .find((text) => text.startsWith('{'))
  if (line === undefined)
    throw new Error(`${lost} ${JSON.stringify(entries.map(({ detail }) => detail))}`)
  return JSON.parse(line) as Report
}

Object.assign(window, {
  attacks: async () => {
    listen()
    return { sandbox: await sandbox(), control: await control() }
  },
})

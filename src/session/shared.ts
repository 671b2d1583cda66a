/**
 * A program in an address: version 1 is `1.` and JSON, deflated, in base64url. It is somebody else's: what is
 * read is looked at field by field, and nothing of it runs by itself.
 */
import type { Bench } from './bench.ts'
import type { ClusterForm, WorkerForm } from './cluster-form.ts'
import { wrongName, type TextFile } from './files.ts'
import { playground } from './playground.ts'

/** What a link carries. */
export interface SharedWork {
  readonly files: readonly TextFile[]
  readonly form: ClusterForm
  readonly seed: number
}

/** The letters of all files together, and what a link may unfold to: a few bytes can unfold to gigabytes. */
const MOST = 1_000_000
const MOST_FILES = 50
const MOST_WORKERS = 50

const BROKEN =
  'This link is not whole: a part of it was lost on its way. Ask whoever sent it to share it again.'
const NEWER = 'This link was made by a newer version of this page. Load the page again to get it.'

/** The part of an address after `#/shared/`. */
export const encodeShared = (work: SharedWork): Promise<string> => encode(work)

/** Anything plain, as a part of an address. */
export async function encode(what: object): Promise<string> {
  const text = new Blob([JSON.stringify(what)])
  const deflated = text.stream().pipeThrough(new CompressionStream('deflate-raw'))
  const bytes = new Uint8Array(await new Response(deflated).arrayBuffer())
  const letters = Array.from(bytes, (byte) => String.fromCharCode(byte)).join('')
  return `1.${btoa(letters).replaceAll('+', '-').replaceAll('/', '_').replaceAll('=', '')}`
}

/** Reads what a link carries; rejects with a sentence for the learner. */
export const decodeShared = (code: string): Promise<SharedWork> => decode(code, workOf)

/** What `encode` made, as `read` makes it anew; rejects with a sentence where that gives null. */
export async function decode<T>(code: string, make: (read: unknown) => T | null): Promise<T> {
  if (!code.startsWith('1.')) throw new Error(/^\d+\./.test(code) ? NEWER : BROKEN)
  let read: unknown
  try {
    read = JSON.parse(await unfolded(code.slice(2)))
  } catch (error) {
    throw new Error(BROKEN, { cause: error })
  }
  const work = make(read)
  if (work === null) throw new Error(BROKEN)
  return work
}

/** The bench that a shared program is looked at; what is kept of it lies beside the learner's own work. */
export function sharedBench(work: SharedWork, code: string): Bench {
  return {
    ...playground,
    id: `shared-${fingerprint(code)}`,
    title: 'Shared program',
    starter: work.files,
    form: work.form,
    seed: work.seed,
  }
}

async function unfolded(base64url: string): Promise<string> {
  const letters = atob(base64url.replaceAll('-', '+').replaceAll('_', '/'))
  const bytes = Uint8Array.from(letters, (letter) => letter.charCodeAt(0))
  const stream = new Blob([bytes]).stream().pipeThrough(new DecompressionStream('deflate-raw'))
  const decoder = new TextDecoder('utf-8', { fatal: true })
  let text = ''
  const reader = stream.getReader()
  for (let next = await reader.read(); !next.done; next = await reader.read()) {
    text += decoder.decode(next.value, { stream: true })
    if (text.length > MOST) {
      await reader.cancel()
      throw new Error('it unfolds to too much')
    }
  }
  return text + decoder.decode()
}

/** The work, made anew of what is known; null where something of it cannot be. */
function workOf(read: unknown): SharedWork | null {
  if (!isFields(read)) return null
  const { files, form, seed } = read
  if (!isSeed(seed)) return null
  if (!isFields(form) || !isText(form['broker']) || !Array.isArray(form['workers'])) return null
  const workers = (form['workers'] as unknown[]).map(workerOf)
  if (workers.length > MOST_WORKERS || !workers.every((worker) => worker !== null)) return null
  const own = filesOf(files)
  return own && { files: own, form: { broker: form['broker'], workers }, seed }
}

function filesOf(read: unknown): readonly TextFile[] | null {
  if (!Array.isArray(read) || read.length === 0 || read.length > MOST_FILES) return null
  const files: TextFile[] = []
  for (const file of read as readonly unknown[]) {
    if (!isFields(file) || !isText(file['path']) || !isText(file['text'])) return null
    const { path, text } = file as { readonly path: string; readonly text: string }
    const others = files.map((one) => one.path)
    if (wrongName(path, others) !== null) return null
    files.push({ path, text })
  }
  return files
}

function workerOf(read: unknown): WorkerForm | null {
  if (!isFields(read)) return null
  const { name, queues, concurrency, prefetch } = read
  const whole = isText(name) && isText(queues) && isText(concurrency) && isText(prefetch)
  return whole ? { name, queues, concurrency, prefetch } : null
}

/** May a run begin with it? */
export const isSeed = (seed: unknown): seed is number =>
  Number.isSafeInteger(seed) && Number(seed) >= 0 && Number(seed) <= 0xffffffff

/** Is it an object whose fields can be looked at? */
export const isFields = (value: unknown): value is { readonly [field: string]: unknown } =>
  typeof value === 'object' && value !== null && !Array.isArray(value)

const isText = (value: unknown): value is string => typeof value === 'string'

/** Tells links apart (FNV-1a); where two are alike, no more happens than that changes are kept under one name. */
export function fingerprint(text: string): string {
  let hash = 0x811c9dc5
  for (let at = 0; at < text.length; at++) {
    hash = Math.imul(hash ^ text.charCodeAt(at), 0x01000193)
  }
  return `${(hash >>> 0).toString(16)}-${String(text.length)}`
}

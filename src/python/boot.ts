import { importScripts } from './classic-worker.ts'
import { loadPyodide, type PyodideAPI } from 'pyodide'
import type { PythonFiles } from '../thread/protocol.ts'
import { dateFilesBy } from './file-times.ts'
import { limitMemory } from './memory.ts'
import { limitStack, type StackExports } from './stack.ts'
import { replaceImports, type Imports, type World } from './world.ts'

/** Pyodide's files; in Node also the folder that they come from. */
export interface LocalPythonFiles extends PythonFiles {
  readonly folder?: string
}

type Done = (instance: WebAssembly.Instance, module: WebAssembly.Module) => unknown

/** The settings that Pyodide hands to its Emscripten module: later the module itself. */
interface EmscriptenModule extends Partial<StackExports> {
  instantiateWasm: (imports: Imports, done: Done) => unknown
  HEAPU8?: Uint8Array
  readonly __Py_emscripten_signal_clock?: number
}

type ModuleFactory = (settings: EmscriptenModule) => Promise<unknown>

interface Scope {
  [FACTORY]?: ModuleFactory | undefined
}

const FACTORY = '__pyodideFactory'
/** No name resolves there (RFC 2606), so a request that slips through reaches nobody. */
const NOWHERE = 'https://pyodide.invalid/'

/** So many lines of what it writes of itself are kept. */
const MOST_WORDS = 200

/** A booted interpreter and what reads its memory. */
export interface Interpreter {
  readonly pyodide: PyodideAPI
  /** A fresh view: growing memory detaches old ones. */
  readonly heap: () => DataView
  /** Sets after how many jumps and calls the interpreter next looks for a signal. */
  readonly wind: (jumps: number) => void
  /** Lets the body that runs go only so deep from where it is. */
  readonly limitStack: () => void
  /** Calls Python on a stack of its own without the turn of the event loop that Pyodide waits before. */
  readonly atOnce: <Called>(call: () => Called) => Called
  /** What it has written of itself lately: where it was, if it has broken. */
  readonly lastWords: () => readonly string[]
  /** Its whole memory, for another one to begin with; nothing of JavaScript may be held by then. */
  readonly photograph: () => Uint8Array
}

/** What Pyodide offers and does not promise: its version is pinned, and booting without stays tested. */
interface Photographer {
  readonly makeMemorySnapshot: () => Uint8Array
}

/** What it waits with before it begins a stack; no promise either. */
interface Scheduler {
  readonly _api: { scheduleCallback: (callback: () => void, milliseconds?: number) => void }
}

/**
 * Boots Pyodide from bytes alone, with the world in place of clock and chance. With the memory of an
 * earlier interpreter it does not begin anew but goes on from there; files are not part of it.
 */
export async function boot(
  files: LocalPythonFiles,
  world: World,
  memory: Uint8Array | null = null,
): Promise<Interpreter> {
  const factory = await moduleFactory(files)
  let module: EmscriptenModule | null = null
  let view: DataView | null = null
  const heap = (): DataView => {
    const bytes = module?.HEAPU8
    if (bytes === undefined) throw new Error('Python has no memory yet')
    if (view?.buffer !== bytes.buffer) view = new DataView(bytes.buffer)
    return view
  }
  const words: string[] = []
  const hear = (line: string): void => {
    words.push(line)
    if (words.length > MOST_WORDS) words.shift()
  }
  const options = {
    indexURL: files.folder ?? NOWHERE,
    lockFileContents: emptyLock(files.lock),
    // Hashes of strings must not differ from run to run: they order sets.
    env: { HOME: '/home/lab', PYTHONHASHSEED: '0', TZ: 'UTC' },
    stdin: () => undefined,
    // Processes have streams of their own; what comes this way is a finalizer's, say, or the last before it breaks.
    stdout: hear,
    stderr: () => undefined,
    _makeSnapshot: true,
    ...(memory === null ? {} : { _loadSnapshot: memory }),
    createPyodideModule: (settings: EmscriptenModule) => {
      module = settings
      const instantiate = settings.instantiateWasm
      settings.instantiateWasm = (imports, done) => {
        replaceImports(imports, world, heap)
        return instantiate(imports, (instance, compiled) => {
          limitMemory(instance, memory?.byteLength ?? 0)
          return done(instance, compiled)
        })
      }
      return factory(settings)
    },
  }
  const load = loadPyodide as unknown as (config: typeof options) => Promise<PyodideAPI>
  const pyodide =
    files.folder === undefined
      ? await answeringFetch(files, () => load(options))
      : await load(options)
  dateFilesBy(pyodide.FS, () => world.unixMilliseconds())
  const photograph = () => (pyodide as unknown as Photographer).makeMemorySnapshot()
  const limit = limiting(module)
  limit()
  const lastWords = () => words
  return {
    pyodide,
    heap,
    photograph,
    limitStack: limit,
    atOnce: beginner(pyodide as unknown as Scheduler),
    lastWords,
    wind: winding(module, heap),
  }
}

/**
 * Pyodide lets the event loop turn before it begins a stack, so that no Python is running below; here a question is only
 * asked when that is so, and a turn costs a tenth of a short task.
 */
function beginner({ _api: api }: Scheduler): <Called>(call: () => Called) => Called {
  return (call) => {
    const usual = api.scheduleCallback
    api.scheduleCallback = (begin) => {
      begin()
    }
    try {
      return call()
    } finally {
      api.scheduleCallback = usual
    }
  }
}

/** The interpreter's countdown to its next look for a signal, at its place in memory. */
function winding(module: EmscriptenModule | null, heap: () => DataView): (jumps: number) => void {
  const clock = module?.__Py_emscripten_signal_clock
  if (clock === undefined) throw new Error('Pyodide does not say when it looks for signals')
  return (jumps) => heap().setInt32(clock, jumps, true)
}

function limiting(module: EmscriptenModule | null): () => void {
  if (module?._PyUnstable_ThreadState_SetStackProtection === undefined)
    throw new Error('Pyodide does not let its stack be limited')
  const exports = module as StackExports
  return () => limitStack(exports)
}

/** Nothing is ever installed, and the list of 300 packages takes its time to read. */
function emptyLock(lock: string): string {
  const { info } = JSON.parse(lock) as { readonly info: unknown }
  return JSON.stringify({ info, packages: {} })
}

async function moduleFactory(files: LocalPythonFiles): Promise<ModuleFactory> {
  if (files.folder !== undefined) {
    const module = (await import(/* @vite-ignore */ `${files.folder}/pyodide.asm.mjs`)) as {
      readonly default: ModuleFactory
    }
    return module.default
  }
  if (importScripts === null) throw new Error('Python runs in a classic worker or in Node')
  return factoryFromText(files.script, importScripts)
}

/**
 * A module cannot be imported from a blob inside an opaque-origin frame, a classic script can: so the
 * module's text becomes one that leaves its factory in a global.
 */
function factoryFromText(text: string, load: (url: string) => void): ModuleFactory {
  const script = text
    .replaceAll('import.meta.url', JSON.stringify(`${NOWHERE}pyodide.asm.mjs`))
    .replace(/export default (\w+);?\s*$/, `globalThis.${FACTORY}=$1;`)
  const url = URL.createObjectURL(new Blob([script], { type: 'text/javascript' }))
  const scope = globalThis as Scope
  try {
    load(url)
    const factory = scope[FACTORY]
    if (factory === undefined) throw new Error('pyodide.asm.mjs does not look as expected')
    return factory
  } finally {
    URL.revokeObjectURL(url)
    scope[FACTORY] = undefined
  }
}

/** Answers Pyodide's requests for its own files from the bytes while it boots. */
async function answeringFetch<T>(files: PythonFiles, work: () => Promise<T>): Promise<T> {
  const original = globalThis.fetch
  const answers = new Map([
    ['pyodide.asm.wasm', { body: files.wasm, type: 'application/wasm' }],
    ['python_stdlib.zip', { body: files.stdlib, type: 'application/zip' }],
  ])
  globalThis.fetch = (input) => {
    const url = input instanceof Request ? input.url : String(input)
    const answer = url.startsWith(NOWHERE) ? answers.get(url.slice(NOWHERE.length)) : undefined
    if (answer === undefined) return Promise.reject(new Error(`Python asked for ${url}`))
    return Promise.resolve(new Response(answer.body, { headers: { 'content-type': answer.type } }))
  }
  try {
    return await work()
  } finally {
    globalThis.fetch = original
  }
}

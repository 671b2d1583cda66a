import type { PyCallable, PyProxy } from 'pyodide/ffi'
import {
  looseText,
  parse,
  type Answer,
  type Codec,
  type Decoded,
  type Json,
  type Micros,
  type Payload,
  type Question,
  type TellName,
} from '../../simulator/index.ts'
import { boot, type Interpreter, type LocalPythonFiles } from './boot.ts'
import { Bodies } from './bodies.ts'
import { answerOfCall, callOf } from './call.ts'
import { counterAt } from './counter.ts'
import { defer, type Deferred } from './deferred.ts'
import { QuestionWriter } from './question-writer.ts'
import { overflow } from './stack.ts'
import { suspensionOf, usualWay, type Suspensible, type Way } from './suspension.ts'
import { Watch } from './watch.ts'
import { World } from './world.ts'

/** Python packages of the sandbox: path below `sys.path` to text. */
export interface PythonPackages {
  readonly [path: string]: string
}

export interface PythonOptions {
  readonly files: LocalPythonFiles
  readonly packages: PythonPackages
  /** The memory of an earlier interpreter with the same files, packages and suspension: boots several times as fast. */
  readonly memory?: Uint8Array | null
  /** Hears the memory of an interpreter that has just been booted anew, before its first run. */
  readonly onMemory?: (memory: Uint8Array) => void
  /** Lets the thread hear what it is told while a body computes on; a timer where absent. */
  readonly breathe?: () => Promise<void>
  /** How bodies wait; by itself the machine's own way. */
  readonly suspension?: Way
}

/** Hears what running code tells, and answers at once. */
export type TellHandler = (name: TellName, process: string, spent: Micros, say: Json) => Json

export interface PythonRun {
  /** The learner's files: path to text. */
  readonly modules: { readonly [path: string]: string }
  readonly seed: number
  readonly tell: TellHandler
}

/** What is to be different from a moment of a run on; what is left out stays as it is. */
export type PythonChange = Partial<Pick<PythonRun, 'modules' | 'seed'>>

/** The open question was cut: by `stop()`, or because Python computed for too long without a turn. */
export class Interrupted extends Error {
  override readonly name = 'Interrupted'
}

/** The learner's code has filled the stack of the machine: this interpreter is of no more use. */
export class Overflown extends Error {
  override readonly name = 'Overflown'
}

/** One call of a serializer, as JSON text. */
type Coding = (askedJsonText: string) => string

/** One interpreter that plays every simulated process of a run. */
export interface Python {
  /** The serializers of the run's processes. */
  readonly codec: Codec
  /** Bytes of its memory; they never become fewer. */
  readonly heap: number
  /** Forgets the run before: the next one is what it would be in a fresh interpreter. */
  begin(run: PythonRun): Promise<void>
  /** The run goes on with other files or another seed; between two questions. What is loaded stays as it is. */
  change(change: PythonChange): void
  /** Answers one question; one at a time. Rejects with Interrupted after `stop()`. */
  ask(question: Question, now: Micros): Promise<Answer>
  /** Ends the open question and refuses more until the next `begin`. */
  stop(): void
  dispose(): void
}

/** Boots Python, once. */
export async function createPython(options: PythonOptions): Promise<Python> {
  const way = options.suspension ?? usualWay()
  const world = new World()
  const memory = options.memory ?? null
  const interpreter = await boot(options.files, world, memory)
  installPackages(interpreter, options.packages)
  if (memory === null) {
    prepare(interpreter, options.packages, way)
    options.onMemory?.(interpreter.photograph())
  }
  return new BootedPython(interpreter, world, way, options.breathe ?? macrotask)
}

/** What is done once and is in the memory that later interpreters begin with. */
function prepare({ pyodide }: Interpreter, packages: PythonPackages, way: Way): void {
  pyodide.runPython(`import sys; sys.path.insert(0, ${JSON.stringify(PACKAGES)})`)
  const names = PRELOADED.filter((name) => `${name}/__init__.py` in packages)
  const runtime = pyodide.pyimport('_sandbox._runtime') as Runtime
  runtime.prepare(JSON.stringify(names), way)
  // A picture of the memory must hold nothing of JavaScript.
  runtime.destroy()
}

/** The sentence for a learner whose code was busy for too long at a place (JSON: file and line, or null). */
function usedUp(place: string): string {
  const at = parse(place) as { readonly file: string; readonly line: number } | null
  return at === null
    ? 'The run was ended: Python had been busy in one place for too long. Look for a loop that never ends.'
    : `The run was ended: line ${String(at.line)} of ${at.file} had kept Python busy for too long without a pause. Look there for a loop that never ends, or give it less to do.`
}

/** Lets the thread hear what it is told: a macrotask, in Node and in a browser. */
const macrotask = (): Promise<void> =>
  new Promise((resolve) => {
    setTimeout(resolve)
  })

const PACKAGES = '/lib/queuelab'

/** Packages that register with `_sandbox` when they are imported. */
const PRELOADED = ['kombu', 'celery']

interface FileSystem {
  readonly mkdirTree: (path: string) => void
  readonly writeFile: (path: string, text: string) => void
}

function installPackages({ pyodide }: Interpreter, packages: PythonPackages): void {
  const fs = pyodide.FS as FileSystem
  for (const [path, text] of Object.entries(packages)) {
    const file = `${PACKAGES}/${path}`
    fs.mkdirTree(file.slice(0, file.lastIndexOf('/')))
    fs.writeFile(file, text)
  }
}

function codecOf(code: Coding): Codec {
  // What Python says is ours as much as the simulator: its shape is the contract of `Codec`.
  const ask = (asked: object): Json => parse(code(looseText(asked as Json)))
  return {
    encode: (asked) => ask({ do: 'encode', ...asked }) as unknown as Payload,
    decode: (asked) => ask({ do: 'decode', ...asked }) as unknown as Decoded,
  }
}

/** The Python functions behind each method below. */
interface Runtime extends PyProxy, Omit<Suspensible, 'atOnce'> {
  readonly prepare: PyCallable
  readonly connect: PyCallable
  readonly code: PyCallable
  readonly begin: PyCallable
  readonly change: PyCallable
  readonly end: PyCallable
  readonly drop: PyCallable
}

class BootedPython implements Python {
  readonly #world: World
  readonly #bodies: Bodies
  readonly #watch: Watch
  readonly #breath: () => Promise<void>
  readonly #wake: (wait: number) => void
  readonly #begin: PyCallable
  readonly #change: PyCallable
  readonly #end: PyCallable
  readonly #drop: PyCallable
  readonly #code: PyCallable
  readonly codec: Codec
  readonly #heap: () => DataView
  readonly #lastWords: () => readonly string[]
  readonly #writer = new QuestionWriter()
  #tell: TellHandler = () => ({})
  #open: Deferred<Answer> | null = null
  #stopped = true

  constructor(
    { pyodide, heap, wind, limitStack, atOnce, lastWords }: Interpreter,
    world: World,
    way: Way,
    breath: () => Promise<void>,
  ) {
    this.#world = world
    this.#heap = heap
    this.#lastWords = lastWords
    const runtime = pyodide.pyimport('_sandbox._runtime') as Runtime
    const { answer, start, wake } = runtime
    const suspension = suspensionOf(way, { answer, start, wake, atOnce })
    const bodies = new Bodies(suspension)
    this.#bodies = bodies
    const address = runtime.connect({
      tell: (name: TellName, process: string, spent: Micros, text: string) =>
        looseText(this.#tell(name, process, spent, parse(text))),
      call: (process: string, spent: Micros, text: string) =>
        answerOfCall(this.#tell('apply', process, spent, callOf(parse(text)))),
      park: (process: string, wait: number, text: string) => {
        bodies.park(process, wait)
        this.#settle(text)
      },
      ended: (body: number, text: string) => suspension.ended(body, text),
      limit_stack: limitStack,
      given_up: () => bodies.givenUp(),
      interruption: () => this.#watch.why,
      used_up: (place: string) => this.#fail(new Interrupted(usedUp(place))),
      breathe: (wait: number) => this.#breathe(wait),
      now: () => world.now,
    }) as number
    world.spent = counterAt(address, heap)
    this.#watch = new Watch(wind)
    pyodide.setInterruptBuffer(this.#watch as unknown as Uint8Array)
    this.#breath = breath
    this.#wake = (wait) => suspension.wake(wait, 'v')
    this.#begin = runtime.begin
    this.#change = runtime.change
    this.#end = runtime.end
    this.#drop = runtime.drop
    this.#code = runtime.code
    this.codec = codecOf((asked) => this.#code(asked) as string)
  }

  get heap(): number {
    return this.#heap().byteLength
  }

  async begin(run: PythonRun): Promise<void> {
    this.#stopped = true
    this.#tell = () => ({})
    this.#watch.reset()
    try {
      this.#end()
      await this.#bodies.clear()
      this.#writer.reset()
      this.#world.now = 0
      this.#world.entropy.seed(run.seed)
      this.#begin(JSON.stringify(run.modules))
    } catch (error) {
      // What the run before has left can be nested so deep that it cannot be thrown away.
      throw this.#told(error)
    }
    this.#tell = run.tell
    this.#stopped = false
  }

  change({ modules, seed }: PythonChange): void {
    if (seed !== undefined) this.#world.entropy.seed(seed)
    this.#change(JSON.stringify(modules ?? null), seed !== undefined)
  }

  ask(question: Question, now: Micros): Promise<Answer> {
    if (this.#stopped) return Promise.reject(new Interrupted('Python was stopped'))
    if (this.#open !== null) return Promise.reject(new Error('a question is open already'))
    this.#world.now = now
    this.#world.entropy.use(question.process)
    this.#watch.reset()
    if (question.kind === 'drop') {
      this.#bodies.drop(question.process)
      this.#drop(question.process)
      return Promise.resolve({ kind: 'done', spent: 0 })
    }
    const open = defer<Answer>()
    this.#open = open
    try {
      this.#go(question)
    } catch (error) {
      this.#fail(this.#told(error))
    }
    return open.promise
  }

  stop(): void {
    this.#stopped = true
    if (this.#open !== null) this.#watch.cut()
    this.#fail(new Interrupted('Python was stopped'))
  }

  dispose(): void {
    this.stop()
    for (const proxy of [this.#begin, this.#change, this.#end, this.#drop, this.#code])
      proxy.destroy()
  }

  #go(question: Exclude<Question, { kind: 'drop' }>): void {
    const { process } = question
    if (question.kind === 'resume') {
      this.#bodies.resume(process, `v${looseText(question.value as unknown as Json)}`)
    } else if (question.kind === 'throw') {
      const { exception, message = '' } = question
      this.#bodies.resume(process, `t${exception} ${message}`)
    } else {
      if (this.#bodies.has(process)) throw new Error(`${process} is busy`)
      this.#bodies.start(
        process,
        this.#writer.text(question),
        (text) => this.#settle(text),
        (error) => this.#fail(this.#told(error)),
      )
    }
  }

  /** The body that runs goes on when the thread has listened, unless it was told to stop. */
  #breathe(wait: number): void {
    const open = this.#open
    void this.#breath().then(() => {
      // Between runs nothing is asked, and whoever is taken down then may have long work to do on its way out.
      const goesOn = open === null ? this.#bodies.isClearing : this.#open === open
      if (goesOn) this.#wake(wait)
    })
  }

  #settle(text: string): void {
    const open = this.#open
    this.#open = null
    try {
      open?.resolve(parse(text) as unknown as Answer)
    } catch (error) {
      open?.reject(error)
    }
  }

  /** An error that ends the interpreter, in words for a learner where it is theirs. */
  #told(error: unknown): unknown {
    const sentence = overflow(error, this.#lastWords())
    return sentence === null ? error : new Overflown(sentence, { cause: error })
  }

  #fail(error: unknown): void {
    const open = this.#open
    this.#open = null
    open?.reject(error)
  }
}

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
import { counterAt } from './counter.ts'
import { defer, type Deferred } from './deferred.ts'
import { chooseSuspension, type Suspensible, type Suspension } from './suspension.ts'
import { Watch } from './watch.ts'
import { World } from './world.ts'

/** Python packages of the sandbox: path below `sys.path` to text. */
export interface PythonPackages {
  readonly [path: string]: string
}

export interface PythonOptions {
  readonly files: LocalPythonFiles
  readonly packages: PythonPackages
}

/** Hears what running code tells, as JSON text, and answers at once with JSON text. */
export type TellHandler = (
  name: TellName,
  process: string,
  spent: Micros,
  sayJsonText: string,
) => string

export interface PythonRun {
  /** The learner's files: path to text. */
  readonly modules: { readonly [path: string]: string }
  readonly seed: number
  readonly tell: TellHandler
}

/** The open question was cut: by `stop()`, or because Python computed for too long without a turn. */
export class Interrupted extends Error {
  override readonly name = 'Interrupted'
}

/** One call of a serializer, as JSON text. */
type Coding = (askedJsonText: string) => string

/** One interpreter that plays every simulated process of a run. */
export interface Python {
  /** The serializers of the run's processes. */
  readonly codec: Codec
  /** Forgets the run before: the next one is what it would be in a fresh interpreter. */
  begin(run: PythonRun): Promise<void>
  /** Answers one question; one at a time. Rejects with Interrupted after `stop()`. */
  ask(question: Question, now: Micros): Promise<Answer>
  /** Ends the open question and refuses more until the next `begin`. */
  stop(): void
  dispose(): void
}

/** Boots Python, once; throws CannotSuspend where bodies could not wait. */
export async function createPython(options: PythonOptions): Promise<Python> {
  const suspension = chooseSuspension()
  const world = new World()
  const interpreter = await boot(options.files, world)
  installPackages(interpreter, options.packages)
  return new BootedPython(interpreter, world, suspension, preloaded(options.packages))
}

const TOO_LONG =
  'Python was busy in one place for too long, so the run was ended. Look for a loop that never ends.'

const PACKAGES = '/lib/queuelab'

/** Packages that register with `_sandbox` when they are imported. */
const PRELOADED = ['kombu', 'celery']

const preloaded = (packages: PythonPackages): string[] =>
  PRELOADED.filter((name) => `${name}/__init__.py` in packages)

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
  pyodide.runPython(`import sys; sys.path.insert(0, ${JSON.stringify(PACKAGES)})`)
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
interface Runtime extends PyProxy, Suspensible {
  readonly connect: PyCallable
  readonly code: PyCallable
  readonly begin: PyCallable
  readonly end: PyCallable
  readonly drop: PyCallable
}

class BootedPython implements Python {
  readonly #world: World
  readonly #bodies: Bodies
  readonly #watch: Watch
  readonly #begin: PyCallable
  readonly #end: PyCallable
  readonly #drop: PyCallable
  readonly #code: PyCallable
  readonly codec: Codec
  #tell: TellHandler = () => '{}'
  #open: Deferred<Answer> | null = null
  #stopped = true

  constructor(
    { pyodide, heap }: Interpreter,
    world: World,
    suspend: (python: Suspensible) => Suspension,
    preload: string[],
  ) {
    this.#world = world
    const runtime = pyodide.pyimport('_sandbox._runtime') as Runtime
    const bodies = new Bodies(suspend({ answer: runtime.answer, wake: runtime.wake }))
    this.#bodies = bodies
    const address = runtime.connect({
      tell: (name: TellName, process: string, spent: Micros, text: string) =>
        this.#tell(name, process, spent, text),
      park: (process: string, wait: number, text: string) => {
        bodies.park(process, wait)
        this.#settle(text)
      },
      given_up: () => bodies.givenUp(),
      interrupted: () => this.#fail(new Interrupted(TOO_LONG)),
      now: () => world.now,
      preload: JSON.stringify(preload),
    }) as number
    world.spent = counterAt(address, heap)
    this.#watch = new Watch(world.spent)
    pyodide.setInterruptBuffer(this.#watch as unknown as Uint8Array)
    this.#begin = runtime.begin
    this.#end = runtime.end
    this.#drop = runtime.drop
    this.#code = runtime.code
    this.codec = codecOf((asked) => this.#code(asked) as string)
  }

  async begin(run: PythonRun): Promise<void> {
    this.#stopped = true
    this.#tell = () => '{}'
    this.#watch.reset()
    this.#end()
    await this.#bodies.clear()
    this.#world.now = 0
    this.#world.entropy.seed(run.seed)
    this.#begin(JSON.stringify(run.modules))
    this.#tell = run.tell
    this.#stopped = false
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
      this.#fail(error)
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
    for (const proxy of [this.#begin, this.#end, this.#drop, this.#code]) proxy.destroy()
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
        looseText(question as unknown as Json),
        (text) => this.#settle(text),
        (error) => this.#fail(error),
      )
    }
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

  #fail(error: unknown): void {
    const open = this.#open
    this.#open = null
    open?.reject(error)
  }
}

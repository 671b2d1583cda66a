import {
  type Action,
  type Answer,
  type ClusterSpec,
  type Encoded,
  type Json,
  type Log,
  type Micros,
  type Question,
  type Raised,
  type ResultMeta,
  type ResumeValue,
  type Signature,
  type Simulation,
  type TaskDefinition,
  type Tells,
  type TellName,
  type Wait,
  createSimulation,
  pyrepr,
} from '../../simulator/index.ts'

/** What a scripted body can do besides waiting. */
export interface Api {
  readonly process: string
  readonly request: { readonly [field: string]: Json }
  tell<N extends TellName>(name: N, say: Tells[N]['say']): Tells[N]['hear']
  /** `task.apply_async(args, **options)`; returns the id. */
  send(task: string, args?: readonly Json[], options?: { readonly [name: string]: Json }): string
}

/** A body yields what it waits for, and gets what it was resumed with. */
export type Body = (args: readonly Json[], api: Api) => Generator<Wait, Json, ResumeValue>

export interface ScriptedTask {
  readonly body: Body
  readonly options?: { readonly [name: string]: Json }
}

/** A program without Python: what the simulation hears is the same. */
export interface Script {
  readonly tasks: { readonly [name: string]: ScriptedTask }
  readonly settings?: { readonly [name: string]: Json }
  /** Receivers of signals that the simulation sends, and remote control commands, by name. */
  readonly receivers?: { readonly [signal: string]: Body }
  readonly commands?: { readonly [name: string]: Body }
  readonly main: Body
}

/** Ends a body with an exception. */
export class Raise extends Error {
  readonly raised: Raised
  constructor(raised: Partial<Raised> & { readonly type: string }) {
    super(raised.type)
    this.raised = {
      module: 'builtins',
      args: [],
      repr: `${raised.type}()`,
      message: '',
      frames: [],
      traceback: `${raised.type}\n`,
      expected: false,
      ...raised,
    }
  }
}

export const sleep = (duration: Micros): Wait => ({ kind: 'sleep', duration })

/** Waits for a result and gives what is stored, or null after the timeout. */
export function* result(
  id: string,
  timeout: Micros | null = null,
): Generator<Wait, ResultMeta | null, ResumeValue> {
  const heard = yield { kind: 'results', ids: [id], watch: [], timeout }
  return heard.kind === 'metas' ? (heard.metas[id] ?? null) : null
}

/** A signature of one task. */
export const signature = (
  task: string,
  args: readonly Json[] = [],
  options: { readonly [name: string]: Json } = {},
): Signature => ({ task, args, kwargs: {}, options, subtask_type: null, immutable: false })

/** Who hears what bodies tell. */
export type Hearer = Pick<Simulation, 'tell'>

/** Plays every process of a run; the counterpart of Python in tests and benchmarks. */
export class ScriptedPython {
  private readonly script: Script
  private readonly simulation: Hearer
  private readonly bodies = new Map<string, Generator<Wait, Json, ResumeValue>>()
  /** How long each stretch of a body computes. */
  private readonly spent: Micros

  constructor(script: Script, simulation: Hearer, spent: Micros = 1000) {
    this.script = script
    this.simulation = simulation
    this.spent = spent
  }

  answer(question: Question): Answer {
    const { process } = question
    if (question.kind === 'drop') {
      this.bodies.delete(process)
      return { kind: 'done', spent: 0 }
    }
    if (question.kind === 'load') return this.load(process)
    if (question.kind === 'beat' || question.kind === 'beat-loop')
      throw new Error('a script has no schedules of its own')
    if (question.kind === 'request') throw new Error('a script has no visitors')
    if (question.kind === 'errback') return { kind: 'done', spent: this.spent }
    if (question.kind === 'resume' || question.kind === 'throw')
      return this.go(process, question.kind === 'resume' ? question.value : { kind: 'nothing' })
    this.bodies.set(process, this.begin(question))
    return this.go(process, { kind: 'nothing' })
  }

  private begin(
    question: Extract<Question, { kind: 'main' | 'task' | 'signal' | 'command' }>,
  ): ReturnType<Body> {
    const api = this.api(question)
    const { script } = this
    if (question.kind === 'main') return script.main([], api)
    if (question.kind === 'task') return this.taskBody(question.name)(question.args, api)
    const [name, body] =
      question.kind === 'signal'
        ? [question.signal, script.receivers?.[question.signal]]
        : [question.method, script.commands?.[question.method]]
    if (body === undefined) throw new Error(`the script does not know ${name}`)
    return body([], api)
  }

  private taskBody(name: string): Body {
    const task = this.script.tasks[name]
    if (task === undefined) throw new Error(`the script has no task ${name}`)
    return task.body
  }

  /** Imports the module: tells its settings and tasks. */
  load(process: string): Answer {
    const tell = <N extends TellName>(name: N, say: Tells[N]['say']): void => {
      this.simulation.tell(name, process, 0, say)
    }
    tell('conf', { main: 'script', settings: this.script.settings ?? {} })
    for (const [name, { options = {} }] of Object.entries(this.script.tasks)) {
      const definition: TaskDefinition = {
        name,
        parameters: null,
        bound: false,
        newStyleErrback: false,
        options,
      }
      tell('tasks', { definitions: [definition] })
    }
    for (const signal of Object.keys(this.script.receivers ?? {})) tell('listen', { signal })
    for (const name of Object.keys(this.script.commands ?? {})) tell('command', { name })
    return { kind: 'done', spent: 0 }
  }

  private api(question: Question): Api {
    const { process } = question
    const tell = <N extends TellName>(name: N, say: Tells[N]['say']): Tells[N]['hear'] =>
      this.simulation.tell(name, process, this.spent, say)
    return {
      process,
      request: question.kind === 'task' ? question.request : {},
      tell,
      send(task, args = [], options = {}) {
        const heard = tell('apply', { signature: signature(task), args, kwargs: {}, options })
        if ('error' in heard)
          throw new Raise({ type: heard.error.type, message: heard.error.message })
        if (heard.result === null) throw new Error('nothing was sent')
        return heard.result.id
      },
    }
  }

  private go(process: string, value: ResumeValue): Answer {
    const body = this.bodies.get(process)
    if (body === undefined) throw new Error(`${process} has no body`)
    const { spent } = this
    try {
      const step = body.next(value)
      if (step.done !== true) return { kind: 'parked', spent, wait: step.value }
      const encoded: Encoded = { json: step.value, repr: pyrepr(step.value) }
      return { kind: 'returned', spent, value: encoded }
    } catch (error) {
      if (error instanceof Raise) return { kind: 'raised', spent, error: error.raised }
      throw error
    }
  }
}

export interface ScriptedRun {
  readonly cluster?: Partial<ClusterSpec>
  readonly actions?: readonly Action[]
  readonly seed?: number
  readonly until?: Micros
  readonly spent?: Micros
}

/** The simulation of a script. */
export function simulationOf({
  cluster = {},
  actions = [],
  seed = 1,
}: ScriptedRun = {}): Simulation {
  const workers = [{ name: 'w1', options: '-c 2', autostart: true }]
  return createSimulation({
    cluster: { broker: 'redis', backend: 'redis', app: 'tasks', workers, ...cluster },
    seed,
    actions,
    program: { module: 'tasks', entry: 'main' },
  })
}

/** Makes a run of a script, and the one who answers for it. */
export function scriptedRun(
  script: Script,
  options: ScriptedRun = {},
): { readonly simulation: Simulation; readonly python: ScriptedPython } {
  const simulation = simulationOf(options)
  return { simulation, python: new ScriptedPython(script, simulation, options.spent) }
}

/** Runs a script to its end and gives the log. */
export function runScript(script: Script, options: ScriptedRun = {}): Log {
  const { simulation, python } = scriptedRun(script, options)
  const until = options.until ?? 3_600_000_000
  for (;;) {
    const progress = simulation.advance(until)
    if (progress.kind !== 'question') return simulation.log
    simulation.answer(python.answer(progress.question))
  }
}

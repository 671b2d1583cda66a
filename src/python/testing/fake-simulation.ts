import type { Answer, Micros, Question, ResumeValue, TellName } from '../../../simulator/index.ts'
import { parse, toSeconds } from '../../../simulator/index.ts'
import { nodePythonFiles } from '../files-node.ts'
import { nodePackages } from '../packages-node.ts'
import { createPython, type Python, type PythonPackages } from '../python.ts'
import type { Way } from '../suspension.ts'

/** A stand-in for the celery package: a decorator and the one handler that the questions need. */
const STAND_IN: PythonPackages = {
  'celery/__init__.py': [
    'import _sandbox',
    'def tasks():',
    '    return _sandbox.process_local("tasks", dict)',
    'def task(function):',
    '    tasks()[function.__name__] = function',
    '    _sandbox.tell("task", {"name": function.__name__})',
    '    return function',
    'def run(name, args, kwargs, request):',
    '    return tasks()[name](*args, **kwargs)',
    '_sandbox.on_question("task", run)',
  ].join('\n'),
  'celery/exceptions.py': 'class SoftTimeLimitExceeded(Exception):\n    pass\n',
}

/** Boots Python with the bridge and the stand-in alone. */
export async function createTestPython(suspension: Way = 'stack'): Promise<Python> {
  const bridge = Object.entries(nodePackages()).filter(([path]) => path.startsWith('_sandbox/'))
  return createPython({
    files: await nodePythonFiles(),
    packages: { ...Object.fromEntries(bridge), ...STAND_IN },
    suspension,
  })
}

/** One thing told, at the local time of the process that told it. */
export interface Told {
  readonly name: TellName
  readonly process: string
  readonly time: Micros
  readonly say: unknown
}

interface Appointment {
  readonly time: Micros
  readonly seq: number
  readonly question: Question
}

type Starting = Extract<Question, { kind: 'load' | 'main' | 'task' | 'errback' }>

/** What a park that is no sleep gets back. */
export type Reply = (answer: Extract<Answer, { kind: 'parked' }>) => ResumeValue

/**
 * The least simulation that can drive Python: a clock and appointments. It knows no queues; tests say
 * which process is asked what and when.
 */
export class FakeSimulation {
  readonly told: Told[] = []
  readonly parked: Extract<Answer, { kind: 'parked' }>[] = []
  readonly #python: Python
  readonly #answers = new Map<string, Answer>()
  #appointments: Appointment[] = []
  #seq = 0
  now: Micros = 0
  reply: Reply = () => ({ kind: 'nothing' })
  hear: (told: Told) => string = () => '{}'

  constructor(python: Python) {
    this.#python = python
  }

  async begin(modules: { readonly [path: string]: string }, seed = 1): Promise<void> {
    await this.#python.begin({
      modules,
      seed,
      tell: (name, process, spent, say) => {
        const told = { name, process, time: this.now + spent, say }
        this.told.push(told)
        return parse(this.hear(told))
      },
    })
  }

  at(time: Micros, question: Question): void {
    this.#appointments.push({ time, seq: this.#seq++, question })
  }

  /** Asks everything that is due until nothing is, or until a time. */
  async run(until: Micros = Infinity): Promise<void> {
    for (;;) {
      this.#appointments.sort((a, b) => a.time - b.time || a.seq - b.seq)
      const next = this.#appointments[0]
      if (next === undefined || next.time > until) return
      this.#appointments.shift()
      this.now = next.time
      const answer = await this.#python.ask(next.question, this.now)
      this.#take(next.question.process, answer)
    }
  }

  /** Asks one question now and runs until its body is over. */
  async finish(question: Starting): Promise<Answer> {
    this.at(this.now, question)
    await this.run()
    return this.answer(question.process)
  }

  /** Loads a module and runs its `main()` as the client. */
  async runMain(module = 'client'): Promise<Answer> {
    const loaded = await this.finish({
      kind: 'load',
      process: 'client',
      role: 'client',
      module,
      settings: {},
    })
    if (loaded.kind !== 'done') return loaded
    return this.finish({ kind: 'main', process: 'client', module, entry: 'main', settings: {} })
  }

  /** The last words of a process's body. */
  answer(process: string): Answer {
    const answer = this.#answers.get(process)
    if (answer === undefined) throw new Error(`${process} has not answered`)
    return answer
  }

  /** Printed lines as `time process text`, the time in seconds. */
  printed(): string[] {
    return this.told
      .filter(({ name }) => name === 'print')
      .map(({ process, time, say }) => `${String(toSeconds(time))} ${process} ${textOf(say)}`)
  }

  #take(process: string, answer: Answer): void {
    this.#answers.set(process, answer)
    this.now += answer.spent
    const moment = this.now
    if (answer.kind !== 'parked') return
    this.parked.push(answer)
    const { wait } = answer
    const duration = wait.kind === 'sleep' ? wait.duration : 0
    const value: ResumeValue = wait.kind === 'sleep' ? { kind: 'nothing' } : this.reply(answer)
    this.at(moment + duration, { kind: 'resume', process, value })
  }
}

/** The text of a print. */
export function textOf(say: unknown): string {
  if (typeof say === 'object' && say !== null && 'text' in say) return String(say.text)
  throw new Error('a print has a text')
}

/** A task question with plain values. */
export function taskQuestion(
  process: string,
  name: string,
  args: readonly (string | number)[] = [],
): Starting {
  const request = {
    id: `${process}-${name}`,
    task: name,
    args,
    kwargs: {},
    hostname: 'w1@sim',
    retries: 0,
  }
  return { kind: 'task', process, name, args, kwargs: {}, request }
}

/** The JSON value of a `returned` answer; anything else fails with what it was. */
export function valueOf(answer: Answer): unknown {
  if (answer.kind === 'returned' && 'json' in answer.value) return answer.value.json
  throw new Error(`expected a value, got ${JSON.stringify(answer, null, 1)}`)
}

/** The exception of a `raised` answer. */
export function errorOf(answer: Answer) {
  if (answer.kind === 'raised') return answer.error
  throw new Error(`expected an exception, got ${JSON.stringify(answer, null, 1)}`)
}

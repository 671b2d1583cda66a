import { seconds } from '../../simulator/index.ts'
import type {
  Action,
  BackendName,
  BeatSpec,
  BrokerName,
  OrderVerb,
  Trigger,
} from '../../simulator/index.ts'
import type { RunSpec } from '../driver/run-spec.ts'
import { readHeader } from './trace/header.ts'
import { isObject, numberOf, textOf } from './trace/json.ts'
import type { Value } from './trace/json.ts'
import type { ScenarioInput, TraceAction } from './trace/trace.ts'

/** A scenario needs a part of Celery that is not simulated: it counts as failed, with this message. */
export class NotSimulated extends Error {}

/** Far above what the longest scenario writes. */
const MOST_FACTS = 100_000
const SEED = 1
const BROKERS = ['redis', 'rabbitmq'] as const satisfies readonly BrokerName[]
const BACKENDS = ['redis', 'rpc', 'none', 'source'] as const satisfies readonly BackendName[]
const VERBS = ['start', 'stop', 'kill', 'dropconnections'] as const satisfies readonly OrderVerb[]

/** The run of a scenario. Throws NotSimulated where no run could be like it. */
export function toRun(input: ScenarioInput): RunSpec {
  const { settle, timeout, env, keep } = readHeader(input.source)
  const actions = input.actions.map((action) => toAction(action, input.source))
  const ends = finalStop(keep === 'shutdown' ? { ...input, workers: [] } : input, settle)
  const after = settle + (ends.length === 0 ? 0 : STOPPED)
  return {
    files: { 'tasks.py': input.source },
    client: { module: 'tasks', entry: 'main' },
    cluster: {
      app: 'tasks',
      broker: oneOf(BROKERS, input.broker, 'broker'),
      ...(env === 'source' ? { brokerUrl: 'source' } : {}),
      backend: oneOf(BACKENDS, input.backend, 'result backend'),
      beat: toBeat(input.beat),
      workers: input.workers.map(({ name, options, start }) => ({
        name,
        options: `-E ${input.worker_flags} ${options}`,
        autostart: start === 'before main',
      })),
    },
    actions: [...actions, ...ends],
    seed: SEED,
    limits: { time: seconds(timeout + after), facts: MOST_FACTS, settle: seconds(after) },
  }
}

/** Seconds after which a worker that has not ended gets SIGQUIT, and after which all is over. */
const PATIENCE = 6
const STOPPED = 9
/** The recorder has looked by then. */
const A_MOMENT = 0.001

/** When it had seen enough the recorder stopped the workers, and then read the results. */
function finalStop({ workers, beat }: ScenarioInput, settle: number): readonly Action[] {
  const names = workers.map(({ name }) => name)
  return [...(isObject(beat) ? ['beat'] : []), ...names].flatMap((name) =>
    [
      { signal: 'SIGTERM', after: settle + A_MOMENT },
      { signal: 'SIGQUIT', after: settle + PATIENCE },
    ].map(({ signal, after }): Action => ({
      on: { kind: 'done' },
      after: seconds(after),
      verb: 'kill',
      target: name,
      signal,
    })),
  )
}

function toBeat(beat: Value): BeatSpec | null {
  if (!isObject(beat)) return null
  return { options: textOf(beat['options']), autostart: beat['manual'] !== true }
}

function oneOf<T extends string>(known: readonly T[], name: string, what: string): T {
  const found = known.find((one) => one === name)
  if (found === undefined) throw new NotSimulated(`the ${what} ${name} is not simulated`)
  return found
}

function toAction({ on, after, do: line }: TraceAction, source: string): Action {
  const [verb = '', target = '', signal] = line.split(' ')
  const planned = { on: toTrigger(on, source), after: seconds(numberOf(after) ?? 0) }
  if (signal === 'SIGKILL' && target !== 'beat') {
    const fault = verb === 'killchild' ? 'kill-process' : 'kill-worker'
    return { ...planned, fault, worker: target, lasts: null }
  }
  const known = oneOf(VERBS, verb, 'action')
  return { ...planned, verb: known, target, ...(signal === undefined ? {} : { signal }) }
}

function toTrigger(on: string, source: string): Trigger {
  const [kind, rest = ''] = splitOnce(on, ':')
  switch (kind) {
    case 'main': {
      // Blanks are written as _, but a printed text may hold a real one.
      const program = source.replace(/^# oracle: .*$/gm, '')
      const text = program.includes(rest) ? rest : rest.replaceAll('_', ' ')
      return { kind: 'printed', text }
    }
    case 'run': {
      const [task, nth = '1'] = splitOnce(rest, '#')
      return { kind: 'started', task, nth: Number(nth) }
    }
    case 'done':
      return { kind: 'done' }
    case 'worker':
      return { kind: 'ready', worker: rest }
    default:
      throw new NotSimulated(`the trigger ${on} is not simulated`)
  }
}

function splitOnce(text: string, at: string): readonly [string, string?] {
  const index = text.indexOf(at)
  return index < 0 ? [text] : [text.slice(0, index), text.slice(index + 1)]
}

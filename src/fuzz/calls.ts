import { type Action, millis, type ServiceSpec, seconds, type Wait } from '../../simulator/index.ts'
import type { CalledService, FuzzCase, Op, Plan, TaskPlan } from './case.ts'
import type { Chance } from './chance.ts'
import { FAULT_DRAWS } from './draw-fault.ts'

const KINDS: readonly CalledService[] = ['payment', 'objects']

const hostOf = (kind: CalledService): string => `${kind}.example.com`

type Call = Extract<Op, { op: 'call' }>

/** What a body says to the service; `id` is that of its task, '' for the client. */
export function askOf({ service, keyed, timeout }: Call, id: string): Wait {
  const common = {
    ...{ kind: 'service' as const, host: hostOf(service), connection: 0 },
    timeout: timeout === null ? null : seconds(timeout),
  }
  if (service === 'objects')
    return {
      ...common,
      ...{ service: 'objects', operation: 'put', subject: `made/${id || 'client'}` },
      arguments: { body: 'aGk=', size: 2 },
    }
  const headers = keyed ? { headers: { 'idempotency-key': id } } : {}
  return {
    ...common,
    ...{ service: 'http', operation: 'POST', subject: '/charges' },
    arguments: { body: { amount: 5, customer: 'kim' }, ...headers },
  }
}

/** The case with outside systems that its program calls, and with kills and outages around these calls. */
export function withCalls(chance: Chance, one: FuzzCase): FuzzCase {
  if (one.plan === null) return one
  const plan = callingPlan(chance, one.plan)
  const cluster = { ...one.cluster, services: KINDS.map((kind) => drawService(chance, kind)) }
  const actions = chance.list(1, 3, () => drawTrouble(chance, { ...one, cluster }))
  return { ...one, cluster, plan, actions: [...one.actions, ...actions] }
}

function drawService(chance: Chance, kind: CalledService): ServiceSpec {
  const from = seconds(chance.whole(0, 6))
  const outage = {
    from,
    until: from + millis(chance.whole(100, 5000)),
    how: chance.pick(['refuses', 'silent'] as const),
  }
  const failure = { share: 0.3, code: 503, calls: null, from: 0, until: null }
  return {
    name: hostOf(kind),
    kind,
    latency: { kind: 'uniform', from: 0.01, to: chance.pick([0.05, 0.5, 2]) },
    outages: chance.once(4) ? [outage] : [],
    slow: [],
    failures: chance.once(3) ? [failure] : [],
    options: kind === 'payment' ? { declined: 0 } : {},
  }
}

const drawCall = (chance: Chance): Call => ({
  op: 'call',
  service: chance.pick(KINDS),
  keyed: chance.once(2),
  timeout: chance.pick([null, null, 0.1, 1]),
})

/** Each body may call, at any place but after its end. */
function callingPlan(chance: Chance, plan: Plan): Plan {
  const into = (ops: readonly Op[], least: number): readonly Op[] =>
    chance
      .list(least, 2, () => drawCall(chance))
      .reduce((all, call) => all.toSpliced(chance.below(all.length + 1), 0, call), ops)
  const calling = (task: TaskPlan): TaskPlan =>
    task.isErrback === true ? task : { ...task, body: into(task.body, 1) }
  const tasks = Object.entries(plan.tasks).map(([name, task]) => [name, calling(task)] as const)
  return { ...plan, tasks: Object.fromEntries(tasks), main: into(plan.main, 0) }
}

/** A kill at a side of a call, or the service goes away or slows down. */
function drawTrouble(chance: Chance, { cluster }: FuzzCase): Action {
  const on = {
    kind: 'effect' as const,
    task: null,
    effect: 'service' as const,
    side: chance.pick(['before', 'in', 'in', 'after'] as const),
    nth: chance.whole(1, 6),
  }
  const fault = chance.pick([
    'kill-process',
    'kill-process',
    'kill-worker',
    'service-away',
    'service-slow',
  ] as const)
  return { on, after: 0, ...FAULT_DRAWS[fault](chance, cluster, on) }
}

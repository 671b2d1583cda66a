import {
  AUTOSCALER_DEFAULTS,
  type AutoscalerSpec,
  type Metric,
  type PodSpec,
  type PolicySpec,
  type ScaleRules,
  type SlowPull,
} from './autoscaler-spec.ts'
import { Reader, type Report } from './reader.ts'
import { parseWorkerOptions } from './worker-options.ts'

/** How many pods one deployment may have; more would only be unreadable. */
const MAX_PODS = 50
/** A day, in seconds. */
const DAY = 86_400

const COMMON = [
  'kind',
  'metric',
  'queue',
  'target',
  'min',
  'max',
  'tolerance',
  'every',
  'up',
  'down',
]
/** The settings that each kind has. */
const KEYS = {
  horizontal: COMMON,
  'queue-driven': [...COMMON, 'activation', 'polling', 'cooldown'],
} as const satisfies Record<PolicySpec['kind'], readonly string[]>
/** What each kind can go by. */
const METRICS = {
  horizontal: ['cpu', 'queue', 'age'],
  'queue-driven': ['queue', 'age'],
} as const satisfies Record<PolicySpec['kind'], readonly Metric[]>

/** Reads an autoscaler and its pods; null where the cluster has none. */
export function parseAutoscaler(value: unknown, report: Report): AutoscalerSpec | null {
  if (value === undefined || value === null) return null
  const what = 'An autoscaler has a policy and pods.'
  const reader = new Reader(value, 'autoscaler', what, report)
  reader.allow('An autoscaler', ['policy', 'pods'])
  const policy = parsePolicy(reader.at('policy'), 'autoscaler.policy', report)
  const pods = parsePods(reader.at('pods'), 'autoscaler.pods', report)
  if (pods.first > policy.max)
    reader.wrong('pods.first', `It begins with ${pods.first} pods, but "max" is ${policy.max}.`)
  return { policy, pods }
}

/** Reads what an autoscaler goes by. */
export function parsePolicy(value: unknown, path: string, report: Report): PolicySpec {
  const what =
    'A policy says what the number of pods goes by, such as {kind: horizontal, metric: cpu, target: 70, max: 10}.'
  const reader = new Reader(value, path, what, report)
  const kind = reader.choice('kind', Object.keys(KEYS) as PolicySpec['kind'][])
  reader.allow(`A policy of kind ${kind}`, KEYS[kind])
  const metric = metricOf(reader, kind)
  const min = minOf(reader, kind)
  const max = reader.number('max', { least: 1, most: MAX_PODS, whole: true })
  if (max < min)
    reader.wrong(
      'max',
      `At least ${min} pods and at most ${max}: "max" must not be less than "min".`,
    )
  const { tolerance, every, up, down, activation, polling, cooldown } = AUTOSCALER_DEFAULTS
  const policy = {
    metric,
    queue: reader.has('queue') ? reader.text('queue', 'A queue has a name.', /./) : 'celery',
    target: reader.number('target', { least: 0, above: true, most: 1_000_000 }),
    min,
    max,
    tolerance: reader.number('tolerance', { least: 0, most: 1, fallback: tolerance }),
    every: reader.number('every', { least: 1, most: 3600, fallback: every }),
    up: rulesOf(reader.at('up'), `${path}.up`, up, report),
    down: rulesOf(reader.at('down'), `${path}.down`, down, report),
  }
  if (kind === 'horizontal') return { kind, ...policy }
  return {
    kind,
    ...policy,
    activation: reader.number('activation', { least: 0, most: 1_000_000, fallback: activation }),
    polling: reader.number('polling', { least: 1, most: 3600, fallback: polling }),
    cooldown: reader.number('cooldown', { least: 0, most: DAY, fallback: cooldown }),
  }
}

function metricOf(reader: Reader, kind: PolicySpec['kind']): Metric {
  const metric = reader.choice<Metric>('metric', METRICS.horizontal)
  const known: readonly Metric[] = METRICS[kind]
  if (!known.includes(metric))
    reader.wrong(
      'metric',
      `A policy of kind ${kind} cannot go by ${metric}: of no pod there is no CPU to measure. It goes by ${known.join(' or ')}.`,
    )
  return metric
}

function minOf(reader: Reader, kind: PolicySpec['kind']): number {
  if (kind === 'horizontal' && reader.at('min') === 0)
    reader.wrong(
      'min',
      'A horizontal autoscaler keeps at least 1 pod; only a queue-driven one goes down to 0.',
    )
  return reader.number('min', {
    least: 0,
    most: MAX_PODS,
    whole: true,
    fallback: kind === 'horizontal' ? 1 : 0,
  })
}

function rulesOf(value: unknown, path: string, fallback: ScaleRules, report: Report): ScaleRules {
  if (value === undefined || value === null) return fallback
  const reader = new Reader(
    value,
    path,
    'Rules are a mapping, such as {window: 300, pods: 1, period: 60}.',
    report,
  )
  reader.allow('A direction', ['window', 'pods', 'percent', 'period'])
  // A policy that is named takes the place of all the defaults.
  const named = reader.has('pods') || reader.has('percent')
  const orNull = (key: 'pods' | 'percent', most: number): number | null =>
    reader.has(key)
      ? reader.number(key, { least: 1, most, whole: true })
      : named
        ? null
        : fallback[key]
  return {
    window: reader.number('window', { least: 0, most: 3600, fallback: fallback.window }),
    pods: orNull('pods', MAX_PODS),
    percent: orNull('percent', 1000),
    period: reader.number('period', { least: 1, most: 1800, fallback: fallback.period }),
  }
}

const POD_KEYS = [
  'options',
  'cpu',
  'first',
  'pull',
  'slowPulls',
  'start',
  'probe',
  'grace',
  'price',
]

/** Reads what the pods of a deployment are. */
function parsePods(value: unknown, path: string, report: Report): PodSpec {
  const reader = new Reader(
    value,
    path,
    'Pods are a mapping, such as {options: "-c 2", start: 25}.',
    report,
  )
  reader.allow('Pods', POD_KEYS)
  const span = { least: 0, most: DAY }
  return {
    options: optionsOf(reader),
    cpu: reader.number('cpu', { least: 0, above: true, most: 64, fallback: 1 }),
    first: reader.number('first', { least: 0, most: MAX_PODS, whole: true, fallback: 1 }),
    pull: reader.number('pull', { ...span, fallback: 0 }),
    slowPulls: reader.has('slowPulls') ? slowPulls(reader, report) : [],
    start: reader.number('start', { ...span, fallback: 0 }),
    probe: reader.number('probe', { least: 1, most: 3600, fallback: AUTOSCALER_DEFAULTS.probe }),
    grace: reader.number('grace', { ...span, fallback: AUTOSCALER_DEFAULTS.grace }),
    price: reader.number('price', { least: 0, fallback: 0 }),
  }
}

function optionsOf(reader: Reader): string {
  const value = reader.at('options') ?? ''
  const parsed = typeof value === 'string' ? parseWorkerOptions(value) : null
  if (parsed?.ok === true) return value as string
  reader.wrong(
    'options',
    parsed === null ? 'The options are text, such as "-c 2 -Q mail".' : parsed.problem,
  )
  return ''
}

function slowPulls(reader: Reader, report: Report): readonly SlowPull[] {
  const what = 'A slow stretch has "from", "until" and "pull", in seconds.'
  return reader.list('slowPulls', what).map((one, at) => {
    const stretch = new Reader(one, `${reader.path}.slowPulls[${at}]`, what, report)
    stretch.allow('A slow stretch', ['from', 'until', 'pull'])
    const span = { least: 0, most: 604_800 }
    return {
      from: stretch.number('from', span),
      until: stretch.number('until', span),
      pull: stretch.number('pull', span),
    }
  })
}

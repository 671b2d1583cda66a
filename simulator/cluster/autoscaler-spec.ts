/** An autoscaler outside the workers, and the pods it has made; plain data. Times are seconds. */
export interface AutoscalerSpec {
  readonly policy: PolicySpec
  readonly pods: PodSpec
}

/** What an autoscaler goes by, a member of the family in `autoscalers/`. */
export type PolicySpec = HorizontalSpec | QueueDrivenSpec

/** What is measured: CPU in use, messages in a queue, seconds that the oldest of them has waited. */
export type Metric = 'cpu' | 'queue' | 'age'

interface Policy {
  readonly metric: Metric
  /** The queue that `queue` and `age` look at. */
  readonly queue: string
  /** Per cent of the CPU a pod asks for; messages a pod; seconds. */
  readonly target: number
  readonly min: number
  readonly max: number
  /** No change where the metric is off its target by less than this share. */
  readonly tolerance: number
  /** Between two looks. */
  readonly every: number
  readonly up: ScaleRules
  readonly down: ScaleRules
}

/** Kubernetes' HorizontalPodAutoscaler. */
export interface HorizontalSpec extends Policy {
  readonly kind: 'horizontal'
}

/** KEDA: the same between one pod and the most, and its own switch between none and one. */
export interface QueueDrivenSpec extends Policy {
  readonly kind: 'queue-driven'
  /** Above this there is something to do. */
  readonly activation: number
  /** Between two looks while there is no pod. */
  readonly polling: number
  /** Nothing to do for so long: the last pod goes. */
  readonly cooldown: number
}

/** How fast the number of pods may change in one direction. */
export interface ScaleRules {
  /** Of the last so many seconds the most careful recommendation counts. */
  readonly window: number
  /** In one period at most so many pods, or so many per cent, whichever is more; null: not said. */
  readonly pods: number | null
  readonly percent: number | null
  readonly period: number
}

/** The pods of one deployment: each runs one worker. */
export interface PodSpec {
  /** Options of its worker, as typed: `-c 2 -Q mail`. */
  readonly options: string
  /** CPU that a pod asks for, in processors: what `cpu` is a share of. */
  readonly cpu: number
  /** Pods at the beginning; they are ready soon. */
  readonly first: number
  /** To bring the image to the machine; longer while the registry is slow. */
  readonly pull: number
  readonly slowPulls: readonly SlowPull[]
  /** From the start of the container until its worker starts: interpreter, imports. */
  readonly start: number
  /** Between two probes of a pod, ready or alive. */
  readonly probe: number
  /** From SIGTERM to SIGKILL. */
  readonly grace: number
  /** For an hour of one pod. */
  readonly price: number
}

/** A stretch of the run in which pulling an image takes long. */
export interface SlowPull {
  readonly from: number
  readonly until: number
  readonly pull: number
}

/** What Kubernetes and KEDA do where nothing is said: see `autoscalers/` for the pages. */
export const AUTOSCALER_DEFAULTS = {
  tolerance: 0.1,
  every: 15,
  up: { window: 0, pods: 4, percent: 100, period: 15 },
  down: { window: 300, pods: null, percent: 100, period: 15 },
  activation: 0,
  polling: 30,
  cooldown: 300,
  probe: 10,
  grace: 30,
} as const

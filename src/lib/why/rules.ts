/** The rules behind what happens, as the documentation of Celery, its brokers and Kubernetes tells them. */
export interface Rule {
  readonly title: string
  readonly address: string
}

const GUIDE = 'https://docs.celeryq.dev/en/stable/userguide'
const BROKERS = 'https://docs.celeryq.dev/en/stable/getting-started/backends-and-brokers'

export const RULES = {
  jitter: { title: 'full jitter', address: `${GUIDE}/tasks.html#Task.retry_jitter` },
  backoff: { title: 'exponential backoff', address: `${GUIDE}/tasks.html#Task.retry_backoff` },
  retry: { title: 'retrying', address: `${GUIDE}/tasks.html#retrying` },
  autoretry: {
    title: 'automatic retries',
    address: `${GUIDE}/tasks.html#automatic-retry-for-known-exceptions`,
  },
  acks: { title: 'early and late acknowledgement', address: `${GUIDE}/tasks.html#Task.acks_late` },
  lost: {
    title: 'tasks of a lost process',
    address: `${GUIDE}/tasks.html#Task.reject_on_worker_lost`,
  },
  visibility: {
    title: 'the visibility timeout',
    address: `${BROKERS}/redis.html#visibility-timeout`,
  },
  prefetch: { title: 'prefetch limits', address: `${GUIDE}/optimizing.html#prefetch-limits` },
  concurrency: { title: 'concurrency', address: `${GUIDE}/workers.html#concurrency` },
  eta: { title: 'ETA and countdown', address: `${GUIDE}/calling.html#eta-and-countdown` },
  expires: { title: 'expiration', address: `${GUIDE}/calling.html#expiration` },
  rate: { title: 'rate limits', address: `${GUIDE}/tasks.html#Task.rate_limit` },
  routing: { title: 'routing tasks', address: `${GUIDE}/routing.html#routing-tasks` },
  calling: { title: 'calling tasks', address: `${GUIDE}/calling.html#basics` },
  chord: { title: 'chords', address: `${GUIDE}/canvas.html#chords` },
  canvas: { title: 'canvas', address: `${GUIDE}/canvas.html` },
  revoke: { title: 'revoking tasks', address: `${GUIDE}/workers.html#revoke-revoking-tasks` },
  shutdown: { title: 'stopping a worker', address: `${GUIDE}/workers.html#stopping-the-worker` },
  results: { title: 'results', address: `${GUIDE}/tasks.html#result-backends` },
  connection: {
    title: 'connections that break',
    address: `${GUIDE}/workers.html#automatic-re-connection-on-connection-loss-to-broker`,
  },
  autoscaler: {
    title: 'how a Kubernetes autoscaler decides',
    address:
      'https://kubernetes.io/docs/tasks/run-application/horizontal-pod-autoscale/#algorithm-details',
  },
  pods: {
    title: 'how a pod ends',
    address: 'https://kubernetes.io/docs/concepts/workloads/pods/pod-lifecycle/#pod-termination',
  },
} as const satisfies Readonly<Record<string, Rule>>

export type RuleKey = keyof typeof RULES

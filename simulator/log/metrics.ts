import { assert } from '../kernel/assert.ts'
import type { Micros } from '../kernel/units.ts'
import { Histogram } from './histogram.ts'
import type { Log } from './log.ts'
import { NumberRing } from './number-ring.ts'

/** How a run is cut into buckets of time. */
export interface MetricsOptions {
  /** How long a bucket is at first. */
  readonly bucket: Micros
  /** The most buckets there are, an even number; with one more, each two become one. 4,096 where left out. */
  readonly most?: number
}

/** What tasks came to in a bucket: how many were sent, begun and ended in it. */
export interface TaskCounts {
  readonly sent: number
  readonly started: number
  readonly succeeded: number
  readonly failed: number
  readonly retried: number
  /** Revoked, rejected, ignored, dropped or unknown. */
  readonly other: number
}

/** Microseconds from a task's first publish to its success or failure, of those that ended in a bucket. */
export interface LatencyFigures {
  readonly count: number
  readonly p50: Micros
  readonly p95: Micros
  readonly p99: Micros
  readonly most: Micros
}

/** How many messages waited in a queue. */
export interface DepthFigures {
  readonly most: number
  /** At the end of the bucket. */
  readonly last: number
}

/** One bucket of a run's figures. */
export interface BucketFigures {
  readonly from: Micros
  readonly until: Micros
  readonly tasks: TaskCounts
  readonly latency: LatencyFigures
  /** By name, those that had a message so far. */
  readonly queues: { readonly [name: string]: DepthFigures }
}

type Counts = { -readonly [K in keyof TaskCounts]: number }

interface Bucket {
  readonly counts: Counts
  readonly latency: Histogram
  /** By the queue's place in `queues`. */
  readonly deepest: number[]
  readonly last: number[]
}

const MOST_BUCKETS = 4096

/**
 * The figures of a run by buckets of time, read from its log as it grows: a run of millions of tasks in a
 * few megabytes. A log with a window has to be read before the window passes.
 */
export class Metrics {
  private width: Micros
  private readonly most: number
  private readonly buckets: Bucket[] = []
  private row = 0
  /** Of tasks under way: when they were first sent. */
  private readonly sentAt = new NumberRing()
  /** Of messages that wait: the place of their queue. */
  private readonly waitsIn = new NumberRing()
  /** Their actors in the log, and how many messages wait now. */
  private readonly queues: number[] = []
  private readonly depths: number[] = []
  private names: readonly string[] = []

  constructor({ bucket, most = MOST_BUCKETS }: MetricsOptions) {
    assert(Number.isSafeInteger(bucket) && bucket > 0, 'a bucket lasts some whole microseconds')
    assert(most >= 2 && most % 2 === 0, 'the most buckets are an even number')
    this.width = bucket
    this.most = most
  }

  /** How long a bucket is now. */
  get bucket(): Micros {
    return this.width
  }

  /** How many buckets there are: up to the last row read. */
  get length(): number {
    return this.buckets.length
  }

  /** Reads the rows that have come since the last time. */
  read(log: Log): void {
    assert(log.first <= this.row, 'the window of the log has passed rows that were not read')
    for (; this.row < log.length; this.row++) this.add(log, this.row)
    if (this.names.length !== this.queues.length)
      this.names = this.queues.map((actor) => log.actors[actor]!.name)
  }

  /** The figures of a bucket. */
  figures(index: number): BucketFigures {
    const bucket = this.buckets[index]
    assert(bucket !== undefined, 'there is such a bucket')
    const queues: { [name: string]: DepthFigures } = {}
    bucket.last.forEach((last, at) => {
      queues[this.names[at]!] = { most: bucket.deepest[at]!, last }
    })
    return {
      from: index * this.width,
      until: (index + 1) * this.width,
      tasks: { ...bucket.counts },
      latency: latencyOf(bucket.latency),
      queues,
    }
  }

  /** The figures of the whole run so far. */
  total(): Omit<BucketFigures, 'queues'> {
    const counts = noTasks()
    const latency = new Histogram()
    for (const bucket of this.buckets) {
      joinCounts(counts, bucket.counts)
      latency.join(bucket.latency)
    }
    const until = this.buckets.length * this.width
    return { from: 0, until, tasks: counts, latency: latencyOf(latency) }
  }

  private add(log: Log, row: number): void {
    const time = log.timeAt(row)
    switch (log.kindAt(row)) {
      case 'message-published':
        this.sent(log.taskAt(row), time)
        return
      case 'task-started':
        this.bucketAt(time).counts.started += 1
        return
      case 'task-retried':
        this.bucketAt(time).counts.retried += 1
        return
      case 'task-succeeded':
        this.ended(log.taskAt(row), time, 'succeeded')
        return
      case 'task-failed':
        this.ended(log.taskAt(row), time, 'failed')
        return
      case 'task-revoked':
      case 'task-ignored':
      case 'task-rejected':
      case 'task-unknown':
        this.ended(log.taskAt(row), time, 'other')
        return
      case 'message-dropped':
        this.ended(log.taskAt(row), time, 'other')
        this.leaves(log, row, time)
        return
      case 'message-enqueued':
        this.waits(log, row, time)
        return
      case 'message-delivered':
      case 'message-acked':
      case 'message-rejected':
      case 'message-dead-lettered':
      case 'message-taken':
      case 'message-fetched':
        this.leaves(log, row, time)
        return
      default:
    }
  }

  private sent(task: number, time: Micros): void {
    if (task < 0 || this.sentAt.get(task) !== undefined) return
    this.sentAt.set(task, time)
    this.bucketAt(time).counts.sent += 1
  }

  private ended(task: number, time: Micros, how: 'succeeded' | 'failed' | 'other'): void {
    const sent = task < 0 ? undefined : this.sentAt.take(task)
    // A message that was delivered twice may run twice: the task has ended once.
    if (sent === undefined) return
    const { counts, latency } = this.bucketAt(time)
    counts[how] += 1
    if (how !== 'other') latency.add(time - sent)
  }

  private waits(log: Log, row: number, time: Micros): void {
    const tag = log.numberAt(row, 'tag')
    if (tag === undefined || this.waitsIn.get(tag) !== undefined) return
    const queue = this.placeOf(log.actorAt(row))
    this.waitsIn.set(tag, queue)
    this.deepen(queue, time, 1)
  }

  private leaves(log: Log, row: number, time: Micros): void {
    const tag = log.numberAt(row, 'tag')
    const queue = tag === undefined ? undefined : this.waitsIn.take(tag)
    if (queue !== undefined) this.deepen(queue, time, -1)
  }

  private deepen(queue: number, time: Micros, by: number): void {
    const bucket = this.bucketAt(time)
    const depth = (this.depths[queue]! += by)
    bucket.last[queue] = depth
    if (depth > (bucket.deepest[queue] ?? 0)) bucket.deepest[queue] = depth
    bucket.deepest[queue] ??= 0
  }

  /** The place of a queue; a new one joins, and was empty until now. */
  private placeOf(actor: number): number {
    const known = this.queues.indexOf(actor)
    if (known >= 0) return known
    this.depths.push(0)
    for (const { deepest, last } of this.buckets) {
      deepest.push(0)
      last.push(0)
    }
    return this.queues.push(actor) - 1
  }

  /** The bucket of a moment, with those before it. */
  private bucketAt(time: Micros): Bucket {
    while (time >= this.width * this.most) this.widen()
    const index = Math.floor(time / this.width)
    while (this.buckets.length <= index) this.buckets.push(emptyBucket(this.depths))
    return this.buckets[index]!
  }

  /** Each two buckets become one. */
  private widen(): void {
    const pairs = Math.ceil(this.buckets.length / 2)
    for (let at = 0; at < pairs; at++) {
      const first = this.buckets[2 * at]!
      const second = this.buckets[2 * at + 1]
      if (second !== undefined) joinBuckets(first, second)
      this.buckets[at] = first
    }
    this.buckets.length = pairs
    this.width *= 2
  }
}

const noTasks = (): Counts => ({
  sent: 0,
  started: 0,
  succeeded: 0,
  failed: 0,
  retried: 0,
  other: 0,
})

/** A bucket in which nothing has happened: its queues are as deep as before. */
const emptyBucket = (depths: readonly number[]): Bucket => ({
  counts: noTasks(),
  latency: new Histogram(),
  deepest: [...depths],
  last: [...depths],
})

/** Counts what the next bucket has counted, too. */
function joinBuckets(first: Bucket, second: Bucket): void {
  joinCounts(first.counts, second.counts)
  first.latency.join(second.latency)
  second.last.forEach((last, at) => {
    first.last[at] = last
    first.deepest[at] = Math.max(first.deepest[at]!, second.deepest[at]!)
  })
}

function joinCounts(counts: Counts, more: TaskCounts): void {
  for (const what of Object.keys(counts) as (keyof TaskCounts)[]) counts[what] += more[what]
}

const latencyOf = (latency: Histogram): LatencyFigures => ({
  count: latency.count,
  p50: latency.quantile(0.5),
  p95: latency.quantile(0.95),
  p99: latency.quantile(0.99),
  most: latency.most,
})

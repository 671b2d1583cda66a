import { assert } from '../kernel/assert.ts'
import type { Micros } from '../kernel/units.ts'
import { Histogram } from './histogram.ts'
import type { FactKind } from './facts.ts'
import { type Log, WIDTH } from './log.ts'
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

/** What a row means: something for its task, for both (a dropped message), or for its message's queue. */
const MEANS = {
  nothing: 0,
  sent: 1,
  started: 2,
  retried: 3,
  succeeded: 4,
  failed: 5,
  other: 6,
  dropped: 7,
  waits: 8,
  leaves: 9,
} as const
/** Added where the tag of its message is the number of the row. */
const BY_TAG = 16

const MEANINGS: { readonly [K in FactKind]?: number } = {
  'message-published': MEANS.sent,
  'task-started': MEANS.started,
  'task-retried': MEANS.retried,
  'task-succeeded': MEANS.succeeded,
  'task-failed': MEANS.failed,
  'task-revoked': MEANS.other,
  'task-ignored': MEANS.other,
  'task-rejected': MEANS.other,
  'task-unknown': MEANS.other,
  'message-dropped': MEANS.dropped,
  'message-enqueued': MEANS.waits,
  'message-delivered': MEANS.leaves,
  'message-acked': MEANS.leaves,
  'message-rejected': MEANS.leaves,
  'message-dead-lettered': MEANS.leaves,
  'message-taken': MEANS.leaves,
  'message-fetched': MEANS.leaves,
}

const NO_TAG = -1
/** What a ring says of a key that it does not have. */
const NEVER = -1
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
  /** The bucket of the last row read, and where it ends. */
  private bucketNow: Bucket = emptyBucket([])
  private until: Micros = Number.NEGATIVE_INFINITY
  /** What rows of each shape mean for the figures. */
  private readonly meanings: number[] = []
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
    for (const { kind, field } of log.knownShapes.slice(this.meanings.length))
      this.meanings.push((MEANINGS[kind] ?? MEANS.nothing) | (field === 'tag' ? BY_TAG : 0))
    while (this.row < log.length) this.readStretch(log)
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

  /** Most rows of a long run mean nothing here, and the others are numbers: they are read where they lie. */
  private readStretch(log: Log): void {
    const { meanings } = this
    const { times, cells, begin, count } = log.raw(this.row)
    for (let nth = 0; nth < count; nth++) {
      const cell = (begin + nth) * WIDTH
      const last = cells[cell + 3]!
      const meaning = meanings[last >>> 16]!
      const means = meaning & ~BY_TAG
      if (means === MEANS.nothing) continue
      const time = times[begin + nth]!
      if (time >= this.until) this.moveTo(time)
      if (means < MEANS.waits) this.count(means, cells[cell]!, time)
      if (means < MEANS.dropped) continue
      const row = this.row + nth
      const tag = meaning >= BY_TAG ? cells[cell + 2]! : (log.numberAt(row, 'tag') ?? NO_TAG)
      if (tag === NO_TAG) continue
      if (means === MEANS.waits) this.waits(tag, last & 0xffff)
      else this.leaves(tag)
    }
    this.row += count
  }

  private count(means: number, task: number, time: Micros): void {
    const { counts } = this.bucketNow
    switch (means) {
      case MEANS.sent:
        if (task < 0 || this.sentAt.get(task) >= 0) return
        this.sentAt.set(task, time)
        counts.sent += 1
        return
      case MEANS.started:
        counts.started += 1
        return
      case MEANS.retried:
        counts.retried += 1
        return
      default:
        this.ended(means, task, time)
    }
  }

  private ended(means: number, task: number, time: Micros): void {
    const sent = task < 0 ? NEVER : this.sentAt.take(task)
    // A message that was delivered twice may run twice: the task has ended once.
    if (sent === NEVER) return
    const { counts, latency } = this.bucketNow
    if (means === MEANS.succeeded) counts.succeeded += 1
    else if (means === MEANS.failed) counts.failed += 1
    else counts.other += 1
    if (means === MEANS.succeeded || means === MEANS.failed) latency.add(time - sent)
  }

  private waits(tag: number, actor: number): void {
    if (this.waitsIn.get(tag) >= 0) return
    const queue = this.placeOf(actor)
    this.waitsIn.set(tag, queue)
    this.deepen(queue, 1)
  }

  private leaves(tag: number): void {
    const queue = this.waitsIn.take(tag)
    if (queue >= 0) this.deepen(queue, -1)
  }

  private deepen(queue: number, by: number): void {
    const { last, deepest } = this.bucketNow
    const depth = (this.depths[queue]! += by)
    last[queue] = depth
    if (depth > deepest[queue]!) deepest[queue] = depth
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

  /** Goes on to the bucket of a moment, over those in which nothing happens. */
  private moveTo(time: Micros): void {
    while (time >= this.width * this.most) this.widen()
    const index = Math.floor(time / this.width)
    while (this.buckets.length <= index) this.buckets.push(emptyBucket(this.depths))
    this.bucketNow = this.buckets[index]!
    this.until = (index + 1) * this.width
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

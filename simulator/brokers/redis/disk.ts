import { type SavePoint, SAVE_POINTS } from '../../cluster/server-spec.ts'
import { type Micros, seconds } from '../../kernel/units.ts'
import type { TaskMessage } from '../../messages/message.ts'
import type { BrokerView, Restart, Setup } from '../broker.ts'

/**
 * What a Redis remembers of its past while it may lose its memory: enough to say what each message was at
 * the moment of its last snapshot (https://redis.io/docs/latest/operate/oss_and_stack/management/persistence/).
 */
export interface Disk {
  readonly points: readonly SavePoint[]
  /** When each message that is there came in, by tag. */
  readonly entered: { [tag: number]: Micros }
  /** What was settled since the last snapshot. */
  settled: Past[]
  savedAt: Micros
  /** Changes since then. */
  changes: number
}

/** A message that was settled. */
export interface Past {
  readonly message: TaskMessage
  readonly queue: string
  readonly priority: number
  readonly redelivered: boolean
  readonly entered: Micros
  readonly delivered: Micros
  readonly settled: Micros
}

/** A disk with nothing on it; null where nobody will ever look. */
export function newDisk(setup: Setup | undefined): Disk | null {
  if (setup?.restarts !== true) return null
  const points = setup.server.save ?? SAVE_POINTS
  return { points, entered: {}, settled: [], savedAt: 0, changes: 0 }
}

/** Something changed, in so many keys: perhaps that, or the time since the last look, calls for a snapshot. */
export function count(disk: Disk, now: Micros, changes: number): void {
  look(disk, now)
  disk.changes += changes
  const due = disk.points.some(
    ([after, least]) => disk.changes >= least && now - disk.savedAt >= seconds(after),
  )
  if (due) save(disk, now)
}

/** The snapshot that was due between the last change and now. */
function look(disk: Disk, now: Micros): void {
  let first = Infinity
  for (const [after, least] of disk.points)
    if (disk.changes >= least) first = Math.min(first, disk.savedAt + seconds(after))
  if (first <= now) save(disk, first)
}

function save(disk: Disk, at: Micros): void {
  disk.savedAt = at
  disk.changes = 0
  // A file of writes may lose the last second (see `keptUntil`).
  disk.settled = disk.settled.filter(({ settled }) => settled > at - LAST_SECOND)
}

const LAST_SECOND = seconds(1)

/**
 * Up to which moment everything is kept; what happened later is forgotten. Seen on 7.0: SIGTERM takes a
 * snapshot where any are configured, SIGKILL does not, and the file of writes survives both. From
 * documentation: with `appendfsync everysec` a power loss costs up to the last second, and a replica has not
 * heard of the writes that were on their way to it
 * (https://redis.io/docs/latest/operate/oss_and_stack/management/sentinel/).
 */
export function keptUntil(view: BrokerView, disk: Disk, restart: Restart): Micros {
  if (restart.kind === 'fail-over') return restart.since
  look(disk, view.now)
  if (view.server.appendonly === true)
    return restart.kind === 'power-loss' ? view.now - LAST_SECOND : view.now
  if (disk.points.length === 0) return NOTHING_KEPT
  return restart.kind === 'stop' ? view.now : disk.savedAt
}

/** Before anything had happened. */
const NOTHING_KEPT = -1

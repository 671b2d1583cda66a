import type { Backend } from '../backends/backend.ts'
import { type Micros, seconds } from '../kernel/units.ts'
import { toNumber } from '../messages/json.ts'
import type { ResultMeta } from '../program.ts'
import { useReplyQueue } from './reply-queue.ts'
import type { ProcessState } from './state.ts'
import type { Write } from './steps.ts'
import type { World } from './world.ts'

/** A day (rule 6.12). */
const EXPIRES = 86_400

/** What a process reads for an id: null where nothing is stored that it can see, or not any more (rules 6.12, 6.18). */
export function stored(world: World, process: ProcessState, id: string): ResultMeta | null {
  const backend = world.backendOf(process)
  const key = backend.readers === 'all' ? id : `${readerOf(world, process, backend)}/${id}`
  const { metas, expiries } = world.state.backend
  const meta = metas[key]
  if (meta === undefined) return null
  if ((expiries[key] ?? Number.POSITIVE_INFINITY) > world.now) return meta
  delete metas[key]
  delete expiries[key]
  return null
}

/** Where a result is kept: by its id, and in what only some can read by who they are. */
export function keyOf(
  world: World,
  process: ProcessState,
  backend: Backend,
  { id, request, replyTo: said }: Pick<Write, 'id' | 'request' | 'replyTo'>,
): string {
  if (backend.readers === 'all') return id
  const replyTo = backend.readers === 'publisher' ? (said ?? request?.['reply_to']) : undefined
  return `${typeof replyTo === 'string' ? replyTo : readerOf(world, process, backend)}/${id}`
}

/** The app's reply queue, or the process in whose memory results are: threads share their worker's. */
function readerOf(world: World, process: ProcessState, { readers }: Backend): string {
  if (readers === 'publisher') return useReplyQueue(world, process)
  return process.interpreter === null ? process.name : world.process(process.interpreter.main).name
}

/** When a result that is stored now is gone by itself; null: never, or not by itself (rule 6.12). */
export function expiryOf(world: World, process: ProcessState, backend: Backend): Micros | null {
  const expires = backend.expires === 'by itself' ? expiresOf(process) : null
  return expires === null ? null : world.now + expires
}

/** `result_expires` of a process's app; null: never. */
export function expiresOf({ app: { settings } }: ProcessState): Micros | null {
  const set = settings['result_expires']
  const expires = set === undefined ? EXPIRES : toNumber(set)
  return expires === null || expires === 0 ? null : seconds(expires)
}

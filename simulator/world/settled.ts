import type { Action } from '../cluster/spec.ts'
import type { Micros } from '../kernel/units.ts'
import { hearsOfPublish } from './confirms.ts'
import { refusal } from './links.ts'
import { isIn } from './machines.ts'
import type { ProcessState } from './state.ts'
import type { World } from './world.ts'

/** Longer than a few messages take on their way to a sound connection. */
const MARGIN: Micros = 100_000

/**
 * May what a body sends at its local time fail? Then it has to wait and see; otherwise it need not, which is
 * quicker. What is added to a run later, at a later moment, must not change what came before: so a
 * disturbance at a set time counts only once it is near.
 */
export function maySendingFail(world: World, process: ProcessState, at: Micros): boolean {
  const { links, connected } = process
  if (!connected.broker && !isIn('connection', links.broker, 'closed')) return true
  if (refusal(world, process, 'broker') !== null) return true
  if (hearsOfPublish(world, process)) return true
  const until = Math.max(process.tail, at) + MARGIN
  return world.actions.some((action) => disturbs(action) && isNear(world, action, until))
}

/** Can an action break a connection, or keep one from being made? */
const disturbs = (action: Action): boolean =>
  'verb' in action ? action.verb === 'dropconnections' : DISTURBING.has(action.fault)

const DISTURBING: ReadonlySet<string> = new Set([
  'drop-connections',
  'broker-away',
  'broker-restart',
  'fail-over',
  'broker-node-down',
])

const isNear = ({ now }: World, { on, after }: Action, until: Micros): boolean =>
  on.kind !== 'time' || (after >= now && after <= until)

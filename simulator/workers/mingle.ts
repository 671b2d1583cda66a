import { type Micros, seconds } from '../kernel/units.ts'
import { isObject, type Json, toNumber } from '../messages/json.ts'
import { controlOf, openControl, sendControl } from '../world/control.ts'
import { OPCODES } from '../world/opcodes.ts'
import type { ProcessState } from '../world/state.ts'
import type { WorkerState } from '../world/worker-state.ts'
import type { World } from '../world/world.ts'
import { consume } from './consume.ts'

/** How long a worker waits for its neighbours, from the last that answered on (rule 3.54). */
const PATIENCE: Micros = seconds(1)

/**
 * A worker that has connected asks its neighbours for what they know: which ids are revoked, and how far the
 * logical clock is. It consumes once nobody has answered for a second (rules 3.6, 3.54).
 */
export function beginMingling(world: World, worker: WorkerState): void {
  const main = world.process(worker.main)
  if (worker.options.withoutMingle || !hasControl(main)) {
    consume(world, worker)
    return
  }
  say(world, main, 'mingle: searching for neighbors')
  const revoked = Object.fromEntries(Object.keys(worker.revoked).map((id) => [id, [0, id]]))
  const ticket = openControl(world, main, {
    method: 'hello',
    arguments: { from_node: worker.hostname, revoked },
    destination: null,
    pattern: null,
    matcher: null,
    reply: true,
  })
  worker.dial.hello = ticket
  sendControl(world, main, ticket, undefined)
  world.schedule(world.now + PATIENCE, OPCODES.mingled, worker.index, worker.dial.epoch)
}

const hasControl = (main: ProcessState): boolean =>
  main.app.settings['worker_enable_remote_control'] !== false

const say = (world: World, main: ProcessState, text: string): void => {
  world.own(main, 'logged', -1, { level: 'INFO', text })
}

/** The event of the end of the wait, unless somebody has answered meanwhile. */
export function mingled(world: World, worker: WorkerState, epoch: number): void {
  const { dial } = worker
  if (dial.epoch !== epoch || dial.hello === null) return
  const { arrived, repliedAt } = controlOf(world, dial.hello)
  if (repliedAt !== null && repliedAt + PATIENCE > world.now) {
    world.schedule(repliedAt + PATIENCE, OPCODES.mingled, worker.index, epoch)
    return
  }
  dial.hello = null
  const main = world.process(worker.main)
  if (arrived.length === 0) say(world, main, 'mingle: all alone')
  else {
    say(world, main, `mingle: sync with ${arrived.length} nodes`)
    for (const { reply } of arrived) learn(worker, reply)
    say(world, main, 'mingle: sync complete')
  }
  consume(world, worker)
}

/** What a neighbour knows: its revoked ids, and its clock (rule 8.5). */
export function learn(worker: WorkerState, told: Json): void {
  if (!isObject(told)) return
  const { revoked, clock } = told
  if (isObject(revoked)) for (const id of Object.keys(revoked)) worker.revoked[id] = true
  worker.clock = Math.max(worker.clock, toNumber(clock ?? null) ?? 0) + 1
}

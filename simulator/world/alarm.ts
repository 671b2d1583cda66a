import type { AlarmState } from './network-state.ts'
import { OPCODES } from './opcodes.ts'
import { find, remove } from './pages.ts'
import { loseArrival } from './restart.ts'
import type { ProcessState } from './state.ts'
import type { World } from './world.ts'

// The memory alarm of RabbitMQ, as seen on 3.10 with Celery 5.6.3. A connection is blocked by its first publish:
// `delay()` returns, and the message waits in the socket. Whatever needs an answer over that connection (a
// declaration, remote control, a confirm) hangs. Consumers and their acknowledgements go on, as they publish nothing.

/** Memory is short from now on, until as many reasons are over as there are. */
export function raiseAlarm({ state: { network } }: World): void {
  network.alarm ??= { reasons: 0, held: [], senders: [] }
  network.alarm.reasons += 1
}

/** There is memory again: what was held back goes on, in order. */
export function clearAlarm(world: World, cause: number): void {
  const { network } = world.state
  const { alarm } = network
  if (alarm === null || --alarm.reasons > 0) return
  network.alarm = null
  for (const { arrival } of alarm.held) goOn(world, arrival)
  for (const index of alarm.senders) unblock(world, world.process(index), cause)
}

const goOn = (world: World, arrival: number): void =>
  world.scheduleHop('enqueue', OPCODES.arrive, arrival, 0)

function unblock(world: World, process: ProcessState, cause: number): void {
  world.fact('connection-unblocked', process.actor, -1, cause, {})
  // It may still wait for a confirm.
  process.blocked = process.channel.awaits >= 0
  world.scheduleStep(process)
  const { wait } = process
  if (wait === null || wait.woken || wait.wait === null || wait.wait.kind === 'replies') return
  wait.woken = true
  world.schedule(world.now, OPCODES.wake, process.index, process.waits)
}

/** A message was written to a connection that the broker does not read from. */
export function holdBack(world: World, process: ProcessState, arrival: number): void {
  const { alarm } = world.state.network
  if (alarm === null) return
  alarm.held.push({ arrival, process: process.index })
  stopReading(world, process, alarm)
}

/** A process needs an answer over a connection that the broker does not read from: it stands still. */
export function hang(world: World, process: ProcessState): void {
  const { alarm } = world.state.network
  if (alarm === null) return
  stopReading(world, process, alarm)
  process.blocked = true
}

function stopReading(world: World, process: ProcessState, { senders }: AlarmState): void {
  if (senders.includes(process.index)) return
  senders.push(process.index)
  world.own(process, 'connection-blocked', -1, {})
}

/** Does whatever needs an answer of the broker hang in this process? */
export const isHeldBack = ({ state: { network } }: World, { index }: ProcessState): boolean =>
  network.alarm !== null && network.alarm.senders.includes(index)

/** A connection that was blocked is gone, and what waited in it. */
export function forgetHeld(world: World, process: ProcessState): void {
  const { alarm } = world.state.network
  if (alarm === null) return
  const isIts = (one: AlarmState['held'][number]): boolean => one.process === process.index
  for (const { arrival } of alarm.held.filter(isIts)) {
    const found = find(world.state.arrivals, arrival)
    if (found === null) continue
    loseArrival(world, found)
    remove(world.state.arrivals, arrival)
  }
  alarm.held = alarm.held.filter((one) => !isIts(one))
  if (!isHeldBack(world, process)) return
  alarm.senders = alarm.senders.filter((index) => index !== process.index)
  process.blocked = false
  world.scheduleStep(process)
}

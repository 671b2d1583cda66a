import { arrow, follow, initial } from '../world/machines.ts'
import { takeHead } from '../world/lists.ts'
import { scheduleNext } from '../world/load.ts'
import { OPCODES } from '../world/opcodes.ts'
import { add, find, remove } from '../world/pages.ts'
import { SENT } from '../world/publishing.ts'
import { NONE, type World } from '../world/world.ts'
import { ACKNOWLEDGED, STAGES } from './columns.ts'
import type { Counter, Hand } from './crew.ts'
import type { Ride } from './ride.ts'

const { arrive: ARRIVE, deliver: DELIVER } = OPCODES
const ENQUEUE = arrow('queue', 'ENQUEUE')
const DRAIN = arrow('queue', 'DRAIN')
const HAND_OUT = arrow('delivery', 'DELIVER')
const ACK = arrow('delivery', 'ACK')
const NEW = initial('delivery')

/** What senders and the broker do on the short way. */
export class BrokerSide {
  private readonly world: World
  private readonly ride: Ride

  constructor(world: World, ride: Ride) {
    this.world = world
    this.ride = ride
  }

  /** See `sendNext` of `world/load.ts` and `publishShared` of `world/publishing.ts`. */
  send(index: number): boolean {
    const { world, ride } = this
    const { log, now, state } = world
    const at = ride.loads[index]
    if (at === undefined || at < 0) return false
    const line = ride.lines[at]!
    const load = state.loads[index]!
    const process = state.processes[load.process]!
    const { columns } = ride
    const number = load.sent++
    const task = log.numberedTask(line.series, number)
    const row = log.put(now, task, process.actor, NONE, line.rows.published, 0)
    process.cause = row
    const place = columns.addArriving(at, task, number, SENT, row)
    const arrival = add(ride.arrivals, place)
    columns.tag[place] = arrival
    world.scheduleHop('enqueue', ARRIVE, arrival, 0)
    scheduleNext(world, index, now - load.start)
    return true
  }

  /** See `arrive` of `world/delivery.ts`. */
  arrive(number: number): boolean {
    const { world, ride } = this
    const { columns } = ride
    const place = find(ride.arrivals, number)
    if (typeof place !== 'number') return false
    remove(ride.arrivals, number)
    const line = ride.lines[columns.line[place]!]!
    const { queue } = line
    const tag = add(ride.copies, place)
    columns.stage[place] = STAGES.there
    columns.tag[place] = tag
    columns.delivery[place] = NEW
    line.level.push(tag)
    queue.state = follow(ENQUEUE, queue.state, tag)
    const task = columns.task[place]!
    const cause = columns.cause[place]!
    columns.cause[place] = world.log.put(
      world.now,
      task,
      line.queueRows.actor,
      cause,
      line.enqueued,
      tag,
    )
    this.dispatch()
    return true
  }

  /** See `ackRequest` of `world/requests.ts` and `acknowledge` of `world/delivery.ts`. */
  acknowledge({ worker }: Hand, place: number, cause: number): number {
    const { world, ride } = this
    const { columns } = ride
    const { queue, queueRows } = ride.lines[columns.line[place]!]!
    const { unacked } = worker
    const tag = columns.tag[place]!
    columns.flags[place]! |= ACKNOWLEDGED
    columns.delivery[place] = follow(ACK, columns.delivery[place]!, tag)
    const at = unacked.indexOf(tag)
    if (at === 0) takeHead(unacked)
    else unacked.splice(at, 1)
    columns.worker[place] = NONE
    queue.unacked -= 1
    const task = columns.task[place]!
    const row = world.log.put(world.now, task, worker.actor, cause, queueRows.acked, tag)
    columns.cause[place] = row
    this.dispatch()
    return row
  }

  /** Gives waiting messages to workers with room: see `world/dispatch.ts`. */
  dispatch(): void {
    const { counters } = this.ride
    for (let at = 0; at < counters.length; at++)
      if (counters[at]!.level.length > 0) this.serve(counters[at]!)
  }

  /** Those who consume from a queue get in turn what they have room for: see `brokers/rabbitmq/service.ts`. */
  private serve({ queue, level, takers }: Counter): void {
    const { world, ride } = this
    const count = takers.length
    for (let turn = 0; turn < count && level.length > 0;) {
      const at = queue.cursor % count
      const worker = takers[(at + turn) % count]!
      if (worker.prefetch !== 0 && worker.unacked.length >= worker.prefetch) {
        turn++
        continue
      }
      queue.cursor = ((at + turn) % count) + 1
      turn = 0
      const tag = takeHead(level)!
      const { columns } = ride
      const place = ride.placeOf(tag)
      columns.delivery[place] = follow(HAND_OUT, columns.delivery[place]!, tag)
      columns.worker[place] = worker.index
      columns.deliveredAs[place] = worker.deliveries++
      columns.deliveredAt[place] = world.now
      worker.unacked.push(tag)
      worker.consumer!.turn = NONE
      queue.unacked += 1
      if (level.length === 0) queue.state = follow(DRAIN, queue.state, tag)
      world.scheduleHop('deliver', DELIVER, worker.index, tag)
    }
  }
}

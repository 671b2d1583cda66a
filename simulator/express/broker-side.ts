import { SENT } from '../world/publishing.ts'
import { endLoad } from '../world/load.ts'
import { arrow, follow, initial } from '../world/machines.ts'
import { NONE, type World } from '../world/world.ts'
import type { Agenda } from './agenda.ts'
import { CELLS, type Columns, FLAGS, STAGES, TIMES } from './columns.ts'
import type { Counter, Hand, Sender } from './crew.ts'
import type { Ride } from './ride.ts'

const { stage, line: lineCell, tag: tagCell, task: taskCell, delivery, cause: causeCell } = CELLS
const { worker: workerCell, deliveredAs, flags, next } = CELLS
const { deliveredAt } = TIMES
const { there: THERE } = STAGES
const { acknowledged: ACKNOWLEDGED } = FLAGS
const ENQUEUE = arrow('queue', 'ENQUEUE')
const DRAIN = arrow('queue', 'DRAIN')
const HAND_OUT = arrow('delivery', 'DELIVER')
const ACK = arrow('delivery', 'ACK')
const NEW = initial('delivery')
const NOWHERE = -1

/** What senders and the broker do on the short way. */
export class BrokerSide {
  private readonly world: World
  private readonly ride: Ride
  private readonly columns: Columns
  private readonly agenda: Agenda

  constructor(ride: Ride) {
    this.world = ride.world
    this.ride = ride
    this.columns = ride.columns
    this.agenda = ride.agenda
  }

  /** See `sendNext` and `scheduleNext` of `world/load.ts` and `publishShared` of `world/publishing.ts`. */
  send(sender: Sender): void {
    const { world, ride, agenda } = this
    const { line, state, process, generator, chance } = sender
    const { log } = ride
    const { now } = world
    const number = state.sent++
    const task = log.numberedTask(line.series, number)
    const row = log.open(now, 1)
    log.write(now, row, task, process.actor, NOWHERE, line.rows.published, 0)
    process.cause = row
    const place = this.columns.addArriving(sender.lineAt, task, number, SENT, row)
    this.columns.cells[place + tagCell] = ride.nextArrival++
    agenda.arrive(place, now)
    const after = generator.next(sender.spec.shape, state, now - state.start, chance)
    if (after === null || state.start + after >= sender.end) this.endLoad(sender)
    else agenda.soon(sender.unit, Math.max(now, state.start + after))
  }

  /** See `arrive` of `world/delivery.ts`. */
  arrive(place: number): void {
    const { world, ride } = this
    const { cells } = this.columns
    const { now } = world
    const { log } = ride
    const at = cells[place + lineCell]!
    const line = ride.lines[at]!
    const counter = ride.counterOf[at]!
    const { queue } = counter
    const tag = ride.nextTag++
    cells[place + stage] = THERE
    cells[place + tagCell] = tag
    cells[place + delivery] = NEW
    queue.state = follow(ENQUEUE, queue.state, tag)
    const row = log.open(now, 1)
    const { actor } = line.queueRows
    log.write(
      now,
      row,
      cells[place + taskCell]!,
      actor,
      cells[place + causeCell]!,
      line.enqueued,
      tag,
    )
    cells[place + causeCell] = row
    cells[place + next] = NOWHERE
    if (counter.first === NOWHERE) counter.first = place
    else cells[counter.last + next] = place
    counter.last = place
    counter.waiting++
    this.dispatch()
  }

  /** See `ackRequest` of `world/requests.ts` and `acknowledge` of `world/delivery.ts`. */
  acknowledge(hand: Hand, place: number, cause: number): number {
    const { ride, world } = this
    const { cells } = this.columns
    const { now } = world
    const { log } = ride
    const { queue, queueRows } = ride.lines[cells[place + lineCell]!]!
    const tag = cells[place + tagCell]!
    cells[place + flags]! |= ACKNOWLEDGED
    cells[place + delivery] = follow(ACK, cells[place + delivery]!, tag)
    cells[place + workerCell] = NOWHERE
    hand.held--
    queue.unacked -= 1
    const row = log.open(now, 1)
    const { actor } = hand.worker
    log.write(now, row, cells[place + taskCell]!, actor, cause, queueRows.acked, tag)
    cells[place + causeCell] = row
    this.dispatch()
    return row
  }

  /** Gives waiting messages to workers with room: see `world/dispatch.ts`. */
  dispatch(): void {
    const { counters } = this.ride
    for (let at = 0; at < counters.length; at++)
      if (counters[at]!.waiting > 0) this.serve(counters[at]!)
  }

  /** Those who consume from a queue get in turn what they have room for: see `brokers/rabbitmq/service.ts`. */
  private serve(counter: Counter): void {
    const { takers, queue } = counter
    const count = takers.length
    for (let turn = 0; turn < count && counter.waiting > 0;) {
      let at = counter.cursor + turn
      if (at >= count) at %= count
      const hand = takers[at]!
      if (hand.held >= hand.prefetch) {
        turn++
        continue
      }
      counter.cursor = at + 1
      turn = 0
      const place = this.takeWaiting(counter)
      this.handOut(hand, place)
      queue.unacked += 1
      if (counter.waiting === 0) queue.state = follow(DRAIN, queue.state, place)
    }
  }

  private handOut(hand: Hand, place: number): void {
    const { cells, times } = this.columns
    const { now } = this.world
    const { worker } = hand
    cells[place + delivery] = follow(HAND_OUT, cells[place + delivery]!, place)
    cells[place + workerCell] = worker.index
    cells[place + deliveredAs] = hand.deliveries++
    times[(place >> 1) + deliveredAt] = now
    hand.held++
    worker.consumer!.turn = NONE
    this.agenda.deliver(place, now)
  }

  /** The first message that waits; one that was there before the ride is taken up now. */
  private takeWaiting(counter: Counter): number {
    counter.waiting--
    const level = counter.queue.levels[0]!
    if (counter.left < level.length) return this.ride.takeUp(level[counter.left++]!)
    const place = counter.first
    counter.first = this.columns.cells[place + next]!
    return place
  }

  private endLoad({ state }: Sender): void {
    this.ride.aside(() => {
      endLoad(this.world, state)
    })
  }
}

import type { Micros } from '../kernel/units.ts'
import { OPCODES } from '../world/opcodes.ts'
import type { World } from '../world/world.ts'
import { alight } from './alight.ts'
import { BrokerSide } from './broker-side.ts'
import { Ride } from './ride.ts'
import { WorkerSide } from './worker-side.ts'

const { step: STEP, arrive: ARRIVE, deliver: DELIVER, load: LOAD } = OPCODES

/** Events that a ride should last to be worth its beginning. */
const WORTH_IT = 32
/** Events after which another ride is tried, at first and at most. */
const SOON = 4
const LATE = 1024

/**
 * The short way of modelled tasks through a cluster in which nothing else happens to them. While a ride lasts,
 * what is under way lies in typed arrays, and each event does at one go what the functions of `world/` and
 * `workers/` do for any task in any cluster, in the same order: so the log is the same, bit for bit, and a test
 * runs both. Before anything else happens the ride ends, and the world is as it would have been without it.
 */
export class Express {
  private readonly world: World
  private readonly always: boolean
  /** Made when it is first needed: most runs have no modelled tasks. */
  private trip: Trip | null = null
  /** How many events have gone this way. */
  events = 0
  /** Events until the next ride is tried, and after a vain one. */
  private patience = SOON
  private wait = SOON

  /** `always`: whether it is worth it or not. */
  constructor(world: World, always: boolean) {
    this.world = world
    this.always = always
  }

  /**
   * Rides on from here, if that may be worth it; not beyond `until`, nor beyond so many rows. True where an
   * event was taken from the calendar that goes the long way.
   */
  advance(until: Micros, rows: number): boolean {
    const { world } = this
    if (world.templates.length === 0) return false
    if (this.patience-- > 0 && !this.always) return false
    const trip = (this.trip ??= new Trip(world))
    if (!trip.ride.board()) {
      this.putOff()
      return false
    }
    const events = trip.go(until, rows)
    alight(trip.ride)
    this.events += events
    if (events < WORTH_IT) this.putOff()
    else this.patience = this.wait = SOON
    return trip.left
  }

  private putOff(): void {
    this.wait = Math.min(LATE, this.wait * 2)
    this.patience = this.wait
  }
}

/** Who does the events of a ride. */
class Trip {
  readonly ride: Ride
  /** The last event was not done, and goes the long way. */
  left = false
  private readonly world: World
  private readonly broker: BrokerSide
  private readonly workers: WorkerSide

  constructor(world: World) {
    this.world = world
    this.ride = new Ride(world)
    this.broker = new BrokerSide(world, this.ride)
    this.workers = new WorkerSide(world, this.ride, this.broker)
  }

  /** Does events as long as it can; returns how many. */
  go(until: Micros, rows: number): number {
    const { world } = this
    const { calendar, log } = world
    const { watches } = world.state
    for (let events = 0; ; events++) {
      this.left = false
      if (calendar.peekTime() > until || log.length >= rows || calendar.size <= watches)
        return events
      calendar.pop()
      world.now = calendar.time
      this.left = !this.run(calendar.opcode, calendar.entity, calendar.argument)
      if (this.left) return events
    }
  }

  /** Does an event; false where it cannot and nothing was done. */
  private run(opcode: number, entity: number, argument: number): boolean {
    if (opcode === STEP) return this.workers.step(entity, argument)
    if (opcode === ARRIVE) return this.broker.arrive(entity)
    if (opcode === DELIVER) return this.workers.deliver(entity, argument)
    return opcode === LOAD && this.broker.send(entity)
  }
}

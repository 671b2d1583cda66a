import type { Micros } from '../kernel/units.ts'
import type { World } from '../world/world.ts'
import { alight } from './alight.ts'
import { type Agenda, SOURCES } from './agenda.ts'
import { BrokerSide } from './broker-side.ts'
import type { Hand, Seat, Sender } from './crew.ts'
import { Ride } from './ride.ts'
import { takeEvents } from './take-events.ts'
import { WorkerSide } from './worker-side.ts'

const { arriving: ARRIVING, delivering: DELIVERING, none: NOWHERE } = SOURCES

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

  /** Rides on from here, if that may be worth it; not beyond `until`, nor beyond so many rows. */
  advance(until: Micros, rows: number): void {
    const { world } = this
    if (world.templates.length === 0) return
    if (this.patience-- > 0 && !this.always) return
    const trip = (this.trip ??= new Trip(world))
    if (!trip.board()) {
      this.putOff()
      return
    }
    const events = trip.go(until, rows)
    alight(trip.ride)
    this.events += events
    if (events < Math.max(WORTH_IT, trip.begun / 4)) this.putOff()
    else this.patience = this.wait = SOON
  }

  private putOff(): void {
    this.wait = Math.min(LATE, this.wait * 2)
    this.patience = this.wait
  }
}

/** Who does the events of a ride. */
class Trip {
  readonly ride: Ride
  /** Events that were there when it began. */
  begun = 0
  private readonly world: World
  private readonly agenda: Agenda
  private readonly broker: BrokerSide
  private readonly workers: WorkerSide

  constructor(world: World) {
    this.world = world
    this.ride = new Ride(world)
    this.agenda = this.ride.agenda
    this.broker = new BrokerSide(this.ride)
    this.workers = new WorkerSide(this.ride, this.broker)
  }

  /** Takes up what is under way and what is to come of it; false where that cannot be. */
  board(): boolean {
    if (!this.ride.board()) return false
    this.begun = takeEvents(this.ride)
    return true
  }

  /** Does events as long as it can; returns how many. */
  go(until: Micros, rows: number): number {
    const { world, agenda } = this
    const { calendar, log } = world
    agenda.limit(calendar.peekTime(), calendar.peekSeq(), until)
    for (let events = 0; ; events++) {
      if (log.length >= rows) return events
      const source = agenda.take()
      if (source === NOWHERE) return events
      const before = world.now
      world.now = agenda.time
      if (this.run(source, agenda.about)) continue
      agenda.add(source, agenda.about, agenda.time, agenda.seq)
      world.now = before
      return events
    }
  }

  /** Does an event; false where it goes the long way and nothing was done. */
  private run(source: number, about: number): boolean {
    if (source === ARRIVING) this.broker.arrive(about)
    else if (source === DELIVERING) this.workers.deliver(about)
    else {
      const { ride } = this
      if (about >= ride.firstSeat) return this.workers.moveSeat(ride.units[about] as Seat)
      if (about >= ride.firstHand) return this.workers.moveMain(ride.units[about] as Hand)
      this.broker.send(ride.units[about] as Sender)
    }
    return true
  }
}

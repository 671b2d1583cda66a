import type { Micros } from '../kernel/units.ts'
import { OPCODES } from '../world/opcodes.ts'
import { NONE } from '../world/world.ts'
import { SOURCES } from './agenda.ts'
import { CELLS } from './columns.ts'
import { Hand, PHASES, type Seat, type Sender } from './crew.ts'
import type { Ride } from './ride.ts'

/** Where an event of the calendar belongs in the agenda: its source, and its unit or its place. */
interface Belonging {
  readonly source: number
  readonly about: number
}

interface Lifted extends Belonging {
  readonly time: Micros
  readonly seq: number
}

/** Takes what is to come of a ride out of the calendar; says how many events there were in all. */
export function takeEvents(ride: Ride): number {
  const { agenda, arrivals, copies, world } = ride
  const { calendar } = world
  const units = new Units(ride)
  const lifted: Lifted[] = []
  const count = calendar.size
  calendar.lift((time, seq, opcode, entity, argument) => {
    let found: Belonging | null = null
    if (opcode === OPCODES.load) found = units.ofLoad(entity)
    else if (opcode === OPCODES.step) found = units.ofProcess(entity, argument)
    else if (opcode === OPCODES.arrive) found = arriving(ride, arrivals.get(entity), time)
    else if (opcode === OPCODES.deliver)
      found = delivering(ride, copies.get(argument), time, entity)
    if (found !== null) lifted.push({ ...found, time, seq })
    return found !== null
  })
  lifted.sort((a, b) => a.time - b.time || a.seq - b.seq)
  const isHop = ({ source }: Lifted): boolean =>
    source === SOURCES.arriving || source === SOURCES.delivering
  // What is near is put on the end of its list: the latest first.
  const others = lifted.filter((event) => !isHop(event)).reverse()
  for (const { source, about, time, seq } of [...lifted.filter(isHop), ...others])
    agenda.add(source, about, time, seq)
  agenda.nextSeq = calendar.sequence
  return count
}

/** The units of a ride by what events say of them. */
class Units {
  private readonly senders: ReadonlyMap<number, Sender>
  private readonly processes: ReadonlyMap<number, Hand | Seat>

  constructor({ units, firstHand }: Ride) {
    const senders = units.slice(0, firstHand) as readonly Sender[]
    const others = units.slice(firstHand) as readonly (Hand | Seat)[]
    this.senders = new Map(senders.map((sender) => [sender.index, sender]))
    this.processes = new Map(others.map((unit) => [processOf(unit).index, unit]))
  }

  ofLoad(index: number): Belonging | null {
    const sender = this.senders.get(index)
    return sender === undefined ? null : { source: SOURCES.near, about: sender.unit }
  }

  /** An event of an older life of a process is void, and none of the ride. */
  ofProcess(index: number, generation: number): Belonging | null {
    const unit = this.processes.get(index)
    if (unit === undefined || processOf(unit).generation !== generation) return null
    if (unit instanceof Hand)
      return unit.scheduled && unit.line.length > 0
        ? { source: SOURCES.near, about: unit.unit }
        : null
    if (unit.phase <= PHASES.idle) return null
    return { source: unit.phase === PHASES.end ? SOURCES.far : SOURCES.near, about: unit.unit }
  }
}

const processOf = (unit: Hand | Seat) => (unit instanceof Hand ? unit.main : unit.process)

// A hop that takes longer than usual, over a slow link, has no place in a lane.

function arriving({ world }: Ride, place: number | undefined, time: Micros): Belonging | null {
  if (place === undefined || time > world.now + world.costs.enqueue) return null
  return { source: SOURCES.arriving, about: place }
}

function delivering(
  { world, columns: { cells } }: Ride,
  place: number | undefined,
  time: Micros,
  worker: number,
): Belonging | null {
  if (place === undefined || time > world.now + world.costs.deliver) return null
  // It was taken back meanwhile, or has become a request already.
  if (cells[place + CELLS.worker] !== worker || cells[place + CELLS.request] !== NONE) return null
  return { source: SOURCES.delivering, about: place }
}

import type { StageLayout } from './place.ts'
import { connect } from './routes.ts'
import { placeTall } from './tall.ts'
import { placeWide } from './wide.ts'
import {
  exchangeId,
  queueId,
  serviceId,
  workerId,
  type StageSize,
  type Topology,
} from './topology.ts'
import type { Places } from './places.ts'

/** Narrower than this, a stage stands upright. */
const WIDE_FROM = 560
/** A web front takes room of its own. */
const WIDE_WITH_FRONT = 640
const NARROWEST = 300
const LOWEST = 180

const ID_OF = { exchanges: exchangeId, queues: queueId, workers: workerId, services: serviceId }

/** Where everything stands and which ways lead where, for a stage of a given size: a pure function. */
export function layOut(topology: Topology, size: StageSize): StageLayout {
  const wideFrom = topology.fronts.length > 0 ? WIDE_WITH_FRONT : WIDE_FROM
  const shape = size.width >= wideFrom ? 'wide' : 'tall'
  const room = {
    ...size,
    width: Math.max(size.width, NARROWEST),
    height: Math.max(size.height, LOWEST),
  }
  const places = shape === 'wide' ? placeWide(topology, room) : placeTall(topology, room)
  const standIn = standIns(places)
  const routes = connect(topology, places, standIn, shape)
  return { width: room.width, text: size.text, shape, ...places, routes, standIn }
}

function standIns(places: Places): ReadonlyMap<string, string> {
  return new Map(
    places.more.flatMap((more) => more.names.map((name) => [ID_OF[more.what](name), more.id])),
  )
}

import type { StageLayout } from '../layout/place.ts'
import type { Point } from '../layout/shapes.ts'
import { workerId } from '../layout/topology.ts'
import { isMessenger } from '../motion/pace.ts'
import type { Travel } from '../motion/travels.ts'
import type { Standings } from './standing.ts'

/** The slot that a travel leaves; undefined where it leaves none that is drawn. */
export function originOf(
  layout: StageLayout,
  { process }: Pick<Travel, 'process'>,
): Point | undefined {
  if (process === null) return undefined
  const [worker = '', index] = process.split('/')
  const place = layout.workers.find(({ name }) => workerId(name) === workerId(worker))
  return place?.slots.find((slot) => slot.index === Number(index))?.center
}

/** Its place at rest, where that lies at the end of this travel and not of a later one. */
export function targetOf(
  standings: Standings,
  { kind, stops }: Travel,
  id: string,
): Point | undefined {
  const standing = standings.places.get(id)
  if (isMessenger(kind) || kind === 'result' || !standing) return undefined
  const toQueue = stops.at(-1)!.startsWith('queue:')
  return (standing.where === 'queue') === toQueue ? standing.at : undefined
}

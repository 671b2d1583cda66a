import type { NodeRef } from '../../lib/hands/acts.ts'
import { MORE } from '../layout/client-place.ts'
import type { StageLayout } from '../layout/place.ts'
import type { Box, Point } from '../layout/shapes.ts'
import type { StageSize } from '../layout/topology.ts'

/** Where something on the stage is pressed to see what can be done to it. */
export interface Spot {
  /** Its own, whatever joins or leaves. */
  readonly key: string
  readonly node: NodeRef
  /** What is pressed. */
  readonly box: Box
  /** Where its three dots stand. */
  readonly dots: Point
  /** Everything that belongs to it: a right click here asks for it too. */
  readonly whole: Box
}

const keyOf = (node: NodeRef): string => ('name' in node ? `${node.kind} ${node.name}` : node.kind)

/** The spots of a layout, in the order in which messages flow. */
export function spotsOf(
  layout: StageLayout,
  { target }: Pick<StageSize, 'target'>,
): readonly Spot[] {
  const inCorner = ({ x, y, width }: Box): Point => ({ x: x + width - MORE / 2 - 3, y: y + 13 })
  const boxed = (node: NodeRef, box: Box): Spot => ({
    key: keyOf(node),
    node,
    box,
    whole: box,
    dots: inCorner(box),
  })
  return [
    boxed({ kind: 'client' }, layout.client.box),
    ...layout.beats.map(({ name, box }) => boxed({ kind: 'beat', name }, box)),
    ...layout.fronts.map(({ name, box, slots, room }) => {
      const end = slots[0]?.box.y ?? room?.y ?? box.y + box.height
      const head = { ...box, height: end - box.y }
      return { ...boxed({ kind: 'service', name }, head), whole: box }
    }),
    ...layout.exchanges.map(({ name, center, radius }): Spot => {
      const side = Math.max(2 * radius, target)
      const box = { x: center.x - side / 2, y: center.y - side / 2, width: side, height: side }
      return {
        key: `broker ${name}`,
        node: { kind: 'broker' },
        box,
        whole: box,
        dots: { x: center.x + radius - 3, y: center.y - radius + 7 },
      }
    }),
    ...layout.queues.map(({ name, box, tube, title }): Spot => {
      const height = Math.max(24, (tube?.box.y ?? box.y + box.height) - box.y)
      const head = { ...box, y: box.y + (tube ? tube.box.y - box.y - height : 0), height }
      const dots = { x: box.x + box.width - MORE / 2, y: title.y - layout.text * 0.35 }
      return { key: `queue ${name}`, node: { kind: 'queue', name }, box: head, whole: box, dots }
    }),
    ...layout.workers.map(({ name, box, button, slots, room }): Spot => {
      const end = slots[0]?.box.y ?? room?.y ?? box.y + box.height
      const head = { ...box, width: button.x - box.x - 1, height: end - box.y }
      const dots = { x: button.x - MORE / 2 - 1, y: button.y + button.height / 2 }
      return { key: `worker ${name}`, node: { kind: 'worker', name }, box: head, whole: box, dots }
    }),
    ...layout.services.map(({ name, box }) => boxed({ kind: 'service', name }, box)),
    boxed({ kind: 'results' }, layout.results.box),
  ]
}

/** What lies at a point of the stage: a process in front of its worker; null where nothing is. */
export function nodeAt(layout: StageLayout, spots: readonly Spot[], at: Point): NodeRef | null {
  for (const { name, slots } of layout.workers) {
    const slot = slots.find(({ box }) => holds(box, at))
    if (slot) return { kind: 'process', name, index: slot.index }
  }
  return spots.find(({ whole, box }) => holds(whole, at) || holds(box, at))?.node ?? null
}

const holds = ({ x, y, width, height }: Box, at: Point): boolean =>
  at.x >= x && at.x <= x + width && at.y >= y && at.y <= y + height

import { linkHorizontal } from 'd3-shape'
import type { WorkEdge, Workflow, WorkNode } from './workflow.ts'

/** A node with its place, by its left upper corner. */
export interface PlacedNode extends WorkNode {
  readonly x: number
  readonly y: number
}

/** An edge with its path. */
export interface PlacedEdge extends WorkEdge {
  readonly path: string
}

/** A workflow as it is drawn, from left to right. */
export interface Drawing {
  readonly nodes: readonly PlacedNode[]
  readonly edges: readonly PlacedEdge[]
  readonly width: number
  readonly height: number
}

/** What a node measures. */
export const NODE = { width: 136, height: 48 } as const
const GAP = { x: 44, y: 14 } as const
const MARGIN = 12

const link = linkHorizontal<unknown, readonly [number, number]>()

/** Lays a workflow out in columns: each step right of all that it follows from. */
export function layOut({ nodes, edges }: Workflow): Drawing {
  const columns = columnsOf(nodes, edges)
  const tallest = Math.max(1, ...columns.map((column) => column.length))
  const height = tallest * NODE.height + (tallest - 1) * GAP.y
  const placed = new Map<string, PlacedNode>()
  columns.forEach((column, at) => {
    const own = column.length * NODE.height + (column.length - 1) * GAP.y
    column.forEach((node, nth) => {
      const y = MARGIN + (height - own) / 2 + nth * (NODE.height + GAP.y)
      placed.set(node.key, { ...node, x: MARGIN + at * (NODE.width + GAP.x), y })
    })
  })
  return {
    nodes: [...placed.values()],
    edges: edges.flatMap((edge) => {
      const [from, to] = [placed.get(edge.from), placed.get(edge.to)]
      return from && to ? [{ ...edge, path: pathOf(from, to) }] : []
    }),
    width: 2 * MARGIN + columns.length * NODE.width + Math.max(0, columns.length - 1) * GAP.x,
    height: 2 * MARGIN + height,
  }
}

const pathOf = (from: PlacedNode, to: PlacedNode): string =>
  link({
    source: [from.x + NODE.width, from.y + NODE.height / 2],
    target: [to.x, to.y + NODE.height / 2],
  }) ?? ''

/** The nodes of each column; the column of a node is the length of the longest way to it. */
function columnsOf(
  nodes: readonly WorkNode[],
  edges: readonly WorkEdge[],
): readonly (readonly WorkNode[])[] {
  const column = new Map(nodes.map(({ key }) => [key, 0]))
  // A workflow has no circles; whatever a log may say, the rounds are counted.
  for (let round = 0, moved = true; moved && round < nodes.length; round++) {
    moved = false
    for (const { from, to } of edges) {
      const least = (column.get(from) ?? 0) + 1
      if ((column.get(to) ?? 0) >= least || least >= nodes.length) continue
      column.set(to, least)
      moved = true
    }
  }
  const last = Math.max(0, ...column.values())
  return Array.from({ length: last + 1 }, (_, at) =>
    nodes.filter(({ key }) => column.get(key) === at),
  )
}

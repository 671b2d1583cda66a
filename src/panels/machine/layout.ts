import { line, curveBasis } from 'd3-shape'
import type { Table } from '../../../simulator/index.ts'

/** A state with its place, by its middle. */
export interface PlacedState {
  readonly name: string
  readonly x: number
  readonly y: number
  readonly final: boolean
}

/** An arrow of the chart; several events may take it. */
export interface PlacedArrow {
  readonly from: string
  readonly to: string
  readonly events: readonly string[]
  readonly path: string
}

/** A chart as it is drawn, from the top down. */
export interface ChartDrawing {
  readonly states: readonly PlacedState[]
  readonly arrows: readonly PlacedArrow[]
  readonly width: number
  readonly height: number
}

/** What a state measures. */
export const STATE = { width: 84, height: 28 } as const
const ROW = 62
const COLUMN = 104
const MARGIN = 18
/** More ends than so many stand in two rows. */
const ABREAST = 4

const curve = line().curve(curveBasis)

/** Lays a compiled chart out: each state below those it is reached from, the ends in the last row. */
export function layOutChart(chart: Table): ChartDrawing {
  const rows = rowsOf(chart)
  const widest = Math.max(...rows.map((row) => row.length))
  const width = 2 * MARGIN + STATE.width + (widest - 1) * COLUMN
  const states = rows.flatMap((row, at) =>
    row.map((state, nth) => ({
      name: chart.states[state]!,
      x: width / 2 + (nth - (row.length - 1) / 2) * COLUMN,
      y: MARGIN + STATE.height / 2 + at * ROW,
      final: chart.isFinal(state),
    })),
  )
  const placed = new Map(states.map((state) => [state.name, state]))
  const arrows = arrowsOf(chart).map((arrow) => ({
    ...arrow,
    path: pathOf(placed.get(arrow.from)!, placed.get(arrow.to)!),
  }))
  return { states, arrows, width, height: 2 * MARGIN + STATE.height + (rows.length - 1) * ROW }
}

/** Arrows between different states, one for each pair. */
function arrowsOf(chart: Table): readonly Omit<PlacedArrow, 'path'>[] {
  const arrows = new Map<string, { from: string; to: string; events: string[] }>()
  chart.states.forEach((from, state) => {
    chart.events.forEach((event, code) => {
      const next = chart.next(state, code)
      if (next < 0 || next === state) return
      const to = chart.states[next]!
      const known = arrows.get(`${from} ${to}`)
      if (known) known.events.push(event)
      else arrows.set(`${from} ${to}`, { from, to, events: [event] })
    })
  })
  return [...arrows.values()]
}

/** The states by row: how many arrows lead there from the first at least; the ends below all others. */
function rowsOf(chart: Table): readonly (readonly number[])[] {
  const depth = new Map([[chart.initial, 0]])
  const open = [chart.initial]
  for (let state = open.shift(); state !== undefined; state = open.shift()) {
    for (const code of chart.events.keys()) {
      const next = chart.next(state, code)
      if (next < 0 || depth.has(next) || chart.isFinal(next)) continue
      depth.set(next, depth.get(state)! + 1)
      open.push(next)
    }
  }
  const rows: number[][] = []
  for (const [state, row] of depth) (rows[row] ??= []).push(state)
  const ends = chart.states.map((_, state) => state).filter((state) => chart.isFinal(state))
  const half = Math.ceil(ends.length / 2)
  const last = ends.length > ABREAST ? [ends.slice(0, half), ends.slice(half)] : [ends]
  return ends.length > 0 ? [...rows, ...last] : rows
}

/** Down in a straight line, back up around the side. */
function pathOf(from: PlacedState, to: PlacedState): string {
  const half = STATE.height / 2
  if (to.y > from.y) {
    const middle = (from.y + to.y) / 2
    const points: [number, number][] = [
      [from.x, from.y + half],
      [from.x, middle],
      [to.x, middle],
      [to.x, to.y - half],
    ]
    return curve(points) ?? ''
  }
  const side = from.x >= to.x ? 1 : -1
  const out = Math.max(from.x * side, to.x * side) + STATE.width / 2 + 14
  const points: [number, number][] = [
    [from.x + (side * STATE.width) / 2, from.y],
    [out * side, from.y],
    [out * side, to.y],
    [to.x + (side * STATE.width) / 2, to.y],
  ]
  return curve(points) ?? ''
}

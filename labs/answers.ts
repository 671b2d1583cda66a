import type { Action, Json, Planned } from '../simulator/index.ts'

/** Where learners answer without code. */
export const ANSWERS_FILE = 'answers.yaml'

/** One thing that a lab asks: `answers` of its `lab.yaml`, in the order in which they are shown. */
export type Item = SliderItem | ChoiceItem | MatrixItem | CurveItem

interface Named {
  /** Its key in `answers.yaml`. */
  readonly id: string
  readonly title: string
  /** What to think of, in a sentence. */
  readonly note: string
}

/** A number: something of the world, or a prediction. */
export interface SliderItem extends Named {
  readonly kind: 'slider'
  readonly unit: string
  readonly from: number
  readonly to: number
  readonly step: number
  /** What of the world it sets; null: nothing, it is a prediction. */
  readonly sets: Path | null
}

/** One of several. */
export interface ChoiceItem extends Named {
  readonly kind: 'choice'
  readonly options: readonly OptionSpec[]
  /** Another choice, from whose moment the actions of this one are counted; null: they say when themselves. */
  readonly at: string | null
}

/** One of the options of a choice, and what it makes of the world. */
export interface OptionSpec {
  readonly id: string
  readonly title: string
  readonly sets: readonly Setting[]
  /** What happens to the cluster from outside where it is chosen, beside what always happens. */
  readonly actions: readonly Action[]
  /** The moment from which a choice that names this one counts; null: its actions never happen. */
  readonly when: Planned | null
}

/** What may become of an effect: how often it has happened in the end. */
export const FATES = [
  { id: 'lost', title: 'lost' },
  { id: 'once', title: 'once' },
  { id: 'twice', title: 'twice' },
] as const

/** A prediction for each cell; what is true there is found by running it. */
export interface MatrixItem extends Named {
  readonly kind: 'matrix'
  readonly rows: readonly LineSpec[]
  readonly columns: readonly LineSpec[]
  /** The task whose effects are counted in a cell's run. */
  readonly task: string
  /** A cell's run is cut at this simulated second. */
  readonly until: number
}

/** A row or a column of a matrix: answers to other items that hold in its cells. */
export interface LineSpec {
  readonly id: string
  readonly title: string
  readonly with: { readonly [item: string]: string | number }
}

/** A prediction of a curve: a value at each of some evenly spaced moments. */
export interface CurveItem extends Named {
  readonly kind: 'curve'
  readonly unit: string
  /** Seconds of the first moment, between two of them, and how many there are. */
  readonly from: number
  readonly every: number
  readonly count: number
  /** The highest value that can be drawn. */
  readonly most: number
  /** The service whose requests in the busiest second around each moment are the real curve. */
  readonly service: string
}

/** Keys from the top of the cluster down; an entry of a list is found by its name. */
export type Path = readonly string[]

/** What a choice makes of the world at a path. */
export interface Setting {
  readonly path: Path
  readonly to: Json
}

/** Cells by row and column; those that nobody has filled in are absent. */
export interface Cells {
  readonly [row: string]: { readonly [column: string]: string }
}

/** What somebody has answered to one item; null: nothing yet. */
export type Value = number | string | readonly number[] | Cells | null

/** What somebody has answered, by item. */
export interface Answers {
  readonly [item: string]: Value
}

/** What is true in each cell of each matrix, found by running it. */
export interface Truths {
  readonly [matrix: string]: Cells
}

/** The seconds of a curve's moments. */
export const momentsOf = ({ from, every, count }: CurveItem): readonly number[] =>
  Array.from({ length: count }, (_, index) => from + index * every)

/** A number that was answered; null where there is none. */
export const numberIn = (answers: Answers, id: string): number | null => {
  const value = answers[id]
  return typeof value === 'number' ? value : null
}

/** The cells of a matrix that were filled in. */
export function cellsIn(answers: Answers, id: string): Cells {
  const value = answers[id]
  return typeof value === 'object' && value !== null && !Array.isArray(value)
    ? (value as Cells)
    : {}
}

/** The points of a curve that was drawn; null where it was not. */
export function pointsIn(answers: Answers, id: string): readonly number[] | null {
  const value = answers[id]
  return Array.isArray(value) ? (value as readonly number[]) : null
}

import type { Action, DrawnBoundaries } from '../cluster/spec.ts'
import { textHash } from '../kernel/hash.ts'
import { draw } from '../kernel/random.ts'
import type { BodyLuck, LuckState } from './luck-state.ts'
import type { ProcessState } from './state.ts'
import type { World } from './world.ts'

/** A longer argument is told by its hash. */
const LONGEST = 40

/** A boundary that a body has come to, in words that are the same in each run which comes to it. */
export interface Boundary {
  /** `tasks.charge(31), try 2, after service 1`. */
  readonly name: string
  readonly luck: BodyLuck
  /** `after service 1`. */
  readonly place: string
}

/**
 * Counts a boundary of a body. A task goes by its name and first argument, and not by its id or its place in
 * the run, so that it has the same luck whatever else a program sends, and in which order; boundaries are
 * counted by effect (or service) and side, so that a body which waits once more meets its other boundaries as before.
 */
export function countBoundary(
  world: World,
  process: ProcessState,
  effect: string,
  side: string,
): Boundary | null {
  const { execution } = process
  if (execution === null) return null
  execution.luck ??= luckOf(world, execution.request)
  const { luck } = execution
  const kind = `${side} ${effect}`
  const number = (luck.seen[kind] ?? 0) + 1
  luck.seen[kind] = number
  const place = `${kind} ${number}`
  return { name: `${luck.name}, try ${luck.try}, ${place}`, luck, place }
}

function luckOf(world: World, index: number): BodyLuck {
  const request = world.request(index)
  const { tasks, alike } = world.state.luck
  const known = (tasks[request.task] ??= { name: named(alike, request), tries: 0 })
  known.tries += 1
  return { name: known.name, try: known.tries, seen: {} }
}

type Called = ReturnType<World['request']>

function named(alike: LuckState['alike'], { name, context: { args, kwargs } }: Called): string {
  const [first] = [...args, ...Object.values(kwargs)]
  const text = first === undefined ? '' : JSON.stringify(first)
  const called = `${name}(${text.length > LONGEST ? textHash(text).toString(16) : text})`
  const nth = (alike[called] ?? 0) + 1
  alike[called] = nth
  return nth === 1 ? called : `${called} #${nth}`
}

/** Does an action strike at a boundary? By the seed, the task, its try and the boundary, and nothing else. */
export function strikesAt(
  world: World,
  action: Action,
  { chance, tries, only }: DrawnBoundaries,
  { name, luck, place }: Boundary,
): boolean {
  if (only !== undefined) return only.includes(name)
  if (luck.try > tries) return false
  // An action is known by what it says: leaving another one out changes nothing for it.
  const task = textHash(`${JSON.stringify(action)} ${luck.name}`)
  return draw(world.state.course.luck, task, luck.try, textHash(place)) < chance
}

import type { Action } from './cluster/spec.ts'
import { toSeconds } from './kernel/units.ts'
import type { Json } from './messages/json.ts'
import { setTriggers } from './world/triggers.ts'
import { isRestart, type World } from './world/world.ts'

/** What is to be different from a moment on. What is left out stays as it is. */
export interface Change {
  /**
   * In place of all that was planned and has not begun. Moments count from the beginning of the run; a fault
   * that has begun goes on and ends as it would have.
   */
  readonly actions?: readonly Action[]
  /** In place of the cluster's: whoever starts from now on reads them, as after a deployment. */
  readonly settings?: { readonly [key: string]: Json }
  /** Other chance from now on. */
  readonly seed?: number
}

/** A run that has paused goes on by another course. */
export function changeCourse(world: World, { actions, settings, seed }: Change): void {
  if (world.question !== null || world.drops.length > 0)
    throw new Error('A run changes its course where it has paused: answer its question first.')
  const { course } = world.state
  if (seed !== undefined) reseed(world, seed)
  world.state.course = {
    firstAction: actions === undefined ? course.firstAction : world.actions.length,
    luck: seed ?? course.luck,
    settings: settings ?? course.settings,
  }
  if (actions === undefined) return
  for (const [index, action] of actions.entries()) check(world, action, index)
  world.actions = [...world.actions, ...actions]
  setTriggers(world)
}

/** Ids go on as they were: two tasks must never have the same one. */
const OF_IDS = ['ids', 'poison']

function reseed(world: World, seed: number): void {
  const { states } = world.streams.snapshot()
  const kept = Object.entries(states).filter(([name]) => OF_IDS.includes(name))
  world.streams.restore({ seed, states: Object.fromEntries(kept) })
}

function check(world: World, action: Action, index: number): void {
  const { on, after } = action
  if (on.kind === 'time' && after < world.now)
    throw new Error(
      `actions[${index}] is to happen at ${toSeconds(after)} s, and the run is at ${toSeconds(world.now)} s already: give it a later moment.`,
    )
  if (isRestart(action) && !world.actions.some(isRestart))
    throw new Error(
      `actions[${index}] restarts the broker, and this run has not written down what its broker keeps: make it again from its seed with this action in it.`,
    )
}

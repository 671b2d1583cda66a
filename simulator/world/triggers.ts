import type { Action, EffectName, EffectTrigger, Trigger } from '../cluster/spec.ts'
import { type Boundary, countBoundary, strikesAt } from './luck.ts'
import { OPCODES } from './opcodes.ts'
import type { ProcessState, WatchState } from './state.ts'
import type { World } from './world.ts'

/**
 * Puts the actions of the run's course that count from the beginning into the calendar, and draws what others
 * wait for.
 */
export function setTriggers(world: World): void {
  world.state.effectWatches = []
  addTriggers(world, world.state.course.firstAction)
}

/** The same for the actions from one on, beside those that wait already. */
export function addTriggers(world: World, first: number): void {
  world.actions.forEach(({ on, after }, action) => {
    if (action < first) return
    if (on.kind === 'time') world.schedule(after, OPCODES.action, action, 0)
    if (on.kind !== 'effect') return
    const nth = drawn(world, on, action)
    world.state.effectWatches.push({ action, nth, seen: 0, drawn: [] })
  })
}

function drawn(world: World, { nth }: EffectTrigger, action: number): number | null {
  if (typeof nth === 'number') return nth
  if ('chance' in nth) return null
  return 1 + world.streams.stream(`boundary of action ${action}`).below(nth.ofFirst)
}

/** The client wrote a line: blanks count as `_`, as in the recordings. */
export function onPrinted(world: World, line: string): void {
  const said = line.replaceAll(' ', '_')
  fire(world, null, (on) => on.kind === 'printed' && said.startsWith(on.text.replaceAll(' ', '_')))
}

/** A task of this name began for the nth time, in this process. */
export function onStarted(world: World, process: ProcessState, task: string, nth: number): void {
  if (world.actions.length === 0) return
  fire(world, process, (on) => on.kind === 'started' && on.task === task && on.nth === nth)
  for (const poison of world.state.hazards.poisoned) {
    if (poison.task === task)
      world.schedule(world.now, OPCODES.poison, process.index, process.generation)
  }
}

/** The client's program is over. */
export function onDone(world: World): void {
  fire(world, null, (on) => on.kind === 'done')
}

/** A worker is ready. */
export function onReady(world: World, worker: string): void {
  fire(world, null, (on) => on.kind === 'ready' && on.worker === worker)
}

/**
 * A body has come to a boundary of one of its effects. What is to happen later goes into the calendar; `now`
 * does what is to happen at once, before the body goes on. `service` is the one that a call goes to.
 */
export function onEffect(
  world: World,
  process: ProcessState,
  effect: EffectName,
  side: 'before' | 'in' | 'after',
  now: (action: number) => void,
  service: string | null = null,
): void {
  const task = process.execution && world.request(process.execution.request).name
  const { effectWatches } = world.state
  const drawnFor = (wanted: string | undefined): boolean =>
    effectWatches.some(
      ({ nth, action }) => nth === null && triggerOf(world, action).service === wanted,
    )
  const boundary = drawnFor(undefined) ? countBoundary(world, process, effect, side) : null
  // Counted by themselves: what else a body calls does not change the luck of these.
  const called =
    service !== null && drawnFor(service) ? countBoundary(world, process, service, side) : null
  const met: WatchState[] = []
  for (const watch of effectWatches) {
    const action = world.actions[watch.action] as EffectAction
    const { on } = action
    if (on.task !== null && on.task !== task) continue
    if ((on.effect ?? effect) !== effect || (on.side ?? side) !== side) continue
    if (on.service !== undefined && on.service !== service) continue
    watch.seen += 1
    if (isMet(world, watch, action, on.service === undefined ? boundary : called)) met.push(watch)
  }
  if (met.length === 0) return
  const over = met.filter(({ nth }) => nth !== null)
  world.state.effectWatches = effectWatches.filter((watch) => !over.includes(watch))
  for (const { action } of met) {
    const after = world.actions[action]?.after ?? 0
    if (after === 0) now(action)
    else world.schedule(world.now + after, OPCODES.action, action, process.index + 1)
  }
}

type EffectAction = Action & { readonly on: EffectTrigger }

const triggerOf = (world: World, action: number): EffectTrigger =>
  (world.actions[action] as EffectAction).on

function isMet(
  world: World,
  watch: WatchState,
  action: EffectAction,
  boundary: Boundary | null,
): boolean {
  const { nth } = action.on
  if (typeof nth === 'number' || !('chance' in nth)) return watch.seen === watch.nth
  if (boundary === null || !strikesAt(world, action, nth, boundary)) return false
  watch.drawn.push(boundary.name)
  return true
}

function fire(world: World, process: ProcessState | null, isMet: (on: Trigger) => boolean): void {
  world.actions.forEach((action, index) => {
    if (index < world.state.course.firstAction || !isMet(action.on)) return
    const by = process === null ? 0 : process.index + 1
    world.schedule(world.now + action.after, OPCODES.action, index, by)
  })
}

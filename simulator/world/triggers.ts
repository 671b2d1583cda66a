import type { Action, Trigger } from '../cluster/spec.ts'
import { OPCODES } from './opcodes.ts'
import type { World } from './world.ts'

/** Puts the actions that count from the beginning into the calendar. */
export function scheduleTimedActions(world: World): void {
  fire(world, (on) => on.kind === 'time')
}

/** The client wrote a line: blanks count as `_`, as in the recordings. */
export function onPrinted(world: World, line: string): void {
  const said = line.replaceAll(' ', '_')
  fire(world, (on) => on.kind === 'printed' && said.startsWith(on.text.replaceAll(' ', '_')))
}

/** A task of this name began for the nth time. */
export function onStarted(world: World, task: string, nth: number): void {
  fire(world, (on) => on.kind === 'started' && on.task === task && on.nth === nth)
}

/** The client's program is over. */
export function onDone(world: World): void {
  fire(world, (on) => on.kind === 'done')
}

/** A worker is ready. */
export function onReady(world: World, worker: string): void {
  fire(world, (on) => on.kind === 'ready' && on.worker === worker)
}

function fire(world: World, isMet: (on: Trigger) => boolean): void {
  world.actions.forEach((action: Action, index) => {
    if (!isMet(action.on)) return
    world.schedule(world.now + action.after, OPCODES.action, index, 0)
  })
}

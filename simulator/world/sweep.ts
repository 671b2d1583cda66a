import { finals } from './machines.ts'
import { each, remove } from './pages.ts'
import type { CopyState, RequestState } from './state.ts'
import type { World } from './world.ts'

/** Nobody will ask for this request again. */
export function closeRequest(world: World, request: RequestState): void {
  world.over.requests.push(request)
}

/** The broker has settled this message, or dropped it. */
export function closeCopy(world: World, copy: CopyState): void {
  world.over.copies.push(copy)
}

/** A worker has ended: its requests end with it, wherever they waited. */
export function closeRequestsOf(world: World, worker: number): void {
  each(world.state.requests, (request) => {
    if (request.worker === worker) closeRequest(world, request)
  })
}

/** Forgets what is over, at the end of each event: memory follows what is under way. */
export function sweep(world: World): void {
  const { requests, copies } = world.over
  if (requests.length === 0 && copies.length === 0) return
  while (requests.length > 0) {
    const request = requests.pop()!
    if (!remove(world.state.requests, request.index)) continue
    request.copy.open -= 1
    copies.push(request.copy)
  }
  while (copies.length > 0) {
    const copy = copies.pop()!
    if (copy.open === 0 && ENDED[copy.state] === true) remove(world.state.copies, copy.tag)
  }
}

const ENDED = finals('delivery')

import { initial, move } from '../world/machines.ts'
import type { World } from '../world/world.ts'

/** Something happened to the chord of a group. */
export function moveChord(world: World, group: string, event: string): void {
  const { chords } = world.state
  chords[group] = move('chord', chords[group] ?? initial('chord'), event, `chord ${group}`)
}

import type { Actor } from '../../../simulator/index.ts'

/** Who acts, as the recordings name processes: `client`, or a worker by its short name. */
export function roleOf(actor: Actor): string {
  const [role] = actor.name.split('@')
  return role ?? actor.name
}

/** What can be done to whoever has a link to the servers: slow it down, cut it. */
import type { Micros } from '../../../simulator/index.ts'
import { type Act, act, span } from './act.ts'

/** The acts on the link of one node; `who` is what a sentence calls it. */
export function linkActs(node: string, who: string, lasts: Micros, delay: Micros): readonly Act[] {
  const ends = { nodes: [node], from: 'both' } as const
  return [
    act(`slow`, 'Slow the link down', `${span(delay)} more each way, for ${span(lasts)}`, {
      ...ends,
      fault: 'slow-link',
      delay,
      jitter: 0,
      lasts,
    }),
    act(`cut`, 'Cut the link', `nothing passes between ${who} and the servers for ${span(lasts)}`, {
      ...ends,
      fault: 'partition',
      lasts,
    }),
  ]
}

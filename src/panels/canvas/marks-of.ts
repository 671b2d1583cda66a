import type { Picture } from '../../../simulator/index.ts'
import { MARKS, markOf, type Mark } from '../../lib/marks.ts'

/** How many of some tasks wear each mark; those that have not been sent wear none. */
export function marksOf(
  tasks: readonly string[],
  picture: Picture,
): readonly (readonly [mark: Mark, count: number])[] {
  const counts = new Map<Mark, number>()
  for (const id of tasks) {
    const now = picture.tasks.get(id)
    if (now) counts.set(markOf(now), (counts.get(markOf(now)) ?? 0) + 1)
  }
  return MARKS.flatMap((mark) => {
    const count = counts.get(mark)
    return count === undefined ? [] : [[mark, count] as const]
  })
}

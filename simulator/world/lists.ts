/**
 * Takes the first of a list. `shift` alone would let go of the room of a list that becomes empty, and what
 * comes next would have to make it again.
 */
export const takeHead = <T>(list: T[]): T | undefined =>
  list.length === 1 ? list.pop() : list.shift()

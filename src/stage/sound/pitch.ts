/** Steps of a scale in which no two notes clash, in semitones. */
const SCALE = [0, 2, 4, 7, 9] as const
/** An empty queue, in hertz. */
const LOWEST = 110
const OCTAVES = 4
/** As deep as can be heard: deeper queues sound alike. */
const DEEPEST = 1000

/** The pitch of so many waiting messages: each doubling goes up by as much, on the steps of a scale. */
export function pitchOf(depth: number): number {
  const share = Math.log2(1 + Math.min(Math.max(depth, 0), DEEPEST)) / Math.log2(1 + DEEPEST)
  const step = Math.round(share * OCTAVES * SCALE.length)
  const semitones = 12 * Math.floor(step / SCALE.length) + SCALE[step % SCALE.length]!
  return LOWEST * 2 ** (semitones / 12)
}

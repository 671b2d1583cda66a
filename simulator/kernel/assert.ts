/** Thrown where the simulator contradicts itself: a bug of ours, never a mistake of the learner. */
export class AssertionFailure extends Error {
  override readonly name = 'AssertionFailure'
}

/** Throws an `AssertionFailure` with `message` unless `condition` holds. */
export function assert(condition: unknown, message: string): asserts condition {
  if (!condition) throw new AssertionFailure(message)
}

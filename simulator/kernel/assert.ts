/** Thrown where the simulator contradicts itself: a bug of ours, never a mistake of the learner. */
export class AssertionFailure extends Error {
  override readonly name = 'AssertionFailure'
}

/** Throws an `AssertionFailure` with `message` unless `condition` holds. */
export function assert(condition: unknown, message: string): asserts condition {
  if (!condition) throw new AssertionFailure(message)
}

/** The same where the message has to be put together: it is made only when it is needed. */
export function contradict(message: string): never {
  throw new AssertionFailure(message)
}

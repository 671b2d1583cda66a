import { BaseSequencer, type TestSpecification } from 'vitest/node'

/**
 * Files that take a minute and more: whoever begins with them last waits for them alone. The two that drive browsers
 * for longest have others between them, so that with two workers they hardly ever share the machine.
 */
const LONG = [
  'tests/attacks/attacks.test.ts',
  'tests/labs/folders-first.test.ts',
  'tests/labs/folders-second.test.ts',
  'tests/labs/folders-third.test.ts',
  'tests/engines/stop.test.ts',
  'tests/engines/lab.test.ts',
  'tests/labs/autoscaler.test.ts',
  'tests/engines/python.test.ts',
  'tests/labs/two-lanes.test.ts',
  'tests/contracts/suspension.test.ts',
]

/** The order of vitest, which knows how long a file took where it has run before, with the longest in front. */
export class LongestFirst extends BaseSequencer {
  override async sort(files: TestSpecification[]): Promise<TestSpecification[]> {
    const usual = await super.sort(files)
    return usual.toSorted((one, other) => place(one) - place(other))
  }
}

function place({ moduleId }: TestSpecification): number {
  const at = LONG.findIndex((file) => moduleId.endsWith(file))
  return at < 0 ? LONG.length : at
}

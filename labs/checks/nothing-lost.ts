import type { CheckWord } from './check.ts'

/** Every task that was sent has succeeded by the end of the run, and the program came to its end. */
export const nothingLost: CheckWord = {
  parameters: {},
  judge(run) {
    if (!run.clientEnded) return { time: run.end, sentence: 'The program never came to its end.' }
    const open = run.tasks.filter(({ state, replaced }) => state !== 'SUCCESS' && !replaced)
    const [first] = open
    if (first === undefined) return null
    return {
      time: first.finished ?? first.published,
      sentence: `${open.length} of ${run.tasks.length} tasks had not succeeded when the run ended. The first was ${first.name}.`,
    }
  },
}

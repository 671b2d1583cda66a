import { type CheckWord, text } from './check.ts'
import { mailsOf } from './mails.ts'

/** An address that the mail server has refused for good is not tried again. */
export const unknownTriedOnce: CheckWord = {
  parameters: { task: 'task' },
  judge(run, parameters) {
    const again = mailsOf(run, text(parameters, 'task')).find(({ unknown }) => unknown.length > 1)
    if (again === undefined) return null
    return {
      time: again.unknown[1] ?? run.end,
      sentence: `${again.address} was tried ${again.unknown.length} times, although the first answer, 550, was final.`,
    }
  },
}

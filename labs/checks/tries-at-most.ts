import { type CheckWord, number, text } from './check.ts'
import { mailsOf } from './mails.ts'

/** No mail is tried more often than so many times. */
export const triesAtMost: CheckWord = {
  parameters: { task: 'task', most: 'count' },
  judge(run, parameters) {
    const most = number(parameters, 'most')
    const over = mailsOf(run, text(parameters, 'task')).find(({ tries }) => tries.length > most)
    if (over === undefined) return null
    return {
      time: over.tries[most]?.at ?? run.end,
      sentence: `The mail to ${over.address} was tried ${over.tries.length} times; ${most} are allowed.`,
    }
  },
}

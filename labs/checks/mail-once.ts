import { type CheckWord, text } from './check.ts'
import { isUnknown, mailsOf } from './mails.ts'

/** Every address that somebody has gets its mail, and gets it once. */
export const mailOnce: CheckWord = {
  parameters: { task: 'task' },
  judge(run, parameters) {
    const mails = mailsOf(run, text(parameters, 'task'))
    if (mails.length === 0) return { time: run.end, sentence: 'No mail was ever asked for.' }
    const good = mails.filter((mail) => !isUnknown(mail))
    const twice = good.find(({ accepted }) => accepted.length > 1)
    if (twice !== undefined)
      return {
        time: twice.accepted[1] ?? run.end,
        sentence: `${twice.address} got the mail ${twice.accepted.length} times.`,
      }
    const missing = good.filter(({ accepted }) => accepted.length === 0)
    const [first] = missing
    if (first === undefined) return null
    return {
      time: first.tries.at(-1)?.at ?? run.end,
      sentence: `${missing.length} of ${good.length} good addresses never got their mail. The first is ${first.address}.`,
    }
  },
}

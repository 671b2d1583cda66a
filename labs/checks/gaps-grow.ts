import { lengthText } from '../../simulator/index.ts'
import { type CheckWord, number, text } from './check.ts'
import { gapsOf, GROWS, growthOf, mailsOf } from './mails.ts'

/** Clocks of a run and of a countdown are rounded: so much less than a second is a second. */
const ROUNDING = 10_000

/** From one try of a mail to the next is so long at least, and longer each time. */
export const gapsGrow: CheckWord = {
  parameters: { task: 'task', atLeast: 'seconds' },
  judge(run, parameters) {
    const least = number(parameters, 'atLeast') * 1_000_000
    const mails = mailsOf(run, text(parameters, 'task'))
    for (const mail of mails) {
      const at = gapsOf(mail).findIndex((gap) => gap < least - ROUNDING)
      if (at < 0) continue
      return {
        time: mail.tries[at + 1]?.at ?? run.end,
        sentence: `The mail to ${mail.address} was tried again after ${lengthText(gapsOf(mail)[at] ?? 0)}; ${lengthText(least)} is the least.`,
      }
    }
    const growth = growthOf(mails)
    if (growth === null || growth >= GROWS) return null
    const patient = mails.find(({ tries }) => tries.length > 2)
    const [first = 0] = patient === undefined ? [] : gapsOf(patient)
    return {
      time: patient?.tries[2]?.at ?? run.end,
      sentence: `The gaps between tries do not grow: the first is ${lengthText(first)}, and the last is about the same.`,
    }
  },
}

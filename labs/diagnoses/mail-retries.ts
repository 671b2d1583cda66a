import { lengthText, type Micros } from '../../simulator/index.ts'
import { number, type Parameters, text } from '../checks/check.ts'
import {
  gapsOf,
  GROWS,
  growthOf,
  isUnknown,
  loadOf,
  type MailRecord,
  mailsOf,
} from '../checks/mails.ts'
import { type RunRecord, slotSleeps } from '../checks/run-record.ts'
import type { DiagnosisWord } from './diagnosis.ts'

const mails = (run: RunRecord, parameters: Parameters): readonly MailRecord[] =>
  mailsOf(run, text(parameters, 'task'), 'table' in parameters ? text(parameters, 'table') : '')

/** Mails to good addresses that were never sent; a task that swallows its retry is another mistake. */
const lostOf = (all: readonly MailRecord[]): readonly MailRecord[] =>
  all.filter(
    (mail) => !isUnknown(mail) && mail.accepted.length === 0 && mail.task.swallowed === null,
  )

/** It has asked for another try, heard or not. */
const asksForMore = ({ task }: MailRecord): boolean => task.retries > 0 || task.swallowed !== null

/** Its address stands among those that nobody has, although somebody has it. */
const isSlandered = (mail: MailRecord): boolean => !isUnknown(mail) && mail.rows.length > 0

const isEven = (all: readonly MailRecord[]): boolean => (growthOf(all) ?? GROWS) < GROWS

/** Tries of the patient mails come at even distances, and this is the distance. */
function evenGap(all: readonly MailRecord[]): Micros | null {
  if (!isEven(all)) return null
  const patient = all.find((mail) => mail.tries.length > 2 && !isUnknown(mail))
  return patient === undefined ? null : (gapsOf(patient)[0] ?? null)
}

/** A mail that was turned away for the moment was never tried again. */
export const neverTriedAgain: DiagnosisWord = {
  parameters: { task: 'task' },
  slots: ['address', 'lost', 'error'],
  find(run, parameters) {
    const all = mails(run, parameters)
    const lost = lostOf(all).filter(({ tries, task }) => tries.length === 1 && task.retries === 0)
    const [first] = lost
    if (first === undefined || all.some(asksForMore)) return null
    return { address: first.address, lost: lost.length, error: first.task.error ?? 'an error' }
  },
}

/** A mail was lost to an error that ends its task at once, while others end in another try: it had tries left. */
export const oneErrorEndsIt: DiagnosisWord = {
  parameters: { task: 'task' },
  slots: ['address', 'lost', 'error'],
  find(run, parameters) {
    const all = mails(run, parameters)
    const most = Math.max(0, ...all.map(({ task }) => task.retries))
    const lost = lostOf(all).filter(({ task }) => task.error !== null && task.retries < most)
    const [first] = lost
    if (first === undefined || !all.some(asksForMore)) return null
    return { address: first.address, lost: lost.length, error: first.task.error ?? '' }
  },
}

/** A mail to an address that somebody has, tried again almost at once; the gap with it. */
function soonest(
  all: readonly MailRecord[],
  parameters: Parameters,
): { readonly address: string; readonly gap: Micros } | null {
  const least = number(parameters, 'atLeast') * 1_000_000
  for (const mail of all) {
    const gap = gapsOf(mail).find((one) => one < least * 0.99)
    if (gap !== undefined && !isUnknown(mail)) return { address: mail.address, gap }
  }
  return null
}

/** A mail was given up although somebody has its address: its tries were over too soon. */
export const gaveUp: DiagnosisWord = {
  parameters: { task: 'task', atLeast: 'seconds' },
  slots: ['address', 'lost', 'tries', 'span'],
  find(run, parameters) {
    const all = mails(run, parameters)
    const lost = lostOf(all).filter(({ tries }) => tries.length > 1)
    const [first] = lost
    if (first === undefined || isEven(all)) return null
    if (oneErrorEndsIt.find(run, parameters) !== null) return null
    // Pauses of next to nothing come first: who mends them has mended the sum as well.
    if (soonest(all, parameters) !== null) return null
    const { tries, address } = first
    const span = lengthText((tries.at(-1)?.at ?? 0) - (tries[0]?.at ?? 0))
    return { address, lost: lost.length, tries: tries.length, span }
  },
}

/** Each gap between two tries is as long as the one before, and between two bounds. */
export const evenGaps: DiagnosisWord = {
  parameters: { task: 'task', atLeast: 'seconds', below: 'seconds' },
  slots: ['address', 'gap', 'tries'],
  find(run, parameters) {
    const all = mails(run, parameters)
    const gap = evenGap(all)
    const [least, below] = [number(parameters, 'atLeast'), number(parameters, 'below')]
    if (gap === null || gap < least * 1_000_000 || gap >= below * 1_000_000) return null
    const most = all.filter((mail) => !isUnknown(mail))
    const [longest] = most.toSorted((a, b) => b.tries.length - a.tries.length)
    return {
      address: longest?.address ?? '',
      gap: lengthText(gap),
      tries: longest?.tries.length ?? 0,
    }
  },
}

/** A mail is tried again for ever, or nearly so. */
export const triedTooOften: DiagnosisWord = {
  parameters: { task: 'task', most: 'count' },
  slots: ['address', 'tries', 'span'],
  find(run, parameters) {
    const all = mails(run, parameters)
    const [worst] = all.toSorted((a, b) => b.tries.length - a.tries.length)
    if (worst === undefined || worst.tries.length <= number(parameters, 'most')) return null
    if (isEven(all) || isUnknown(worst)) return null
    const { tries, address } = worst
    const span = lengthText((tries.at(-1)?.at ?? 0) - (tries[0]?.at ?? 0))
    return { address, tries: tries.length, span }
  },
}

/** A mail was tried again almost at once. */
export const triedTooSoon: DiagnosisWord = {
  parameters: { task: 'task', atLeast: 'seconds' },
  slots: ['address', 'gap'],
  find(run, parameters) {
    const all = mails(run, parameters)
    const found = isEven(all) ? null : soonest(all, parameters)
    return found && { address: found.address, gap: lengthText(found.gap) }
  },
}

/** Everybody comes back in the same moment, once the server is there again. */
export const allAtOnce: DiagnosisWord = {
  parameters: { task: 'task', table: 'table', most: 'share', within: 'seconds', tries: 'count' },
  slots: ['after', 'usual'],
  find(run, parameters) {
    const load = loadOf(run, number(parameters, 'within') * 1_000_000)
    const limit = number(parameters, 'most')
    if (load === null || load.after <= load.usual * limit) return null
    const sleeps = slotSleeps(run).some(({ from, to }) => to - from > 1_000_000)
    const all = mails(run, parameters)
    // Who knocks again and again makes a crowd too, and is told that.
    const often = all.some(({ tries }) => tries.length > number(parameters, 'tries'))
    if (sleeps || often || isEven(all) || all.some(isSlandered)) return null
    return { after: load.after, usual: load.usual }
  },
}

/** An address that somebody has was written down as one that nobody has. */
export const goodAsBad: DiagnosisWord = {
  parameters: { task: 'task', table: 'table' },
  slots: ['address', 'count'],
  find(run, parameters) {
    const all = mails(run, parameters)
    const wrong = all.filter(isSlandered)
    const [first] = wrong
    if (first === undefined || all.some(({ task }) => task.swallowed !== null)) return null
    return { address: first.address, count: wrong.length }
  },
}

/** An address that nobody has is not written down, though all else is well. */
export const badForgotten: DiagnosisWord = {
  parameters: { task: 'task', table: 'table' },
  slots: ['address'],
  find(run, parameters) {
    const all = mails(run, parameters)
    if (lostOf(all).length > 0 || all.some(({ unknown }) => unknown.length > 1)) return null
    const forgotten = all.find((mail) => isUnknown(mail) && mail.rows.length === 0)
    return forgotten === undefined ? null : { address: forgotten.address }
  },
}

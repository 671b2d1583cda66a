import type { Entry } from '../../../simulator/index.ts'
import type { EntryOf, Ran } from '../ran.ts'

/** A call that a body waits for, with what it changed and what came back. */
interface Call {
  readonly parked: EntryOf<'body-parked'>
  readonly effects: EntryOf<'service-effect'>[]
  answered: EntryOf<'service-answered'> | null
}

/**
 * Whoever is killed or gives up meanwhile: a call changes at most one thing outside, after it has set out, and
 * before its answer is there. One that has failed or was refused has changed nothing; what is put is there.
 */
export function callsChangeOnce({ entries }: Ran): string[] {
  const calls = new Map<number, Call>()
  const problems: string[] = []
  for (const entry of entries) {
    if (entry.kind === 'body-parked' && entry.detail.on.kind === 'service')
      calls.set(entry.row, { parked: entry, effects: [], answered: null })
    if (entry.kind !== 'service-effect' && entry.kind !== 'service-answered') continue
    const call = calls.get(entry.cause)
    if (call === undefined || !isOf(call, entry)) problems.push(`row ${entry.row}: of no call`)
    else if (entry.kind === 'service-effect') call.effects.push(entry)
    else if (call.answered !== null) problems.push(`row ${entry.row}: a second answer`)
    else call.answered = entry
  }
  return [...problems, ...[...calls.values()].flatMap(wrongWith)]
}

function wrongWith({ parked, effects, answered }: Call): string[] {
  const what = `the call of row ${parked.row}`
  const [effect, another] = effects
  if (another !== undefined) return [`${what} changed two things`]
  if (effect !== undefined && effect.time <= parked.time) return [`${what} changed something early`]
  if (answered?.detail.outcome !== 'answered') {
    const isRefused = answered?.detail.outcome === 'refused'
    return effect !== undefined && isRefused ? [`${what} was refused and changed something`] : []
  }
  const failed = (answered.detail.code ?? 0) >= 400
  if (failed) return effect === undefined ? [] : [`${what} failed and changed something`]
  // A charge with a key that is known changes nothing.
  if (effect === undefined)
    return answered.detail.call === 'put' ? [`${what} was served and changed nothing`] : []
  return effect.row > answered.row ? [`${what} changed something after its answer`] : []
}

const isOf = ({ parked }: Call, entry: EntryOf<'service-effect' | 'service-answered'>): boolean =>
  parked.detail.on.kind === 'service' &&
  parked.detail.on.call === entry.detail.call &&
  parked.detail.on.subject === entry.detail.subject &&
  parked.task === entry.task

/** Charges with one idempotency key are made once, however often their task is tried. */
export function keysCountOnce({ entries }: Ran): string[] {
  const seen = new Set<string>()
  return entries.flatMap((entry: Entry) => {
    if (entry.kind !== 'service-effect') return []
    const { key = null, payment } = entry.detail.entry
    if (payment !== 'charged' || typeof key !== 'string' || !seen.has(key)) {
      if (payment === 'charged' && typeof key === 'string') seen.add(key)
      return []
    }
    return [`row ${entry.row}: the key ${key} is charged a second time`]
  })
}

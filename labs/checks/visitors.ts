import { type Parameters, text } from './check.ts'
import type { EffectRecord, RequestRecord, RunRecord } from './run-record.ts'

/** What a check is told of one kind of visitor, and of the service where something must happen for each of them. */
export const FOR_EACH = { path: 'path', field: 'field', service: 'service' } as const

/** A visitor who has a good answer, and what has happened for them. */
export interface Served {
  readonly request: RequestRecord
  /** What they sent in the field that names them. */
  readonly name: string
  /** Entries of the service's ledger that name them, in the order of time. */
  readonly effects: readonly EffectRecord[]
}

/** Every visitor of a path whose answer is no error, with the entries in the ledger of a service that name them. */
export function servedOf(run: RunRecord, parameters: Parameters): readonly Served[] {
  const [path, field] = [text(parameters, 'path'), text(parameters, 'field')]
  const ledger = run.effects.filter(({ service }) => service === text(parameters, 'service'))
  return run.requests.flatMap((request) => {
    const name = request.form?.[field]
    const isOne = request.path === path && request.status < 400 && typeof name === 'string'
    if (!isOne) return []
    return [{ request, name, effects: ledger.filter((effect) => isNamed(effect, name)) }]
  })
}

/** Does the ledger's entry speak of them: `user-3` is in `avatars/user-3.png`, and not in `user-31`. */
function isNamed({ subject, entry }: EffectRecord, name: string): boolean {
  const text = `${subject} ${JSON.stringify(entry)}`
  for (let at = text.indexOf(name); at >= 0; at = text.indexOf(name, at + 1))
    if (!isInWord(text, at - 1) && !isInWord(text, at + name.length)) return true
  return false
}

const isInWord = (text: string, at: number): boolean => /[\w@+-]/u.test(text[at] ?? '')

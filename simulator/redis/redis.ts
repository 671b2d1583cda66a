import type { Micros } from '../kernel/units.ts'
import type { Command, Family } from './command.ts'
import { HASHES } from './hashes.ts'
import { LISTS } from './lists.ts'
import { SERVER } from './server.ts'
import { SETS } from './sets.ts'
import { SORTED_SETS } from './sorted-sets.ts'
import { Keys, RedisRefusal, type RedisState, type Reply, WRONG_TYPE } from './store.ts'
import { STRINGS } from './strings.ts'

/** Every command there is. To add one: a line in the file of its family. */
const COMMANDS: Family = { ...SERVER, ...STRINGS, ...LISTS, ...HASHES, ...SETS, ...SORTED_SETS }

/** A command's answer, or the server's refusal. */
export type Outcome =
  { readonly reply: Reply } | { readonly refusal: string; readonly code: string }

/** Does one command now. */
export function command(state: RedisState, words: readonly string[], now: Micros): Outcome {
  const [name = '', ...args] = words
  const found = (COMMANDS as { readonly [name: string]: Command | undefined })[name.toUpperCase()]
  if (found === undefined) {
    const given = args.map((arg) => `'${arg.slice(0, 128)}' `).join('')
    return { code: 'ERR', refusal: `unknown command '${name}', with args beginning with: ${given}` }
  }
  const fits = args.length >= found.least && (found.more === true || args.length === found.least)
  if (!fits)
    return { code: 'ERR', refusal: `wrong number of arguments for '${name.toLowerCase()}' command` }
  try {
    return { reply: found.run(new Keys(state, now), args) }
  } catch (error) {
    if (!(error instanceof RedisRefusal)) throw error
    return { code: error.message === WRONG_TYPE ? 'WRONGTYPE' : 'ERR', refusal: error.message }
  }
}

/** Commands that wait where they find nothing: their last argument says how many seconds, 0 for ever. */
const BLOCKING: ReadonlySet<string> = new Set(['BLPOP', 'BRPOP'])

/** How long a command may wait: null for ever; undefined for one that never waits. */
export function patience(words: readonly string[]): Micros | null | undefined {
  if (!BLOCKING.has((words[0] ?? '').toUpperCase())) return undefined
  const seconds = Number(words.at(-1))
  return seconds > 0 ? Math.round(seconds * 1_000_000) : null
}

/** Does a command leave something that others may wait for? */
export const feeds = (words: readonly string[]): boolean => /^[LR]PUSH$/i.test(words[0] ?? '')

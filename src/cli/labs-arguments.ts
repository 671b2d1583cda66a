/** What `labs` was told. */
export type LabsCommand =
  | { readonly do: 'list' }
  | {
      readonly do: 'check'
      readonly slug: string
      readonly folder: string
      /** Null: as many as the lab says. */
      readonly seeds: number | null
      /** Where to write the report as JSON; null for nowhere. */
      readonly json: string | null
    }

export type ParsedLabsCommand =
  | { readonly ok: true; readonly command: LabsCommand }
  | { readonly ok: false; readonly problem: string }

export const LABS_USAGE = [
  'Usage: npm run labs -- list',
  '       npm run labs -- check SLUG DIR [--seeds N] [--json OUT]',
  '',
  'Grades the files in DIR as a solution of a lab. Files that are absent come from the starter.',
].join('\n')

/** The most seeds that one command grades. */
const MOST_SEEDS = 10_000

const fail = (problem: string): ParsedLabsCommand => ({ ok: false, problem })

/** Reads the command line of `labs`. */
export function parseLabsCommand(argv: readonly string[]): ParsedLabsCommand {
  const [verb, ...rest] = argv
  if (verb === 'list')
    return rest.length === 0
      ? { ok: true, command: { do: 'list' } }
      : fail(`list takes nothing more: ${rest.join(' ')}`)
  if (verb !== 'check') return fail(`Unknown command: ${verb ?? '(none)'}. There are: list, check.`)
  const [slug, folder, ...flags] = rest
  if (slug === undefined || slug.startsWith('-')) return fail('Which lab? Name it after check.')
  if (folder === undefined || folder.startsWith('-'))
    return fail('Which folder has the solution? Name it after the lab.')
  let seeds: number | null = null
  let json: string | null = null
  for (let i = 0; i < flags.length; i += 2) {
    const [flag, value] = [flags[i] ?? '', flags[i + 1]]
    if (flag !== '--seeds' && flag !== '--json') return fail(`No such option: ${flag}`)
    if (value === undefined) return fail(`Option ${flag} needs a value.`)
    if (flag === '--json') json = value
    else seeds = Number(value)
  }
  if (seeds !== null && !(Number.isInteger(seeds) && seeds >= 1 && seeds <= MOST_SEEDS))
    return fail(`The number of seeds is a whole number from 1 to ${MOST_SEEDS}.`)
  return { ok: true, command: { do: 'check', slug, folder, seeds, json } }
}

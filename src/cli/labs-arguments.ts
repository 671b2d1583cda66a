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
      /** Make the first failing run smaller. */
      readonly shrink: boolean
    }
  | {
      readonly do: 'test'
      /** None: every lab. */
      readonly slugs: readonly string[]
      readonly seeds: number
    }
  | { readonly do: 'new'; readonly slug: string }

export type ParsedLabsCommand =
  | { readonly ok: true; readonly command: LabsCommand }
  | { readonly ok: false; readonly problem: string }

export const LABS_USAGE = [
  'Usage: npm run labs -- list',
  '       npm run labs -- check SLUG DIR [--seeds N] [--json OUT] [--shrink]',
  '       npm run labs -- test [SLUG...] [--seeds N]',
  '       npm run new:lab SLUG',
  '',
  'check grades the files in DIR as a solution of a lab. Files that are absent come from the starter.',
  'With --shrink it looks for the smallest run in which the first failing check still fails.',
  'test proves labs: good answers pass, and each mistake fails with its hint and no other.',
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
  if (verb === 'test') return parseTest(rest)
  if (verb === 'new') return parseNew(rest)
  if (verb === 'check') return parseCheck(rest)
  return fail(`Unknown command: ${verb ?? '(none)'}. There are: list, check, test, new.`)
}

function parseCheck([slug, folder, ...given]: readonly string[]): ParsedLabsCommand {
  if (slug === undefined || slug.startsWith('-')) return fail('Which lab? Name it after check.')
  if (folder === undefined || folder.startsWith('-'))
    return fail('Which folder has the solution? Name it after the lab.')
  let seeds: number | null = null
  let json: string | null = null
  const shrink = given.includes('--shrink')
  const flags = given.filter((flag) => flag !== '--shrink')
  for (let i = 0; i < flags.length; i += 2) {
    const [flag, value] = [flags[i] ?? '', flags[i + 1]]
    if (flag !== '--seeds' && flag !== '--json') return fail(`No such option: ${flag}`)
    if (value === undefined) return fail(`Option ${flag} needs a value.`)
    if (flag === '--json') json = value
    else seeds = Number(value)
  }
  if (seeds !== null && !isCount(seeds)) return fail(COUNT)
  return { ok: true, command: { do: 'check', slug, folder, seeds, json, shrink } }
}

/** As many as a proof is asked for in the curriculum. */
const PROOF = 100

function parseTest(rest: readonly string[]): ParsedLabsCommand {
  const at = rest.indexOf('--seeds')
  const slugs = at < 0 ? rest : [...rest.slice(0, at), ...rest.slice(at + 2)]
  const strange = slugs.find((slug) => slug.startsWith('-'))
  if (strange !== undefined) return fail(`No such option: ${strange}`)
  const seeds = at < 0 ? PROOF : Number(rest[at + 1])
  return isCount(seeds) ? { ok: true, command: { do: 'test', slugs, seeds } } : fail(COUNT)
}

function parseNew([slug, ...more]: readonly string[]): ParsedLabsCommand {
  if (slug === undefined || !/^[a-z]+(-[a-z]+)*$/u.test(slug) || more.length > 0)
    return fail('A lab has one name of small letters and dashes, such as two-lanes.')
  return { ok: true, command: { do: 'new', slug } }
}

const COUNT = `The number of seeds is a whole number from 1 to ${MOST_SEEDS}.`

const isCount = (seeds: number): boolean =>
  Number.isInteger(seeds) && seeds >= 1 && seeds <= MOST_SEEDS

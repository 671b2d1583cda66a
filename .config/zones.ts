/**
 * Writes simulator/beat/zone-data.ts from the PyPI package `tzdata`, unpacked:
 *
 *     pip download tzdata==2026.6 --no-deps && unzip tzdata-*.whl -d UNPACKED
 *     node .config/zones.ts UNPACKED/tzdata
 */
import { readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs'
import path from 'node:path'

/** What is simulated lies between these years. Later, a zone goes by its rule alone. */
const FROM = Date.UTC(2000, 0, 1) / 60_000
const UNTIL = Date.UTC(2041, 0, 1) / 60_000

const OUT = path.resolve(import.meta.dirname, '../simulator/beat/zone-data.ts')

interface Change {
  /** Minutes since 1970. */
  readonly at: number
  /** Minutes east of UTC from then on. */
  readonly offset: number
}

function main(folder: string): void {
  const root = path.join(folder, 'zoneinfo')
  const groups = new Map<string, string[]>()
  for (const name of zoneNames(root)) {
    const text = encode(readFileSync(path.join(root, name)))
    groups.set(text, [...(groups.get(text) ?? []), name])
  }
  const lines = [...groups]
    .map(([text, names]) => `${text}|${names.sort().join(' ')}`)
    .sort((a, b) => (a < b ? -1 : 1))
  const init = readFileSync(path.join(folder, '__init__.py'), 'utf8')
  const version = /__version__ = "(.+)"/.exec(init)?.[1] ?? ''
  const iana = /IANA_VERSION = "(.+)"/.exec(init)?.[1] ?? ''
  writeFileSync(OUT, moduleText(lines, version, iana))
}

function moduleText(lines: readonly string[], version: string, iana: string): string {
  return `/**
 * The time zones of tzdata ${version} (IANA ${iana}, public domain), written by .config/zones.ts. A line holds zones that keep
 * the same time since 2000: offset at the start of 2000 (minutes east of UTC) | changes, each as minutes since the one
 * before (base 36, the first since 2000) : offset | rule that holds after the last change, or nothing | names.
 */
export const ZONE_DATA = \`
${lines.join('\n')}
\`
`
}

function zoneNames(root: string): readonly string[] {
  return readdirSync(root, { recursive: true, encoding: 'utf8' }).filter((name) => {
    const file = path.join(root, name)
    return statSync(file).isFile() && readFileSync(file).toString('latin1', 0, 4) === 'TZif'
  })
}

/** Everything about a zone but its names. */
function encode(file: Buffer): string {
  const { first, changes, footer } = readZone(file)
  const rule = ruleOf(footer)
  const before =
    offsetByRule(changes, rule) ?? changes.findLast(({ at }) => at < FROM)?.offset ?? first
  let [last, offset] = [FROM, before]
  const kept: string[] = []
  for (const change of changes) {
    // A change of name or of what counts as daylight saving changes no clock, but the rule may hold from the last on.
    const isSeen = change.offset !== offset || change === changes.at(-1)
    if (change.at < FROM || change.at >= UNTIL || !isSeen) continue
    kept.push(`${(change.at - last).toString(36)}:${String(change.offset)}`)
    ;[last, offset] = [change.at, change.offset]
  }
  const isFixed = rule === String(offset)
  return `${String(before)}|${kept.join(' ')}|${isFixed ? '' : rule}`
}

/** The offset of New Year's Day by the rule of a zone that has gone by it since before 2000; null for others. */
function offsetByRule(changes: readonly Change[], rule: string): number | null {
  const [standard, saved, begin, end] = rule.split(' ')
  if (saved === undefined || changes.some(({ at }) => at >= FROM)) return null
  return Number(Number.parseInt(begin ?? '') < Number.parseInt(end ?? '') ? standard : saved)
}

/** RFC 9636: the second part of the file, with 8-byte times, and its footer. */
function readZone(file: Buffer): {
  readonly first: number
  readonly changes: readonly Change[]
  readonly footer: string
} {
  const start = 44 + bodyLength(file, 0, 4)
  const [times, types] = [file.readUInt32BE(start + 32), file.readUInt32BE(start + 36)]
  const timesAt = start + 44
  const indicesAt = timesAt + times * 8
  const typesAt = indicesAt + times
  const offsetOf = (type: number): number => file.readInt32BE(typesAt + type * 6) / 60
  const changes = Array.from({ length: times }, (_, i) => ({
    at: Number(file.readBigInt64BE(timesAt + i * 8)) / 60,
    offset: offsetOf(file.readUInt8(indicesAt + i)),
  }))
  const recent = changes.filter(({ at }) => at >= FROM)
  if (types === 0 || recent.some(({ at, offset }) => !isWhole(at) || !isWhole(offset)))
    throw new Error('a zone of our time changes at whole minutes')
  const footer = file.toString('latin1', start + 44 + bodyLength(file, start, 8)).trim()
  return { first: offsetOf(0), changes, footer }
}

const isWhole = (value: number): boolean => Number.isInteger(value)

function bodyLength(file: Buffer, at: number, timeSize: number): number {
  const [isUt, isStd, leaps, times, types, chars] = [20, 24, 28, 32, 36, 40].map((offset) =>
    file.readUInt32BE(at + offset),
  ) as [number, number, number, number, number, number]
  return times * (timeSize + 1) + types * 6 + chars + leaps * (timeSize + 4) + isStd + isUt
}

/**
 * `CET-1CEST,M3.5.0,M10.5.0/3` becomes `60 120 3.5.0/120 10.5.0/180`: offsets, and when daylight saving begins
 * and ends, each as month.week.weekday/minutes of the clock that runs before it. Without daylight saving: `60`.
 */
function ruleOf(footer: string): string {
  const NAME = String.raw`(?:<[^>]+>|[A-Za-z]+)`
  const TIME = String.raw`[+-]?\d+(?::\d+)?`
  const pattern = new RegExp(`^${NAME}(${TIME})(?:${NAME}(${TIME})?,M(.+),M(.+))?$`)
  const found = pattern.exec(footer)
  if (found === null) throw new Error(`a rule of another kind: ${footer}`)
  const [, standard = '', daylight, begin, end] = found
  const offset = -minutes(standard)
  if (begin === undefined || end === undefined) return String(offset)
  const saved = daylight === undefined ? offset + 60 : -minutes(daylight)
  return [offset, saved, moment(begin), moment(end)].join(' ')
}

function moment(text: string): string {
  const [day = '', time = '2'] = text.split('/')
  return `${day}/${String(minutes(time))}`
}

function minutes(text: string): number {
  const [hours = '0', rest = '0'] = text.replace(/^[+-]/, '').split(':')
  // `-0` would be another zero.
  return (text.startsWith('-') ? -1 : 1) * (Number(hours) * 60 + Number(rest)) || 0
}

const [folder] = process.argv.slice(2)
if (folder === undefined) throw new Error('Name the folder of the unpacked package tzdata.')
main(folder)

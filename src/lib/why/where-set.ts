/**
 * Where in the learner's files something is set. The log says what counted; this says which line to look at.
 * It reads text, not Python: a value that a program makes up elsewhere has no line, and gets no link.
 */
import type { SourceLine } from '../../../simulator/index.ts'

/** A file as it was run. */
export interface Source {
  readonly path: string
  readonly text: string
}

export type Sources = readonly Source[]

/** The line on which a task sets one of its options, in its decorator. */
export function optionOf(sources: Sources, task: string, option: string): SourceLine | null {
  for (const { path, text } of sources) {
    if (!path.endsWith('.py')) continue
    const lines = text.split('\n')
    for (const [from, to] of decorators(lines, task)) {
      const line = find(lines, new RegExp(`(^|[\\s(,])${option}\\s*=[^=]`, 'u'), from, to)
      if (line !== null) return { file: path, line }
    }
  }
  return null
}

/** The line on which a setting is made, in a module of settings or on an app; the first name that has one. */
export function settingOf(sources: Sources, names: readonly string[]): SourceLine | null {
  for (const name of names) {
    const wanted = new RegExp(`(^\\s*|\\.conf\\.|[(,{]\\s*)['"]?${name}['"]?\\s*(=[^=]|:)`, 'u')
    for (const { path, text } of sources) {
      if (!path.endsWith('.py')) continue
      const lines = text.split('\n')
      const line = find(lines, wanted, 0, lines.length)
      if (line !== null) return { file: path, line }
    }
  }
  return null
}

/** The line of `cluster.yaml` with the options of a worker; `w1@sim` and `w1` are the same. */
export function workerLine(sources: Sources, worker: string): SourceLine | null {
  const short = escaped(worker.replace(/@.*$/u, ''))
  return inCluster(sources, (lines) => {
    const name = find(
      lines,
      new RegExp(`name:\\s*["']?${short}["']?\\s*(,|\\}|#|$)`, 'u'),
      0,
      lines.length,
    )
    return name === null ? null : (find(lines, /options:/u, name - 1, name + 3) ?? name)
  })
}

/** The line of `cluster.yaml` that sets a field anywhere in it. */
export function clusterLine(sources: Sources, field: string): SourceLine | null {
  return inCluster(sources, (lines) =>
    find(lines, new RegExp(`(^|[\\s{,])${field}:`, 'u'), 0, lines.length),
  )
}

function inCluster(
  sources: Sources,
  look: (lines: readonly string[]) => number | null,
): SourceLine | null {
  const cluster = sources.find(({ path }) => path === 'cluster.yaml')
  const line = cluster === undefined ? null : look(cluster.text.split('\n'))
  return line === null ? null : { file: 'cluster.yaml', line }
}

/** Where the decorators of a task stand, as stretches of lines; by the name of its function or its own `name=`. */
function* decorators(
  lines: readonly string[],
  task: string,
): Generator<readonly [from: number, to: number]> {
  const named = new RegExp(`name\\s*=\\s*['"]${escaped(task)}['"]`, 'u')
  const own = new RegExp(
    `^\\s*(async\\s+)?def\\s+${escaped(task.slice(task.lastIndexOf('.') + 1))}\\b`,
    'u',
  )
  let from = -1
  for (const [at, line] of lines.entries()) {
    if (/^\s*@/u.test(line) && from < 0) from = at
    if (!/^\s*(async\s+)?(def|class)\s/u.test(line)) continue
    if (from >= 0 && (own.test(line) || lines.slice(from, at).some((each) => named.test(each))))
      yield [from, at]
    from = -1
  }
}

/** The first line that matches, counted from 1; comments are looked over. */
function find(lines: readonly string[], wanted: RegExp, from: number, to: number): number | null {
  for (let at = from; at < Math.min(to, lines.length); at++)
    if (!/^\s*#/u.test(lines[at]!) && wanted.test(lines[at]!)) return at + 1
  return null
}

const escaped = (text: string): string => text.replaceAll(/[.*+?^${}()|[\]\\]/gu, String.raw`\$&`)

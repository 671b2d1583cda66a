/** What holds each rule, by its number. */
export interface Rules {
  readonly [id: string]: {
    readonly about: string
    /** Tests by their path; recordings, tables and programs by their names. */
    readonly held?: readonly string[]
    /** Why nothing holds it. */
    readonly why?: string
  }
}

/** The sections whose rules are listed here; section 5, the canvas, is in docs/UPSTREAM.md. */
export const SECTIONS = [
  { number: 1, title: 'Messages and publishing', last: 25, letters: [] },
  { number: 2, title: 'Routing, brokers, queues', last: 44, letters: [] },
  { number: 3, title: 'Workers', last: 74, letters: [] },
  { number: 4, title: 'Tasks', last: 64, letters: ['4.10b'] },
  { number: 6, title: 'Result backends', last: 26, letters: [] },
  { number: 7, title: 'Beat', last: 26, letters: [] },
  { number: 8, title: 'Events and monitoring', last: 11, letters: [] },
] as const

/** The text of docs/RULES.md. */
export function rulesDocument(rules: Rules): string {
  const sections = SECTIONS.map(({ number, title }) => {
    const rows = Object.entries(rules)
      .filter(([id]) => id.startsWith(`${number}.`))
      .map(([id, { about, held = [], why = '' }]) => {
        const by = held.length > 0 ? held.map((one) => `\`${one}\``).join(', ') : `not held: ${why}`
        return `| ${id} | ${about.replaceAll('|', '\\|')} | ${by} |`
      })
    return [
      `## ${number}. ${title}`,
      '',
      '| rule | about | held by |',
      '| --- | --- | --- |',
      ...rows,
      '',
    ].join('\n')
  })
  return `${HEAD}\n${sections.join('\n')}`
}

const HEAD = `# What holds each rule

The rules of real Celery's behaviour are numbered, and sources and tests cite them by their numbers. This list says which
test, recording, table or program holds each. \`traces/\` and \`traces-own/\` are recordings in \`tests/conformance\`,
\`tables/\` computed answers there, \`programs/\` lie in \`tests/api\`: real Celery printed what they have to print.
Section 5, the canvas, is in [UPSTREAM.md](UPSTREAM.md).

This list is written by \`npx vitest run tests/rules -u\` from \`tests/rules/rules.json\`.
`

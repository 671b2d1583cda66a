import { clockText, type Entry, type Log, sentence } from '../../simulator/index.ts'
import { explanationAt } from '../mistakes/find.ts'
import { inShort } from '../mistakes/mistake.ts'
import { nodeMistakes } from '../mistakes/mistakes.node.ts'
import type { Ending } from '../driver/run-spec.ts'

const book = nodeMistakes()

/** The words under an error, where there are some. */
function explanation(log: Log, row: number): string | null {
  const words = explanationAt(book, log, row)
  return words && inShort(words)
}

/** Prints what the client wrote, the log as sentences, and how the run ended. */
export function printRun(log: Log, ending: Ending, line: (text: string) => void): void {
  for (let row = 0; row < log.length; row++) {
    line(`${clockText(log.timeAt(row))}  ${sentence(log, row)}`)
    const explained = explanation(log, row)
    if (explained !== null) line(`           ${explained}`)
  }
  line('')
  line(`Output of the program:`)
  for (const text of outputOf(log)) line(`  ${text}`)
  line('')
  line('sentence' in ending ? ending.sentence : 'The run came to its end.')
  line(`Log hash ${log.hash()}, ${log.length} facts.`)
}

/** What the client printed, in lines, and what it returned or died of. */
function outputOf(log: Log): readonly string[] {
  const printed: string[] = []
  const last: string[] = []
  for (let row = 0; row < log.length; row++) {
    const entry = log.entry(row)
    if (entry.actor.kind !== 'client') continue
    if (entry.kind === 'printed') printed.push(entry.detail.text)
    if (entry.kind === 'program-ended' && entry.detail.repr !== 'None')
      last.push(`returned ${entry.detail.repr}`)
    if (entry.kind === 'program-failed') {
      last.push(`failed with ${entry.detail.error.repr}`)
      const explained = explanation(log, row)
      if (explained !== null) last.push(explained)
    }
  }
  return [...printed, ...last]
}

/** The whole run as JSON: its facts with names in place of numbers. */
export function runAsJson(log: Log, ending: Ending): { readonly [key: string]: unknown } {
  const facts: Entry[] = []
  for (let row = 0; row < log.length; row++) facts.push(log.entry(row))
  return { hash: log.hash(), ending, facts }
}

import { seconds, stringify } from '../../../simulator/index.ts'
import type { Log } from '../../../simulator/index.ts'
import type { RunSpec } from '../../driver/run-spec.ts'
import { match } from '../compare/match.ts'
import type { Sandbox } from '../run.ts'
import { sentence } from '../sentence.ts'
import { isList, isObject, textOf } from '../trace/json.ts'
import type { Value, ValueObject } from '../trace/json.ts'
import type { Table } from '../trace/parse.ts'
import type { TableChecker } from './table.ts'

/**
 * A table whose rows Python answers. `prelude` is Python that defines `answer(row)`: from the fields of a row that
 * are the question it makes the fields that are the answer. An exception becomes the fields error and text.
 */
export interface PythonTable {
  readonly prelude: string
  /** The fields of a row that Python may see; all others are what it has to answer. */
  readonly asks: readonly string[]
}

/** Checks a table in the sandbox's own Python, all rows in one run of a program without workers. */
export function inPython({ prelude, asks }: PythonTable): TableChecker {
  return async (table, sandbox) => {
    const answers = await evaluate(prelude, questions(table, asks), sandbox)
    return table.rows.map((row, index) => {
      const expected = Object.fromEntries(
        Object.entries(row).filter(([key]) => key !== 'row' && !asks.includes(key)),
      )
      return compareRow(expected, answers[index])
    })
  }
}

/** The questions of a table: of each row the fields that Python may see. */
export function questions(table: Table, asks: readonly string[]): readonly ValueObject[] {
  return table.rows.map((row) =>
    Object.fromEntries(Object.entries(row).filter(([key]) => asks.includes(key))),
  )
}

/** What differs in a row, or null. */
export function compareRow(expected: Value, actual: Value | undefined): string | null {
  if (isObject(actual) && 'error' in actual && !(isObject(expected) && 'error' in expected))
    return `answered with ${textOf(actual['error'])}: ${textOf(actual['text'])}`
  const [first] = match(expected, actual, 0).differences
  return first === undefined ? null : sentence(first)
}

/** The answers of Python to rows, in order. Throws where the program did not come to its end. */
export async function evaluate(
  prelude: string,
  rows: readonly ValueObject[],
  sandbox: Sandbox,
): Promise<readonly Value[]> {
  return returnedBy(await runRows(prelude, rows, sandbox))
}

/** Runs a program that asks `answer` about each row, after printing `#` and the row's place. */
export async function runRows(
  prelude: string,
  rows: readonly ValueObject[],
  sandbox: Sandbox,
): Promise<Log> {
  const { log } = await sandbox.run(program(prelude, rows))
  return log
}

/** The list that the program of a table returned. Throws its exception, or where it did not end. */
export function returnedBy(log: Log): readonly Value[] {
  for (let row = log.length - 1; row >= 0; row -= 1) {
    const entry = log.entry(row)
    if (entry.kind === 'program-failed') throw new Error(entry.detail.error.repr)
    if (entry.kind === 'program-ended' && isList(entry.detail.returned))
      return entry.detail.returned
  }
  throw new Error('the program of the table did not end')
}

/** A JSON text is a Python literal once more quoted. */
function program(prelude: string, rows: readonly ValueObject[]): RunSpec {
  const source = `import json as _json
${prelude}

ROWS = _json.loads(${JSON.stringify(stringify(rows))})


def main():
    answers = []
    for place, row in enumerate(ROWS):
        print('#%d' % place)
        try:
            answers.append(answer(row))
        except Exception as exc:
            answers.append({'error': type(exc).__name__, 'text': str(exc)})
    return answers
`
  return {
    files: { 'tasks.py': source },
    client: { module: 'tasks', entry: 'main' },
    cluster: { app: 'tasks', broker: 'redis', backend: 'redis', workers: [] },
    actions: [],
    seed: 1,
    limits: { time: seconds(600), facts: 100_000, settle: 0 },
  }
}

import { type CheckWord, number, text } from './check.ts'
import { named } from './run-record.ts'

/** Every success of a task gives this number, and there is one. */
export const resultIs: CheckWord = {
  parameters: { task: 'task', value: 'count' },
  judge(run, parameters) {
    const name = text(parameters, 'task')
    const right = number(parameters, 'value')
    const successes = named(run, name).flatMap((task) => task.successes)
    if (successes.length === 0) return { time: run.end, sentence: `${name} never succeeded.` }
    const wrong = successes.find(({ value }) => value !== right)
    if (wrong === undefined) return null
    return { time: wrong.time, sentence: `${name} gave ${wrong.repr}; ${right} is right.` }
  },
}

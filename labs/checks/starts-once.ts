import { type CheckWord, text } from './check.ts'
import { named } from './run-record.ts'

/** A task begins exactly once in the whole run, under whichever id. */
export const startsOnce: CheckWord = {
  parameters: { task: 'task' },
  judge(run, parameters) {
    const name = text(parameters, 'task')
    const tasks = named(run, name)
    const starts = tasks.reduce((sum, { workers }) => sum + workers.length, 0)
    if (starts === 1) return null
    if (starts === 0) return { time: run.end, sentence: `${name} never began.` }
    // The second beginning: of a task that began before, or of another one.
    const [first, second = first] = tasks
      .filter(({ firstStarted }) => firstStarted !== null)
      .toSorted((a, b) => (a.firstStarted ?? 0) - (b.firstStarted ?? 0))
    const time = (second === first ? first?.lastStarted : second?.firstStarted) ?? run.end
    return { time, sentence: `${name} began ${starts} times; it must begin once.` }
  },
}

/** Programs that never end by themselves: their budget of computing time cuts them. */
import { seconds } from '../../simulator/index.ts'
import type { RunSpec } from '../../src/driver/run-spec.ts'
import { runOf, type WaitingProgram } from './waiting-programs.ts'

const TASKS = `
from celery import Celery
app = Celery('tasks', broker='redis://', backend='redis://')

@app.task
def stubborn():
    turns = 0
    while True:
        try:
            turns += sum(n for n in range(100))
            if turns % 7 == 0:
                raise ValueError(turns)
        except BaseException:
            print('caught')
`

const endless = (name: string, client: string): Pick<WaitingProgram, 'name' | 'files'> => ({
  name,
  files: { 'tasks.py': TASKS, 'client.py': `from tasks import *\n${client}` },
})

/** A loop of the client, and one of a task that swallows every exception while its client waits. */
export const ENDLESS: readonly Pick<WaitingProgram, 'name' | 'files'>[] = [
  endless('a loop of the client', 'turn = 0\nwhile True:\n    turn += 1\n'),
  endless('a task that swallows every exception', 'stubborn.delay().get()\n'),
]

/** The run of an endless program: soon over, by its budget. */
export const endlessRun = (program: Pick<WaitingProgram, 'files'>, seed: number): RunSpec => {
  const run = runOf(program, seed)
  return { ...run, limits: { ...run.limits, facts: 2_000, computing: seconds(0.5) } }
}

import { existsSync, mkdirSync, writeFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { labSlugs, titleOf } from '../../labs/catalogue-node.ts'

/** What came of making a lab. */
export type Made =
  | { readonly ok: true; readonly lines: readonly string[] }
  | { readonly ok: false; readonly problem: string }

const LABS = join(import.meta.dirname, '../../labs')

/** Makes the folder of a lab that can be opened and checked, and says what is to be filled in. */
export function newLab(slug: string, labs = LABS): Made {
  const folder = join(labs, slug)
  if (existsSync(folder)) return { ok: false, problem: `There is a folder labs/${slug} already.` }
  const number = 1 + Math.max(0, ...labSlugs().map((one) => titleOf(one).number))
  for (const [path, text] of Object.entries(filesFor(slug, number))) {
    mkdirSync(dirname(join(folder, path)), { recursive: true })
    writeFileSync(join(folder, path), text)
  }
  return { ok: true, lines: [`labs/${slug} is there. What is left to do:`, '', ...LEFT(slug)] }
}

const LEFT = (slug: string): readonly string[] => [
  '1. title.json: what the catalogue says; its summary is one sentence.',
  '2. lab.yaml: cluster, what may be changed, what happens, checks, hints (docs/LABS.md has the words).',
  '3. instructions.md: what happens in every run, what stays, what may be changed, and the steps.',
  '4. starter/: what a learner begins with. It must fail.',
  '5. solution/, and three or more under alternatives/: only what differs. They must pass.',
  '6. wrong/: four or more mistakes, each with its hint under "mistakes" in lab.yaml.',
  `7. npm run labs -- test ${slug}: one line a folder; "ok" before each of them, and it is done.`,
]

const titleIn = (slug: string): string => {
  const words = slug.replaceAll('-', ' ')
  return words.charAt(0).toUpperCase() + words.slice(1)
}

function filesFor(slug: string, number: number): Readonly<Record<string, string>> {
  const title = {
    number,
    title: titleIn(slug),
    summary: 'TODO: what it teaches, in one sentence.',
    level: 'Foundation',
    minutes: 30,
  }
  return {
    'title.json': `${JSON.stringify(title, null, 2)}\n`,
    'lab.yaml': SHEET,
    'instructions.md': GUIDE,
    'starter/tasks.py': TASKS,
    'starter/client.py': CLIENT,
    'starter/celeryconfig.py': CONFIG,
    'starter/cluster.yaml': 'workers:\n  - { name: w1, options: "-c 2" }\n',
    'solution/celeryconfig.py': `${CONFIG}\ntask_acks_late = True\ntask_reject_on_worker_lost = True\n`,
  }
}

const SHEET = `# TODO: what this lab is about. Times are in seconds.

client: { module: client, entry: script }
cluster: { broker: rabbitmq, backend: redis, app: tasks }
bounds: { processes: 2, workers: [w1] }
editable: [tasks.py, celeryconfig.py]

actions:
  - { on: { started: tasks.work, nth: 3 }, after: 0.1, fault: kill-process }

limits: { seconds: 600, facts: 20000 }
seeds: 20

# What may be left out to show why a check fails.
shrink:
  - { knob: constant, file: client.py, name: JOBS }
  - { knob: faults }

checks:
  - id: all-done
    title: Every job gets done
    word: at-least-once
    with:
      effect: { task: tasks.work, is: succeeded }
      of: { task: tasks.work, is: sent }
      missing: "{missing} of {all} jobs were never done. The first is {key}."

# Tried from the top; the first that applies speaks. Steps: what to look at, the rule, the line.
hints:
  - id: waits
    word: slot-sleeps
    with: { longest: 30 }
    steps:
      - "Look at the processes of {worker}: one of them sleeps for {wait}."
      - "TODO: the rule."
      - "TODO: the line."

# Which hint the starter and each folder of wrong/ must get.
mistakes: {}
`

const GUIDE = `TODO: the story, in a few sentences.

## What happens in every run

TODO. One process is killed while it works. There are 2 processes, and one worker, \`w1\`.

## What you may change

\`tasks.py\` and \`celeryconfig.py\`.

## Steps

1. TODO: a step (*Every job gets done*).
`

const TASKS = `"""TODO: the tasks."""

import time

from celery import Celery

app = Celery('tasks')
app.config_from_object('celeryconfig')


@app.task
def work(job):
    time.sleep(1)
    return job
`

const CLIENT = `"""TODO: what sends the jobs."""

from tasks import work

JOBS = 10


if __name__ == '__main__':
    for job in range(1, JOBS + 1):
        work.delay(job)
    print(f'{JOBS} jobs are on their way.')
`

const CONFIG = `"""TODO: the settings."""

broker_url = 'amqp://'
result_backend = 'redis://'
`

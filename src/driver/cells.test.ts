import { describe, expect, it } from 'vitest'
import { goodLab } from '../../labs/testing.ts'
import { parseLab } from '../../labs/parse-lab.ts'
import { truthsOf } from './cells.ts'

const TITLE = {
  ...{ slug: 'cells', number: 1, title: 'Cells', summary: 'Cells.', level: 'Expert', minutes: 1 },
} as const

const SHEET = `
cluster:
  broker: rabbitmq
  backend: none
  app: lab
  services: { ledger.example.com: { kind: http, routes: { "POST /marks": 1 } } }
  tasks:
    - name: lab.probe
      duration: 2
      call: { service: ledger.example.com, operation: POST, subject: /marks, at: 0.5 }
      options: { acks_late: false, reject_on_worker_lost: false }
  load: [{ task: lab.probe, kind: replay, times: [1] }]
bounds: { processes: 2, workers: [w1] }
editable: [answers.yaml]
answers:
  - choice: acks
    title: Acknowledge
    options:
      - { id: early, title: Early }
      - { id: late, title: Late, sets: [{ path: [tasks, lab.probe, options, acks_late], to: true }] }
  - choice: reject
    title: reject_on_worker_lost
    options:
      - { id: off, title: Off }
      - { id: on, title: On, sets: [{ path: [tasks, lab.probe, options, reject_on_worker_lost], to: true }] }
  - choice: crash
    title: The process is killed
    options:
      - { id: never, title: Never }
      - { id: before, title: Before, actions: [{ fault: kill-process, worker: w1, on: { effect: service, side: before } }] }
      - { id: after, title: After, actions: [{ fault: kill-process, worker: w1, on: { effect: service, side: after } }] }
  - matrix: fate
    title: What becomes of the effect
    task: lab.probe
    until: 30
    rows:
      - { id: early, title: Early, with: { acks: early, reject: off } }
      - { id: late, title: Late, with: { acks: late, reject: off } }
      - { id: rejected, title: Rejected, with: { acks: late, reject: on } }
    columns:
      - { id: never, title: Never, with: { crash: never } }
      - { id: before, title: Before, with: { crash: before } }
      - { id: after, title: After, with: { crash: after } }
limits: { seconds: 60, facts: 5000 }
seeds: 1
checks: []
hints: []
mistakes: {}
`

const lab = goodLab(
  parseLab(TITLE, {
    'lab.yaml': SHEET,
    'starter/cluster.yaml': 'workers: [{ name: w1, options: "-c 2" }]\n',
    'starter/answers.yaml': 'acks: early\nreject: off\ncrash: never\n',
  }),
)

describe('the cells of a matrix', () => {
  it.each([1, 2, 17])('are found by running each, with seed %i', async (seed) => {
    expect(await truthsOf(lab, seed, null)).toEqual({
      fate: {
        early: { never: 'once', before: 'lost', after: 'once' },
        // A dead child is acknowledged all the same, unless it is said to be rejected (rule 3.28).
        late: { never: 'once', before: 'lost', after: 'once' },
        rejected: { never: 'once', before: 'once', after: 'twice' },
      },
    })
  })
})

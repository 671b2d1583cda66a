import { describe, expect, it } from 'vitest'
import { seconds } from '../../simulator/index.ts'
import { toRun } from './scenario.ts'
import type { ScenarioInput } from './trace/trace.ts'

const input = (more: Partial<ScenarioInput>): ScenarioInput => ({
  source: "# oracle: settle=2.5\n\ndef main():\n    print('start worker')\n",
  broker: 'redis',
  backend: 'redis',
  workers: [{ name: 'w1', options: '-c 1 -Q a,b', start: 'action' }],
  beat: null,
  actions: [],
  worker_flags: '--without-gossip',
  ...more,
})

describe('a scenario as a run', () => {
  it('starts workers with the flags, events and options of the recording', () => {
    expect(toRun(input({})).cluster.workers).toEqual([
      { name: 'w1', options: '-E --without-gossip -c 1 -Q a,b', autostart: false },
    ])
  })

  it('goes on after main() for as long as its header says', () => {
    const kept = (settle: string) => ({ source: `# oracle: keep=shutdown\n${settle}` })
    expect(toRun(input(kept('# oracle: settle=2.5'))).limits.settle).toBe(seconds(2.5))
    expect(toRun(input(kept(''))).limits.settle).toBe(seconds(0.5))
  })

  it('stops the workers as the recorder did before it read the results', () => {
    const run = toRun(input({}))
    expect(run.actions).toEqual([
      { on: { kind: 'done' }, after: 2_501_000, verb: 'kill', target: 'w1', signal: 'SIGTERM' },
      { on: { kind: 'done' }, after: seconds(8.5), verb: 'kill', target: 'w1', signal: 'SIGQUIT' },
    ])
    expect(run.limits.settle).toBe(seconds(11.5))
  })

  it('reads triggers; blanks of a printed line are written as _', () => {
    const actions = [
      { on: 'main:start_worker', after: 0, do: 'start w1' },
      { on: 'run:tasks.slow#2', after: { $num: '0.4' }, do: 'kill w1 SIGKILL' },
      { on: 'done', after: 0, do: 'dropconnections' },
    ]
    expect(toRun(input({ actions })).actions.slice(0, actions.length)).toEqual([
      { on: { kind: 'printed', text: 'start worker' }, after: 0, verb: 'start', target: 'w1' },
      {
        on: { kind: 'started', task: 'tasks.slow', nth: 2 },
        after: seconds(0.4),
        fault: 'kill-worker',
        worker: 'w1',
        lasts: null,
      },
      { on: { kind: 'done' }, after: 0, verb: 'dropconnections', target: '' },
    ])
  })

  it('keeps a real _ of a printed line', () => {
    const source = "# oracle: action=on main:a_b do start w1\nprint('a_b')\n"
    const actions = [{ on: 'main:a_b', after: 0, do: 'start w1' }]
    expect(toRun(input({ source, actions })).actions[0]?.on).toEqual({
      kind: 'printed',
      text: 'a_b',
    })
  })

  it('says what is not simulated', () => {
    expect(() => toRun(input({ broker: 'sqs' }))).toThrow('the broker sqs is not simulated')
  })
})

/** Runs whose logs must be alike in every engine: workflows, retries, limits, revokes and kills, by broker and seed. */
import { type Action, type Log, seconds } from '../../simulator/index.ts'
import { Raise, result, runScript, type Script, signature, sleep } from '../support/scripted.ts'

const SEEDS = 12

const program: Script = {
  tasks: {
    'tasks.quick': {
      options: { rate_limit: '20/s' },
      *body() {
        return 0.1 + 0.2
      },
    },
    'tasks.slow': {
      options: { acks_late: true, time_limit: 3 },
      *body([pause]) {
        yield sleep(seconds(Number(pause)))
        return 'ünïcode ✓'
      },
    },
    'tasks.flaky': {
      *body(_args, api) {
        if (Number(api.request['retries']) >= 2) return 1e21
        api.tell('retry', {
          args: null,
          kwargs: null,
          error: null,
          countdown: null,
          eta: null,
          maxRetries: null,
          auto: true,
          options: {},
        })
        throw new Raise({ type: 'Retry', message: 'Retry', command: { kind: 'retry' } })
      },
    },
  },
  *main(_args, api) {
    const quick = signature('tasks.quick')
    const group = api.tell('canvas', { type: 'group', tasks: [quick, quick, quick] })
    if (!('signature' in group)) throw new Error('a group can be made')
    const chord = api.tell('canvas', { type: 'chord', header: [quick, quick], body: quick })
    if (!('signature' in chord)) throw new Error('a chord can be made')
    for (const { signature } of [group, chord])
      api.tell('apply', { signature, args: [], kwargs: {}, options: {} })
    for (const pause of [0.4, 1.7, 9]) api.send('tasks.slow', [pause], { countdown: pause })
    const revoked = api.send('tasks.slow', [1], { countdown: 2 })
    const arguments_ = { task_id: revoked, terminate: false, signal: null }
    api.tell('control', {
      method: 'revoke',
      arguments: arguments_,
      destination: null,
      pattern: null,
      matcher: null,
      reply: false,
    })
    yield* result(api.send('tasks.flaky'), seconds(400))
    return null
  },
}

const actions: readonly Action[] = [
  { on: { kind: 'time' }, after: seconds(3.1), verb: 'kill', target: 'w1' },
  { on: { kind: 'time' }, after: seconds(4), verb: 'start', target: 'w1' },
]

/** Every run by name; each is made anew. */
export function* runs(): Generator<readonly [string, Log]> {
  for (const broker of ['redis', 'rabbitmq'] as const)
    for (let seed = 1; seed <= SEEDS; seed++) {
      const workers = [
        { name: 'w1', options: '-c 2', autostart: true },
        { name: 'w2', options: '-c 3 --prefetch-multiplier 1', autostart: true },
      ]
      yield [
        `${broker}, seed ${String(seed)}`,
        runScript(program, { cluster: { broker, workers }, actions, seed }),
      ]
    }
}

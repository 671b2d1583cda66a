/** What can be done to the servers: broker, result backend, queues and outside systems. */
import { faultsOf } from '../../../simulator/index.ts'
import { type Act, act, type Moment, span, type Strength } from './act.ts'
import { sendActs } from './on-tasks.ts'

/** The faults that its broker knows. */
export function brokerActs({ cluster }: Moment, { lasts }: Strength): readonly Act[] {
  const known = new Set(cluster === null ? [] : faultsOf(cluster.broker))
  const all: readonly Act[] = [
    act('drop', 'Drop all connections', 'and take new ones at once', {
      fault: 'drop-connections',
      lasts: null,
    }),
    act('restart', 'Restart the broker', `away for ${span(lasts)}, with what it has on its disk`, {
      fault: 'broker-restart',
      how: 'stop',
      lasts,
    }),
    act('crash', 'Kill the broker', `and start it again after ${span(lasts)}`, {
      fault: 'broker-restart',
      how: 'kill',
      lasts,
    }),
    act('away', 'Broker away', `nobody reaches it for ${span(lasts)}`, {
      fault: 'broker-away',
      lasts,
    }),
    act('alarm', 'Memory alarm', `it takes nothing from whoever sends for ${span(lasts)}`, {
      fault: 'memory-alarm',
      lasts,
    }),
  ]
  return all.filter(({ doings: [one] }) => !one || !('fault' in one) || known.has(one.fault))
}

/** Nobody reaches the results. */
export const resultsActs = ({ lasts }: Strength): readonly Act[] => [
  act('away', 'Result backend away', `nobody reaches it for ${span(lasts)}`, {
    fault: 'backend-away',
    lasts,
  }),
]

/** Messages are sent to it, thrown away, or handed out twice. */
export function queueActs(name: string, moment: Moment): readonly Act[] {
  const waiting = moment.picture.queues.find((queue) => queue.name === name)?.waiting.length ?? 0
  return [
    ...sendActs(moment, name),
    act(
      'purge',
      'Purge',
      `throw away the ${waiting} that wait`,
      { verb: 'purge', target: name },
      waiting === 0 ? 'Nothing waits here.' : null,
    ),
    act('twice', 'Deliver twice', 'the next message is handed out two times', {
      fault: 'duplicate-delivery',
      queue: name,
      count: 1,
      lasts: null,
    }),
  ]
}

/** An outside system is slow, refuses, or says nothing. */
export function serviceActs(
  service: string,
  { cluster }: Moment,
  { lasts, delay }: Strength,
): readonly Act[] {
  const known = cluster?.services?.some(({ name }) => name === service) === true
  const not = known ? null : 'It belongs to Python here, and does as it is told.'
  return [
    act(
      'slow',
      'Slow down',
      `each call takes ${span(delay)} for ${span(lasts)}`,
      {
        fault: 'service-slow',
        service,
        latency: delay,
        lasts,
      },
      not,
    ),
    act(
      'away',
      'Away',
      `nobody listens there for ${span(lasts)}`,
      {
        fault: 'service-away',
        service,
        how: 'refuses',
        lasts,
      },
      not,
    ),
    act(
      'silent',
      'Silent',
      `no answer comes for ${span(lasts)}`,
      {
        fault: 'service-away',
        service,
        how: 'silent',
        lasts,
      },
      not,
    ),
  ]
}

import { type QueueState, waiting } from '../brokers/broker.ts'
import { asText } from '../messages/json.ts'
import type { World } from './world.ts'

/** The queues that carry delayed messages empty themselves (rule 2.39). */
const DELAYED = 'celery_delayed_'

/** Messages may be left on purpose where another queue sends its dead ones (rule 2.19). */
function takesDeadLetters({ state }: World, { name }: QueueState): boolean {
  const { queues, bindings } = state.broker
  return Object.values(queues).some(({ arguments: args }) => {
    const exchange = args['x-dead-letter-exchange']
    if (exchange === undefined) return false
    if (asText(exchange) === '') return asText(args['x-dead-letter-routing-key']) === name
    return bindings.some((one) => one.exchange === asText(exchange) && one.destination === name)
  })
}

/**
 * Says of each queue in which messages are left that no worker takes from it, and how to mend that: the most
 * usual mistake with queues (rules 1.23, 2.9), and one of which real Celery says nothing.
 */
export function noteLeftovers(world: World, cause: number): void {
  const { broker, workers } = world.state
  const taken = new Set(workers.flatMap(({ consumer }) => consumer?.queues ?? []))
  for (const name of broker.queueNames) {
    const queue = broker.queues[name]
    if (queue === undefined || taken.has(name) || name.startsWith(DELAYED)) continue
    const count = waiting(queue)
    if (count > 0 && !takesDeadLetters(world, queue))
      world.noteOfBroker(leftover(name, count), undefined, cause)
  }
}

const leftover = (queue: string, count: number): string =>
  count === 1
    ? `1 message waits in the queue ${queue}, and no worker takes from it. Start a worker with -Q ${queue}, or send the task to a queue that a worker has.`
    : `${count} messages wait in the queue ${queue}, and no worker takes from it. Start a worker with -Q ${queue}, or send the tasks to a queue that a worker has.`

import type { BrokerName, Json } from '../../simulator/index.ts'
import type { Options } from './case.ts'
import type { Chance } from './chance.ts'
import { QUEUES } from './draw-names.ts'

/**
 * `task_queues`: RabbitMQ's queues with all that they may be told, other brokers' as they are by themselves;
 * null: the queues are made when somebody needs them.
 */
export function drawQueues(chance: Chance, broker: BrokerName): Json | null {
  if (!chance.once(2)) return null
  if (broker === 'rabbitmq') return QUEUES.map((name) => rabbitQueue(chance, name))
  return chance.once(3) ? QUEUES.map((name) => queue(name, {})) : null
}

const queue = (name: string, args: Options, exchange: Options = DEFAULT): Json => ({
  name,
  exchange,
  routing_key: name,
  queue_arguments: args,
})

const DEFAULT = { name: '', type: 'direct' }
/** Native delayed delivery goes through a topic exchange (rule 2.40). */
const TOPIC = { name: 'topics', type: 'topic' }
/** It goes with a broker that is restarted. */
const TRANSIENT = { name: 'passing', type: 'topic', durable: false }

function rabbitQueue(chance: Chance, name: string): Json {
  const args = chance.once(4) ? quorumArguments(chance) : classicArguments(chance)
  const dead = deadLetters(chance, name)
  const exchange = chance.pick([TOPIC, TRANSIENT, DEFAULT, DEFAULT, DEFAULT])
  return queue(name, { ...args, ...dead }, exchange)
}

function quorumArguments(chance: Chance): Options {
  return {
    'x-queue-type': 'quorum',
    ...(chance.once(2) ? { 'x-delivery-limit': chance.whole(1, 3) } : {}),
  }
}

function classicArguments(chance: Chance): Options {
  return {
    ...(chance.once(3) ? {} : { 'x-max-priority': 9 }),
    ...(chance.once(6) ? { 'x-message-ttl': chance.pick([200, 2000]) } : {}),
    // Short, so that a worker that was away finds the queue gone.
    ...(chance.once(12) ? { 'x-expires': chance.pick([1500, 5000]) } : {}),
    ...(chance.once(6) ? lengthArguments(chance) : {}),
    ...(chance.once(12) ? { 'x-consumer-timeout': chance.pick([1000, 61_000]) } : {}),
  }
}

const lengthArguments = (chance: Chance): Options => ({
  'x-max-length': chance.whole(1, 4),
  'x-overflow': chance.pick(['drop-head', 'reject-publish', 'reject-publish-dlx']),
})

/** Dead letters go on to a later queue, or nowhere: what is rejected everywhere would go round for ever. */
function deadLetters(chance: Chance, name: string): Options {
  if (!chance.once(4)) return {}
  const later = QUEUES.slice(QUEUES.findIndex((one) => one === name) + 1)
  const to = chance.pick([...later, ...later, 'nowhere'])
  return { 'x-dead-letter-exchange': '', 'x-dead-letter-routing-key': to }
}

import { asText, type Json, type JsonObject } from '../../messages/json.ts'
import { queueFromJson, type QueueSpec } from '../../routing/queues.ts'
import { beginConsuming, endConsuming } from '../../world/delivery.ts'
import { declare } from '../../world/topology.ts'
import { type Called, type Command, ok, say } from './command.ts'

/** `add_consumer`: one more queue, made if there is none of that name (rule 3.66). */
const addConsumer: Command = (called) => {
  const { world, worker, args } = called
  const name = asText(args['queue'])
  if (worker.consumer?.queues.includes(name) === false) {
    const queue = queueToAdd(called, name)
    worker.tuning.queues.push(queue)
    worker.queues.push(name)
    called.main.cause = declare(world, worker.actor, called.main.cause, queue)
    world.own(called.main, 'consumer-added', -1, { queue: name })
    say(called, 'INFO', `Started consuming from ${name}`)
    worker.consumer.queues.push(name)
    beginConsuming(world, worker, worker.consumer)
  }
  return ok(`add consumer ${name}`)
}

function queueToAdd({ main, args }: Called, name: string): QueueSpec {
  const { exchange, exchange_type: type, routing_key: key, ...options } = args
  return queueFromJson(
    {
      ...options,
      name,
      exchange: exchange ?? name,
      exchange_type: type ?? 'direct',
      routing_key: key ?? name,
    },
    main.app.settings,
  )
}

/** `cancel_consumer`: what was taken from the queue already stays with the worker (rule 3.67). */
const cancelConsumer: Command = (called) => {
  const { world, worker, args } = called
  const name = asText(args['queue'])
  const { tuning, consumer } = worker
  say(called, 'INFO', `Canceling queue ${name}`)
  if (consumer?.queues.includes(name) === true) {
    endConsuming(world, worker, [name])
    worker.queues = worker.queues.filter((queue) => queue !== name)
    tuning.queues = tuning.queues.filter((queue) => queue.name !== name)
    world.own(called.main, 'consumer-cancelled', -1, { queue: name })
  }
  return ok(`no longer consuming from ${name}`)
}

/** `active_queues`: each queue as kombu describes it (rule 3.65). */
const activeQueues: Command = ({ worker }) => worker.tuning.queues.map(described)

function described(queue: QueueSpec): Json {
  const { name, exchange, routingKey, arguments: args, alias, bindingArguments } = queue
  return {
    name,
    exchange: {
      name: exchange.name,
      type: exchange.type,
      arguments: orNull(exchange.arguments),
      durable: exchange.durable,
      passive: false,
      auto_delete: exchange.autoDelete,
      delivery_mode: exchange.deliveryMode,
      no_declare: false,
    },
    routing_key: routingKey,
    queue_arguments: orNull(args),
    binding_arguments: orNull(bindingArguments),
    consumer_arguments: null,
    durable: queue.durable,
    exclusive: queue.exclusive,
    auto_delete: queue.autoDelete,
    no_ack: false,
    alias,
    bindings: [],
    no_declare: null,
    expires: null,
    message_ttl: null,
    max_length: null,
    max_length_bytes: null,
    max_priority: null,
  }
}

const orNull = (values: JsonObject): Json => (Object.keys(values).length === 0 ? null : values)

/** Commands about the queues of a worker. */
export const CONSUMER_COMMANDS = {
  add_consumer: addConsumer,
  cancel_consumer: cancelConsumer,
  active_queues: activeQueues,
} as const satisfies { readonly [method: string]: Command }

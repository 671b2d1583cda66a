import type { Broker } from './broker.ts'
import type { BrokerName } from '../cluster/spec.ts'
import { memory } from './memory/index.ts'
import { rabbitmq } from './rabbitmq/index.ts'
import { redis } from './redis/index.ts'
import { sqs } from './sqs/index.ts'

/** Every broker there is. To add one: a folder of this folder, and its line here. */
export const BROKERS = { redis, rabbitmq, memory, sqs } as const satisfies Record<
  BrokerName,
  Broker
>

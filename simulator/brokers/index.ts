import type { Broker } from './broker.ts'
import type { BrokerName } from '../cluster/spec.ts'
import { rabbitmq } from './rabbitmq/index.ts'
import { redis } from './redis/index.ts'

/** Every broker there is. To add one: a file of this folder, and its line here. */
export const BROKERS = { redis, rabbitmq } as const satisfies Record<BrokerName, Broker>

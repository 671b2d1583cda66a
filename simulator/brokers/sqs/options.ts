import { seconds, type Micros } from '../../kernel/units.ts'
import { toNumber, type JsonObject } from '../../messages/json.ts'
import { transportOptions } from '../transport-options.ts'

/** What `broker_transport_options` says to kombu's SQS transport. */
export interface SqsOptions {
  /** How long a received message stays invisible to others. */
  readonly visibilityTimeout: Micros
  /** How long a poll waits; what a worker gives back becomes visible after that time. */
  readonly waitTime: Micros
}

/** kombu's defaults (kombu/transport/SQS.py): half an hour, and a long poll of ten seconds. */
const VISIBILITY_TIMEOUT = 1800
const WAIT_TIME = 10

/** Reads the options out of an app's settings. */
export function sqsOptions(settings: JsonObject): SqsOptions {
  const options = transportOptions(settings)
  return {
    visibilityTimeout: seconds(toNumber(options['visibility_timeout']) ?? VISIBILITY_TIMEOUT),
    waitTime: seconds(toNumber(options['wait_time_seconds']) ?? WAIT_TIME),
  }
}

import { type Json, type JsonObject, toNumber } from '../../messages/json.ts'
import type { Binding, ExchangeState } from '../broker.ts'
import { matchesTopic } from '../topic.ts'

/** Exchanges that every RabbitMQ has; nobody declares them. */
export const builtIn = (): { [name: string]: ExchangeState } =>
  Object.fromEntries(
    ['direct', 'fanout', 'headers', 'topic'].map((type) => [
      `amq.${type}`,
      { type, durable: true, autoDelete: false, arguments: {} },
    ]),
  )

/** The exchange types of AMQP (rule 2.14). */
export function matches(
  type: string,
  { routingKey: pattern, arguments: args }: Binding,
  routingKey: string,
  headers: JsonObject,
): boolean {
  if (type === 'fanout') return true
  if (type === 'topic') return matchesTopic(pattern, routingKey)
  if (type === 'headers') return matchesHeaders(args, headers)
  return pattern === routingKey
}

/**
 * A headers exchange looks at the headers that its binding names. From documentation
 * (https://www.rabbitmq.com/docs/exchanges#headers, https://www.rabbitmq.com/tutorials/amqp-concepts):
 * `all` of them, which is the default, or `any` one; a name that begins with `x-` counts only for
 * `all-with-x` and `any-with-x`. Seen on RabbitMQ 3.10: a value of null asks only that the header is there,
 * 1 equals 1.0, and nothing to look at is true for `all` and false for `any`.
 */
export function matchesHeaders(args: JsonObject, headers: JsonObject): boolean {
  const how = args['x-match'] ?? 'all'
  const withX = how === 'all-with-x' || how === 'any-with-x'
  const wanted = Object.entries(args).filter(
    ([name]) => name !== 'x-match' && (withX || !name.startsWith('x-')),
  )
  const fits = ([name, value]: [string, Json]): boolean =>
    name in headers && (value === null || sameValue(value, headers[name] ?? null))
  return how === 'any' || how === 'any-with-x' ? wanted.some(fits) : wanted.every(fits)
}

function sameValue(a: Json, b: Json): boolean {
  const number = toNumber(a)
  return number === null ? JSON.stringify(a) === JSON.stringify(b) : number === toNumber(b)
}

import { type Json, type JsonObject, toNumber } from '../../messages/json.ts'
import { answer, HTTP_TEXTS } from '../http/answer.ts'
import type { Handled, Moment, Service, ServiceCall } from '../service.ts'

/** How a payment gateway treats charges. */
export interface PaymentOptions extends JsonObject {
  /** Share of customers whose card is declined: 402, for good. The seed says whose. */
  readonly declined: number
}

interface PaymentState extends JsonObject {
  readonly charges: { [id: string]: JsonObject }
  /** What was answered to a key, and what it was asked with. */
  readonly keys: {
    [key: string]: { readonly asked: string; readonly code: number; readonly value: Json }
  }
}

interface Asked {
  readonly state: PaymentState
  readonly call: ServiceCall
  readonly moment: Moment
  readonly options: PaymentOptions
}

/**
 * A payment gateway over HTTP, in the manner of Stripe's: a POST with the header `Idempotency-Key` is done once,
 * and asked again it gets the first answer; with other contents it is refused
 * (https://docs.stripe.com/api/idempotent_requests, from documentation). Its ledger has charges and refunds,
 * each with the key that it came with.
 */
export const payment: Service<PaymentOptions, PaymentState> = {
  kind: 'payment',
  protocol: 'http',
  connects: false,
  latency: 0.4,
  codes: HTTP_TEXTS,
  failing: null,
  keys: ['declined'],
  read: (reader) => ({ declined: reader.number('declined', { least: 0, most: 1, fallback: 0 }) }),
  create: () => ({ charges: {}, keys: {} }),
  handle(state, call, moment, options) {
    const asked = { state, call, moment, options }
    if (call.operation === 'GET') return look(asked)
    if (call.operation !== 'POST') return answer(405, { error: 'method not allowed' })
    const key = headerOf(call, 'idempotency-key')
    return key === null ? post(asked) : once(asked, key)
  },
}

function once(asked: Asked, key: string): Handled {
  const { state, call } = asked
  const said = `${call.subject} ${JSON.stringify(call.arguments['body'] ?? null)}`
  const known = Object.hasOwn(state.keys, key) ? state.keys[key] : undefined
  if (known !== undefined && known.asked !== said)
    return answer(400, { error: 'this idempotency key was used for something else' })
  if (known !== undefined) return answer(known.code, known.value)
  const handled = post(asked)
  state.keys[key] = { asked: said, code: handled.code ?? 200, value: handled.value ?? null }
  return handled.effect === undefined ? handled : { ...handled, effect: { ...handled.effect, key } }
}

function post(asked: Asked): Handled {
  const { call } = asked
  if (call.subject === '/charges') return charge(asked)
  const refunded = /^\/charges\/(\w+)\/refund$/u.exec(call.subject)?.[1]
  return refunded === undefined ? NOTHING : refund(asked, refunded)
}

const NOTHING = answer(404, { error: 'there is nothing at this path' })

function charge({ state, call, moment, options }: Asked): Handled {
  const { amount: asked = null, customer = null } = bodyOf(call)
  const amount = toNumber(asked)
  if (amount === null || !(amount > 0) || typeof customer !== 'string')
    return answer(400, { error: 'a charge has an amount above 0 and a customer' })
  if (moment.luck(`card ${customer}`, 0) < options.declined)
    return { ...answer(402, { error: 'the card was declined', customer }), drawn: true }
  const id = `ch_${Object.keys(state.charges).length + 1}`
  const made = { id, amount, customer, status: 'succeeded' }
  state.charges[id] = made
  return { ...answer(201, { ...made }), effect: { payment: 'charged', ...made } }
}

function refund({ state }: Asked, id: string): Handled {
  const made = Object.hasOwn(state.charges, id) ? state.charges[id] : undefined
  if (made === undefined) return answer(404, { error: `there is no charge ${id}` })
  if (made['status'] === 'refunded') return answer(409, { error: `${id} is refunded already` })
  const now = { ...made, status: 'refunded' }
  state.charges[id] = now
  return { ...answer(200, { ...now }), effect: { payment: 'refunded', ...now } }
}

function look({ state, call }: Asked): Handled {
  if (call.subject === '/charges') return answer(200, { charges: Object.values(state.charges) })
  const id = /^\/charges\/(\w+)$/u.exec(call.subject)?.[1] ?? ''
  return Object.hasOwn(state.charges, id) ? answer(200, state.charges[id] ?? null) : NOTHING
}

function bodyOf({ arguments: { body } }: ServiceCall): JsonObject {
  return typeof body === 'object' && body !== null && !Array.isArray(body)
    ? (body as JsonObject)
    : {}
}

function headerOf({ arguments: { headers } }: ServiceCall, name: string): string | null {
  const value = typeof headers === 'object' ? (headers as JsonObject | null)?.[name] : undefined
  return typeof value === 'string' ? value : null
}

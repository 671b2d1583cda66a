import { isLast } from '../canvas/retry-policy.ts'
import { transportOptions } from '../brokers/transport-options.ts'
import { failSending } from './reconnect.ts'
import { loseArrival } from './restart.ts'
import type { ConfirmOutcome } from './channel-state.ts'
import type { Arrival, ProcessState } from './state.ts'
import type { Act } from './steps.ts'
import { move } from './machines.ts'
import { NONE, type World } from './world.ts'

// What AMQP tells a publisher: a confirm, if it has asked for one, and the end of its channel where the exchange
// is not there (trace route_confirm_refused, route_missing_exchange).

/** `broker_transport_options = {'confirm_publish': True}`: each publish waits for the broker's answer. */
export const asksForConfirm = ({ broker }: World, { app }: ProcessState): boolean =>
  broker.driver === 'amqp' && transportOptions(app.settings)['confirm_publish'] === true

/** May this process hear of what it publishes, so that it has to wait and see? */
export const hearsOfPublish = (world: World, process: ProcessState): boolean =>
  process.channel.doubtful ||
  process.channel.closed !== null ||
  (world.cluster.server?.maxmemory ?? 0) > 0 ||
  asksForConfirm(world, process)

/** Is an exchange missing, where that matters? */
export const isMissing = ({ broker, state }: World, exchange: string): boolean =>
  broker.driver === 'amqp' && exchange !== '' && state.broker.exchanges[exchange] === undefined

type Publish = Extract<Act, { do: 'publish' }>

/** A message has left: its sender does nothing else before it hears what became of it. */
export function awaitConfirm(
  world: World,
  process: ProcessState,
  of: Publish,
  arrival: number,
): void {
  process.channel.awaits = arrival
  process.channel.outcome = null
  world.step(process, { do: 'confirm', of }, world.costs.enqueue)
  process.blocked = true
}

/** What became of a message, for whoever waits for that. */
export function tellSender(
  world: World,
  sender: number,
  arrival: number,
  outcome: ConfirmOutcome,
): void {
  if (sender === NONE) return
  const process = world.process(sender)
  if (process.channel.awaits !== arrival) return
  process.channel.awaits = NONE
  process.channel.outcome = outcome
  process.blocked = false
  world.scheduleStep(process)
}

/** The connection is gone, and with it every answer. */
export function loseChannel(world: World, process: ProcessState): void {
  const { awaits } = process.channel
  if (awaits !== NONE) tellSender(world, process.index, awaits, 'lost')
  process.channel.closed = null
}

/**
 * The answer is there. A message that was refused is published again at once, as often as the policy says,
 * and then kombu's OperationalError is raised, without a word in it (seen with Celery 5.6.3, RabbitMQ 3.10).
 */
export function confirm(
  world: World,
  process: ProcessState,
  { of }: Extract<Act, { do: 'confirm' }>,
): void {
  const { outcome } = process.channel
  process.channel.outcome = null
  if (outcome === 'ack' || outcome === null) return
  if (outcome === 'closed') {
    failClosed(world, process, of)
    return
  }
  const nth = of.nth ?? 0
  const last = outcome === 'nack' && (of.retry === null || isLast(of.retry, nth, 0) || nth >= MOST)
  if (last) {
    failSending(world, process, of, { told: NACKED, message: '' })
    return
  }
  const task = world.log.task(of.message.headers.id)
  const error = outcome === 'nack' ? NACKED : 'the connection is gone'
  world.own(process, 'publish-failed', task, { error, again: true })
  world.step(process, { ...of, nth: nth + 1 }, world.costs.publish)
}

const NACKED = 'the broker refused it (basic.nack)'
/** Without `max_retries` kombu goes on for ever, which no run can. */
const MOST = 1000

/** A message comes to a broker that may not know its exchange, or has closed the channel. Says whether it is let in. */
export function passesChannel(world: World, arrival: Arrival, number: number): boolean {
  const { sender, message } = arrival
  if (sender === NONE) return true
  const { channel } = world.process(sender)
  if (channel.closed !== null) {
    loseArrival(world, arrival, 'channel')
    tellSender(world, sender, number, 'closed')
    return false
  }
  if (!isMissing(world, message.exchange)) return true
  closeChannel(world, arrival)
  tellSender(world, sender, number, 'closed')
  return false
}

/** AMQP closes the channel, and that of the message is all there is to hear. */
function closeChannel(world: World, { sender, message, task, taskState, cause }: Arrival): void {
  const { exchange, routingKey, headers } = message
  const process = world.process(sender)
  const text = `NOT_FOUND - no exchange '${exchange}' in vhost '/'`
  move('task', taskState, 'DROP', headers.id)
  const row = world.fact('message-unroutable', world.actor.broker, task, cause, {
    exchange,
    routingKey,
  })
  world.fact('channel-closed', process.actor, NONE, row, { code: 404, text })
  process.channel.closed = text
  process.channel.knownAt = world.now + world.costs.enqueue
}

/** Does a process know by now that its channel is closed? */
export const knowsClosed = ({ now }: World, { channel }: ProcessState): boolean =>
  channel.closed !== null && now >= channel.knownAt

/** What is published over a closed channel raises in its caller, once; then there is a new channel. */
export function raiseClosed(world: World, process: ProcessState, act: Publish): void {
  const { message: sent, at } = act
  const task = world.log.task(sent.headers.id)
  world.own(process, 'message-published', task, {
    message: sent,
    ...(at === undefined ? {} : { at }),
  })
  failClosed(world, process, act)
}

function failClosed(world: World, process: ProcessState, act: Publish): void {
  const message = `Basic.publish: (404) ${process.channel.closed ?? ''}`
  process.channel.closed = null
  process.channel.doubtful = false
  const type = 'amqp.exceptions.NotFound'
  failSending(world, process, act, { told: message, message, type })
}

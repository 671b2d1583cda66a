import { matchesTopic, matchesVirtualTopic } from '../brokers/topic.ts'
import { seconds } from '../kernel/units.ts'
import type { Json } from '../messages/json.ts'
import { OPCODES } from './opcodes.ts'
import { wakeDraining } from './program-channels.ts'
import type { WorkerState } from './worker-state.ts'
import type { World } from './world.ts'

/** Is anybody there who hears events? Those that nobody hears are lost (rule 8.1). */
export const isMonitored = ({ state: { channels } }: World): boolean =>
  channels.length > 0 && channels.some(({ monitors }) => monitors.length > 0)

/** An event goes to every program that listens; `clock` is its sender's (rule 8.5). */
export function tellMonitors(
  world: World,
  type: string,
  fields: { readonly [name: string]: Json },
  clock: number,
): void {
  if (!isMonitored(world)) return
  const routingKey = type.replaceAll('-', '.')
  const matches = world.broker.driver === 'amqp' ? matchesTopic : matchesVirtualTopic
  const message = eventMessage(routingKey, { ...fields, type, clock })
  // It is a message like any other.
  const { publish, enqueue, deliver } = world.costs
  for (const channel of world.state.channels) {
    for (const monitor of channel.monitors) {
      if (!matches(monitor.routingKey, routingKey)) continue
      channel.inbox.push({ consumer: monitor.tag, message })
      const process = world.process(channel.process)
      const ask = process.wait?.wait?.kind === 'broker' ? process.wait.wait.ask : null
      if (ask?.do === 'drain' && ask.channels.includes(channel.id))
        wakeDraining(world, process, publish + enqueue + deliver)
    }
  }
}

const eventMessage = (routingKey: string, body: Json): Json => ({
  body,
  headers: {},
  properties: { delivery_mode: 1, priority: 0 },
  content_type: 'application/json',
  content_encoding: 'utf-8',
  delivery_info: { exchange: 'celeryev', routing_key: routingKey, redelivered: false },
  tag: 0,
})

/** Heartbeats are told one by one only while somebody listens: a day of them would say nothing (rule 3.52). */
export function beginHeartbeats(world: World): void {
  for (const worker of world.state.workers) scheduleHeartbeat(world, worker)
}

/** The next heartbeat of a worker, whose first one was sent when it was ready. */
export function scheduleHeartbeat(world: World, worker: WorkerState): void {
  if (worker.options.withoutHeartbeat || worker.consumer === null) return
  const { generation } = world.process(worker.main)
  const every = seconds(worker.options.heartbeatInterval)
  world.schedule(world.now + every, OPCODES.heartbeat, worker.index, generation)
}

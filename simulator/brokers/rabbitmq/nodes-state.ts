import type { Setup } from '../broker.ts'

/**
 * The nodes of a RabbitMQ cluster; plain data. From documentation, as nothing was recorded here: a classic
 * queue lives on one node and cannot be used while that is down (https://www.rabbitmq.com/docs/clustering);
 * a quorum queue lives on three, and goes on with a new leader as long as most of them are there
 * (https://www.rabbitmq.com/docs/quorum-queues#behaviour). Clients come through a load balancer, and a queue's
 * leader is on the node of whoever declared it: here they take turns.
 */
export interface Nodes {
  readonly names: readonly string[]
  readonly down: string[]
  /** The nodes of each queue, its leader first. */
  readonly homes: { [queue: string]: readonly string[] }
  /** Why a queue cannot be used. */
  readonly closed: { [queue: string]: 'node' | 'election' | 'majority' }
  /** Which node each process is connected to, by its index. */
  readonly clients: { [process: number]: string }
}

/** Null where it is one server. */
export function newNodes(setup: Setup | undefined): Nodes | null {
  const names = setup?.server.nodes ?? []
  return names.length < 2 ? null : { names, down: [], homes: {}, closed: {}, clients: {} }
}

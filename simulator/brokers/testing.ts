import type { Consumer, QueueState } from './broker.ts'

/** A queue for tests, with nothing in it. */
export const queue = (name: string, levels: number, args = {}): QueueState => ({
  name,
  arguments: args,
  durable: true,
  autoDelete: false,
  exclusive: false,
  levels: Array.from({ length: levels }, () => []),
  cursor: 0,
  unacked: 0,
  state: 0,
})

/** A worker with room, for tests. */
export const consumer = (worker: number, queues: string[], turn = worker): Consumer => ({
  worker,
  queues,
  credit: 10,
  turn,
})

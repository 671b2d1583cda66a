/** What stands on the stage, whatever it is doing: all that decides a layout. */
export interface Topology {
  readonly exchanges: readonly ExchangeNode[]
  readonly queues: readonly QueueNode[]
  readonly workers: readonly WorkerNode[]
  /** Names of processes that send by a schedule. */
  readonly beats: readonly string[]
  /** Host names of outside systems. */
  readonly services: readonly string[]
  readonly fronts: readonly FrontNode[]
}

/** A web server that answers visitors, and sends messages while it does. */
export interface FrontNode {
  /** Its host name. */
  readonly name: string
  /** As many as it answers at a time. */
  readonly threads: number
  /** All of them share one thread: an event loop. */
  readonly loop: boolean
}

export interface ExchangeNode {
  /** The empty name is the broker's default exchange. */
  readonly name: string
  readonly type: string
  /** Names of the queues bound to it. */
  readonly queues: readonly string[]
}

export interface QueueNode {
  readonly name: string
}

export interface WorkerNode {
  readonly name: string
  readonly processes: number
  /** Names of the queues it consumes. */
  readonly queues: readonly string[]
}

/** What the stage may cover and how large its letters are, in CSS pixels. */
export interface StageSize {
  readonly width: number
  readonly height: number
  readonly text: number
  /** The side of the smallest thing to press. */
  readonly target: number
}

export const CLIENT = 'client'
export const RESULTS = 'results'
export const exchangeId = (name: string): string => `exchange:${name}`
export const queueId = (name: string): string => `queue:${name}`
export const workerId = (name: string): string => `worker:${name}`
export const beatId = (name: string): string => `beat:${name}`
export const frontId = (name: string): string => `front:${name}`
/** Where the visitors of a front come from and go to. */
export const visitorsId = (name: string): string => `visitors:${name}`
export const serviceId = (name: string): string => `service:${name}`

/** Two topologies with the same key have the same layout. */
export const topologyKey = (topology: Topology): string => JSON.stringify(topology)

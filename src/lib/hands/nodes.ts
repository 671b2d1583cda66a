/** The things that something can be done to. */
import type { Moment } from './act.ts'

/** A thing on the stage that something can be done to. */
export type NodeRef =
  | { readonly kind: 'client' | 'broker' | 'results' }
  | { readonly kind: 'queue' | 'worker' | 'service' | 'beat' | 'task'; readonly name: string }
  | { readonly kind: 'process'; readonly name: string; readonly index: number }

/** Everything that something can be done to, in the order in which messages flow. */
export function nodesOf({ picture, cluster }: Moment): readonly NodeRef[] {
  const workers = new Set([
    ...(cluster?.workers ?? []).map(({ name }) => `${name}@sim`),
    ...picture.workers.map(({ name }) => name),
  ])
  const services = new Set([
    ...(cluster?.services ?? []).map(({ name }) => name),
    ...picture.services.map(({ name }) => name),
  ])
  return [
    { kind: 'client' },
    { kind: 'broker' },
    ...picture.queues.map(({ name }) => ({ kind: 'queue', name }) as const),
    ...[...workers].map((name) => ({ kind: 'worker', name }) as const),
    { kind: 'results' },
    ...[...services].map((name) => ({ kind: 'service', name }) as const),
  ]
}

/** What a node is called. */
export function nodeName(node: NodeRef): string {
  switch (node.kind) {
    case 'client':
      return 'Client'
    case 'broker':
      return 'Broker'
    case 'results':
      return 'Result backend'
    case 'queue':
      return `Queue ${node.name}`
    case 'process':
      return `${node.name}/${node.index}`
    case 'worker':
    case 'service':
    case 'beat':
    case 'task':
      return node.name
  }
}

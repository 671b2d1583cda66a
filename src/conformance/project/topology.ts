import type { Entry } from '../../../simulator/index.ts'
import { canonical } from '../trace/json.ts'
import type { ValueObject } from '../trace/json.ts'

/** The queues, exchanges and bindings that were declared and are still there, each once. */
export interface Topology {
  readonly queues: readonly ValueObject[]
  readonly exchanges: readonly ValueObject[]
  readonly bindings: readonly ValueObject[]
  /** On Redis: the lists of a queue, where the program has set them otherwise. */
  readonly lists: { readonly steps: readonly number[]; readonly sep: string } | null
}

/** `topology` of a trace. The default exchange binds every queue and is never listed. */
export function projectTopology(entries: readonly Entry[]): Topology {
  const queues = new Map<string, ValueObject>()
  const exchanges = new Map<string, ValueObject>()
  const bindings = new Map<string, ValueObject>()
  let lists: Topology['lists'] = null
  for (const { kind, detail } of entries) {
    if (kind === 'queue-declared') {
      const { name, arguments: options, durable, autoDelete, exclusive } = detail
      lists = detail.lists ?? lists
      queues.set(name, {
        name,
        durable: durable ?? true,
        auto_delete: autoDelete ?? false,
        exclusive: exclusive ?? false,
        arguments: options,
      })
    } else if (kind === 'exchange-declared' && detail.name !== '') {
      const { name, type, durable, autoDelete } = detail
      exchanges.set(name, {
        name,
        type,
        durable: durable ?? true,
        auto_delete: autoDelete ?? false,
      })
    } else if (kind === 'queue-bound' && detail.exchange !== '') {
      add(bindings, detail, detail.queue, 'queue')
    } else if (kind === 'exchange-bound') {
      add(bindings, detail, detail.destination, 'exchange')
    } else if (kind === 'queue-deleted') {
      queues.delete(detail.name)
      drop(bindings, 'destination', detail.name)
    } else if (kind === 'exchange-deleted') {
      exchanges.delete(detail.name)
      drop(bindings, 'source', detail.name)
    }
  }
  return {
    queues: [...queues.values()],
    exchanges: [...exchanges.values()],
    bindings: [...bindings.values()],
    lists,
  }
}

/** What was bound to something that is gone. */
function drop(
  bindings: Map<string, ValueObject>,
  end: 'source' | 'destination',
  name: string,
): void {
  for (const [key, binding] of bindings) if (binding[end] === name) bindings.delete(key)
}

function add(
  bindings: Map<string, ValueObject>,
  { exchange, routingKey }: { readonly exchange: string; readonly routingKey: string },
  destination: string,
  type: 'queue' | 'exchange',
): void {
  const binding = {
    source: exchange,
    destination,
    destination_type: type,
    routing_key: routingKey,
  }
  bindings.set(canonical(binding), binding)
}

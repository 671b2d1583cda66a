import type { Entry } from '../../../simulator/index.ts'
import { canonical } from '../trace/json.ts'
import type { ValueObject } from '../trace/json.ts'

/** The queues, exchanges and bindings that were declared, each once. */
export interface Topology {
  readonly queues: readonly ValueObject[]
  readonly exchanges: readonly ValueObject[]
  readonly bindings: readonly ValueObject[]
}

/** `topology` of a trace. The default exchange binds every queue and is never listed. */
export function projectTopology(entries: readonly Entry[]): Topology {
  const queues = new Map<string, ValueObject>()
  const exchanges = new Map<string, ValueObject>()
  const bindings = new Map<string, ValueObject>()
  for (const { kind, detail } of entries) {
    if (kind === 'queue-declared') {
      const { name, arguments: options, durable, autoDelete, exclusive } = detail
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
    }
  }
  return {
    queues: [...queues.values()],
    exchanges: [...exchanges.values()],
    bindings: [...bindings.values()],
  }
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

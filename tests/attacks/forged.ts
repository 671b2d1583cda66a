/** Messages that a thread must not send, each in place of the answer to one `pull`. */
type Forge = (port: MessagePort, id: number) => void

const status = { kind: 'running', time: 1 }
const answer = (value: unknown): Forge => {
  return (port, id) => port.postMessage({ id, value })
}
const polluting: unknown = JSON.parse(
  '{"kind": "running", "time": 1, "__proto__": {"polluted": 1}}',
)
const batch = {
  from: 0,
  times: new Float64Array(1),
  cells: new Int32Array(4),
  firstActor: 0,
  newActors: [{ kind: 'client', name: 'client' }],
  firstTask: 0,
  newTasks: [],
  allShapes: [],
  details: [],
}

export const FORGED: { readonly [name: string]: Forge } = {
  text: (port) => port.postMessage('hello'),
  'an answer to nobody': (port) => port.postMessage({ id: 1e9, value: 1 }),
  'an answer that comes twice': (port, id) => {
    const value = { batch: null, status }
    port.postMessage({ id, value })
    port.postMessage({ id, value })
  },
  'a part that is none': (port, id) => port.postMessage({ id, part: { polluted: true } }),
  'a message of another library': (port, id) =>
    port.postMessage({ id, type: 'HANDLER', name: 'proxy', value: 1 }, []),
  'a port': (port, id) => {
    const { port1 } = new MessageChannel()
    port.postMessage({ id, value: { batch: null, status, port: port1 } }, [port1])
  },
  'a prototype': answer({ batch: null, status: polluting }),
  'a prototype around it all': (port) =>
    port.postMessage(JSON.parse('{"id": 1, "value": 1, "__proto__": {"polluted": 1}}')),
  'a thenable': (port, id) => port.postMessage({ id, value: { then: 'x' } }),
  'a map': answer(new Map([['batch', null]])),
  'an error': answer(new Error('x')),
  'a list in a list in a list': (port, id) => {
    let deep: unknown = []
    for (let depth = 0; depth < 1200; depth++) deep = [deep]
    port.postMessage({ id, value: { batch: null, status, deep } })
  },
  itself: (port, id) => {
    const value: { batch: null; status: object; self?: unknown } = { batch: null, status }
    value.self = value
    port.postMessage({ id, value })
  },
  'a hundred million letters': (port, id) =>
    port.postMessage({
      id,
      value: { batch: null, status: { kind: 'loading', what: 'x'.repeat(1e8) } },
    }),
  'two hundred million bytes': (port, id) =>
    port.postMessage({ id, value: { batch: { ...batch, times: new Float64Array(25e6) }, status } }),
  'a time without end': answer({
    batch: null,
    status: { kind: 'running', time: Number.POSITIVE_INFINITY },
  }),
  'tasks without end': answer({
    batch: { ...batch, newTasks: [{ prefix: 'a', number: 0, count: 1e15 }] },
    status,
  }),
  'a row of an unknown kind': answer({
    batch: { ...batch, cells: Int32Array.of(-1, -1, 0, 0x7fff << 16) },
    status,
  }),
  'a row without its details': answer({ batch, status }),
  'an ending that nobody knows': answer({
    batch: null,
    status: { kind: 'ended', time: 1, ending: { kind: 'hacked', sentence: '<img src=x>' } },
  }),
  'a number too large for one': answer({ batch: null, status: { kind: 'running', time: 10n } }),
  'a time that is no number': answer({
    batch: null,
    status: { kind: 'running', time: Number.NaN },
  }),
  'a date': answer({ batch: null, status: { kind: 'running', time: new Date(0) } }),
  'a pattern': answer({ batch: null, status: { kind: 'loading', what: /x/u } }),
  'a file': answer({ batch: null, status: { kind: 'loading', what: new Blob(['x']) } }),
  'a list with holes': answer({ batch: { ...batch, newActors: Array(3) }, status }),
  'an actor with a prototype': answer({
    batch: {
      ...batch,
      newActors: [JSON.parse('{"kind": "client", "name": "x", "__proto__": {"polluted": 1}}')],
    },
    status,
  }),
  'details with a prototype': answer({
    batch: { ...batch, details: [[0, JSON.parse('{"__proto__": {"polluted": 1}}')]] },
    status,
  }),
  'a sentence of a hundred million letters where an error is': (port, id) =>
    port.postMessage({ id, error: { toString: 'x'.repeat(1e8) } }),
  'nothing at all': (port) => port.postMessage(undefined),
  'ten thousand messages': (port) => {
    for (let count = 0; count < 10_000; count++) port.postMessage(count)
  },
}

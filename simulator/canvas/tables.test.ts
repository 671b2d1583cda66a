import { describe, expect, it } from 'vitest'
import { evaluate, pythonItems } from '../../tests/support/python-expression.ts'
import type { Host } from '../../tests/support/python-expression.ts'
import { recordedTable, renamedIds } from '../../tests/support/tables.ts'
import { toWire } from '../messages/build.ts'
import { asText, isObject, tupleItems } from '../messages/json.ts'
import type { Json, JsonObject } from '../messages/json.ts'
import { isPythonError } from '../messages/python-error.ts'
import type { Signature } from '../messages/signature.ts'
import type { ResultTree, TaskDefinition } from '../program.ts'
import { applyCanvas } from './apply.ts'
import {
  cloneSignature,
  combine,
  constructCanvas,
  freezeSignature,
  linkSignature,
} from './construct.ts'
import type { CanvasContext } from './context.ts'
import { publishTask } from './publish.ts'

/** Python's object: `link` and `set` change it, so what is inside gets replaced. */
class Handle {
  signature: Signature

  constructor(signature: Signature) {
    this.signature = signature
  }
}

/** A method on its object, waiting for its call. */
interface Method {
  readonly target: unknown
  readonly method: string
}

const ID = 'uuid-'
const isId = (text: string): boolean => text.startsWith(ID) || /^id\d+$/.test(text)

const DEFINITIONS: readonly TaskDefinition[] = ['add', 'mul', 'tsum', 'cleanup', 'bad'].map(
  (name) => ({
    name: `tasks.${name}`,
    parameters: null,
    bound: false,
    newStyleErrback: false,
    options: {},
  }),
)

function context(): CanvasContext {
  let count = 0
  return {
    uuid: () => `${ID}${String((count += 1))}`,
    replyTo: `${ID}reply`,
    origin: 'gen@client',
    now: 0,
    settings: {},
    task: (name) => DEFINITIONS.find((definition) => definition.name === name),
    parent: null,
    driver: 'redis',
    sentTo: [],
    encode: null,
    chords: 'counted',
  }
}

function made(answer: ReturnType<typeof combine>): Handle {
  if (isPythonError(answer)) throw new Error(answer.error.message)
  return new Handle(answer.signature)
}

const plainTask = (
  task: string,
  args: readonly Json[],
  kwargs: JsonObject,
  options: JsonObject,
  immutable: boolean,
): Handle => new Handle({ task, args, kwargs, options, subtask_type: null, immutable })

const json = (value: unknown): Json => (value instanceof Handle ? value.signature : (value as Json))

/** Several signatures stay a tuple, one iterable is taken as it is. */
const several = (args: unknown[]): Json => {
  const [only] = args
  if (args.length !== 1) return { $tuple: args.map(json) }
  if (only instanceof Handle) return [only.signature]
  return Array.isArray(only) ? only.map(json) : { $tuple: pythonItems(only).map(json) }
}

const values = (kwargs: { [name: string]: unknown }): JsonObject =>
  Object.fromEntries(Object.entries(kwargs).map(([name, value]) => [name, json(value)]))

const FUNCTIONS: {
  readonly [name: string]: (args: unknown[], kwargs: { [name: string]: unknown }) => unknown
} = {
  chain: (args) => {
    if (args.length === 1 && args[0] instanceof Handle) {
      const [only] = args
      return new Handle({ ...EMPTY_CHAIN, kwargs: { tasks: [only.signature] } })
    }
    return made(constructCanvas({ type: 'chain', tasks: several(args) as never }, {}))
  },
  group: (args) => made(constructCanvas({ type: 'group', tasks: several(args) as never }, {})),
  chord: ([header, body]) => {
    const items = Array.isArray(header) ? header.map(json) : json(header)
    return made(
      constructCanvas({ type: 'chord', header: items as never, body: json(body) as never }, {}),
    )
  },
  signature: ([first], kwargs) => {
    if (isObject(first as Json)) return new Handle(first as Signature)
    const args = pythonItems(kwargs['args'] ?? []) as Json[]
    return plainTask(
      String(first),
      args,
      (kwargs['kwargs'] ?? {}) as JsonObject,
      (kwargs['options'] ?? {}) as JsonObject,
      false,
    )
  },
  linked: ([target, ...callbacks]) => {
    for (const callback of callbacks) link(target as Handle, callback as Handle, 'success')
    return target
  },
  range: ([count]) => Array.from({ length: count as number }, (_, index) => index),
  len: ([target]) => pythonItems((target as Handle).signature.kwargs['tasks']).length,
}

const EMPTY_CHAIN: Signature = {
  task: 'celery.chain',
  args: [],
  kwargs: { tasks: [] },
  options: {},
  subtask_type: 'chain',
  immutable: false,
}

function link(target: Handle, callback: Handle, on: 'success' | 'error'): void {
  const { signature } = target
  target.signature = made(
    linkSignature({ signature, callback: callback.signature, on }, {}),
  ).signature
}

/** `add.s`, `add.map`: what a task object makes. */
function taskMethod(task: string, method: string, args: unknown[], kwargs: JsonObject): Handle {
  const own = args.map(json)
  const inner = json(plainTask(task, [], {}, {}, false))
  if (method === 's' || method === 'si') return plainTask(task, own, kwargs, {}, method === 'si')
  if (method === 'map')
    return plainTask('celery.map', [], { task: inner, it: own[0] ?? [] }, {}, true)
  if (method === 'starmap')
    return plainTask('celery.starmap', [], { task: inner, it: own[0] ?? [] }, {}, true)
  if (method === 'chunks') {
    return plainTask(
      'celery.chunks',
      [],
      { task: inner, it: own[0] ?? [], n: own[1] ?? null },
      {},
      true,
    )
  }
  return plainTask(task, pythonItems(own[0]) as Json[], (own[1] ?? {}) as JsonObject, kwargs, false)
}

function signatureMethod(
  target: Handle,
  method: string,
  args: unknown[],
  kwargs: JsonObject,
): unknown {
  const { signature } = target
  const [first, second] = args.map(json)
  const items = (
    first === undefined || isObject(first) ? (tupleItems(first ?? null) ?? []) : first
  ) as Json[]
  if (method === 'set') {
    const { immutable = signature.immutable, ...options } = kwargs
    target.signature = {
      ...signature,
      immutable: immutable === true,
      options: { ...signature.options, ...options },
    }
    return target
  }
  if (method === 'clone') {
    return new Handle(
      cloneSignature({
        signature,
        args: items,
        kwargs: (second ?? {}) as JsonObject,
        options: kwargs,
      }).signature,
    )
  }
  if (method === 'replace')
    return new Handle({ ...signature, args: items, kwargs: second as JsonObject })
  if (method === 'on_error') {
    link(target, args[0] as Handle, 'error')
    return target
  }
  throw new Error(`no method ${method}`)
}

const host: Host = {
  name: (name) => (name in FUNCTIONS ? { target: null, method: name } : `tasks.${name}`),
  attribute: (target, method): Method => ({ target, method }),
  or: (left, right) => made(combine(json(left) as Signature, json(right) as Signature, {})),
  call: (callee, args, kwargs) => {
    const { target, method } = callee as Method
    if (target === null) return FUNCTIONS[method]?.(args, kwargs)
    if (target instanceof Handle) return signatureMethod(target, method, args, values(kwargs))
    return taskMethod(asText(target as Json), method, args, values(kwargs))
  },
}

/** What the sandbox's Python does alone: stamps, skew, and attributes of its objects. */
const PYTHON_ALONE =
  /stamped|skew|flatten_links|==|\.tasks|\.body|__|\.immutable|\.name|^repr|range\(|^add\.chunks.*\.group/

/** The other side of a condition that is never true. */
const NEVER = /^.* if False else /

interface JsonRow {
  readonly row: number
  readonly expression: string
  readonly type: string
  readonly json: Json
}

describe('canvas_json: what a canvas expression builds (table 5B)', () => {
  const rows = recordedTable<JsonRow>('canvas_json').rows.filter(
    ({ expression, type }) => !PYTHON_ALONE.test(expression) && type !== 'int',
  )

  it.each(rows)('row $row: $expression', ({ expression, json: expected }) => {
    const { signature } = evaluate(expression.replace(NEVER, ''), host) as Handle
    expect(toWire(signature)).toEqual(expected)
  })
})

interface FreezeRow {
  readonly row: number
  readonly expression: string
  readonly result?: Json
  readonly json?: Json
  readonly error?: string
  readonly text?: string
}

/** The table leaves out what is null. */
function tableResult(tree: ResultTree): Json {
  const parent = tree.parent === null ? {} : { parent: tableResult(tree.parent) }
  const results = tree.type === 'GroupResult' ? { results: tree.results.map(tableResult) } : {}
  return { type: tree.type, id: tree.id, ...results, ...parent }
}

describe('canvas_freeze: ids and results (rules 5.6, 5.12, 5.23)', () => {
  const rows = recordedTable<FreezeRow>('canvas_freeze').rows.filter(
    ({ expression }) => !/stamped|range\(/.test(expression),
  )

  it.each(rows)('row $row: $expression', ({ expression, result, json: expected, error, text }) => {
    const { signature } = evaluate(expression.replace(NEVER, ''), host) as Handle
    const answer = freezeSignature({ signature, options: {} }, context())
    if (isPythonError(answer)) {
      expect(answer.error).toEqual({ type: `builtins.${String(error)}`, message: text })
      return
    }
    const actual = [tableResult(answer.result), toWire(answer.signature)]
    expect(renamedIds(actual, isId)).toEqual(renamedIds([result ?? null, expected ?? null], isId))
  })
})

interface PublishedRow {
  readonly row: number
  readonly expression: string
  readonly returns: string
  readonly messages: readonly JsonObject[]
}

function publishedMessages(expression: string): { messages: Json[]; returns: string } {
  // The recorder applied the whole expression, not its last operand.
  const call = expression.replace(/\.apply_async\(\)$/, '').replace(NEVER, '')
  const target = evaluate(call, host) as Handle
  const sender = context()
  const applied = applyCanvas(
    { signature: target.signature, args: [], kwargs: {}, options: {} },
    sender,
  )
  const messages = applied.publishes.map((request): Json => {
    const published = publishTask(request, sender)
    if (isPythonError(published)) throw new Error(published.error.message)
    const { exchange, routingKey, headers, properties, body } = published.message
    const { origin: _origin, ...shown } = headers
    const { priority = null, ...others } = properties
    return {
      exchange,
      routing_key: routingKey,
      priority,
      headers: shown,
      properties: others,
      body,
    } as unknown as Json
  })
  return { messages, returns: applied.result?.type ?? 'NoneType' }
}

describe('canvas_published: what apply_async sends (rules 5.12 to 5.34)', () => {
  const rows = recordedTable<PublishedRow>('canvas_published').rows.filter(
    // Arguments that came as a list (row 60) are Python's to tell by their repr.
    ({ expression, row }) => !/stamped|range\(/.test(expression) && row !== 60,
  )

  it.each(rows)('row $row: $expression', ({ expression, messages, returns }) => {
    const actual = publishedMessages(expression)
    expect(renamedIds(actual.messages, isId)).toEqual(renamedIds(messages, isId))
    expect(actual.returns).toBe(returns)
  })
})

/** Arguments that a function of the learner's does not take, and calls that are none. */
import type { FunctionOutline, Parameter } from '../outline.ts'
import { children } from '../syntax.ts'
import { nearest } from './near.ts'
import { type Call, type Finding, type Look, taskOf } from './rule.ts'

/** Methods of a task that take what its function takes. */
const SENDS = new Set(['delay', 's', 'si'])

/** Options that a call can have, and that `delay` does not take. */
const isOption = ({ project }: Look, name: string): boolean =>
  project.library.callOptions.includes(name)

/** What a call may give: positions at least and at most, and names. */
interface Takes {
  readonly least: number
  readonly most: number
  readonly names: ReadonlySet<string>
  readonly any: boolean
  readonly needed: readonly string[]
  readonly parameters: readonly Parameter[]
}

function takes({ parameters }: FunctionOutline, bound: boolean): Takes {
  const own = bound ? parameters.slice(1) : parameters
  const plain = own.filter(({ star }) => star === undefined)
  const places = plain.filter(({ only }) => only !== 'keyword')
  const needed = plain.filter(({ value }) => value === undefined).map(({ name }) => name)
  return {
    least: places.filter(({ value }) => value === undefined).length,
    most: own.some(({ star }) => star === '*') ? Infinity : places.length,
    names: new Set(plain.filter(({ only }) => only !== 'position').map(({ name }) => name)),
    any: own.some(({ star }) => star === '**'),
    needed,
    parameters: places,
  }
}

/** `add.delay(1)` and `price(1, 2, 3)` of the learner's own functions. */
export function* wrongArguments(look: Look): Generator<Finding> {
  for (const call of look.calls) {
    const { value, given, method } = call
    if (given.some(({ star }) => star !== '')) continue
    const task = method !== null && SENDS.has(method) ? taskOf(call) : null
    if (task !== null) {
      if (task.of.untyped) continue
      // A callback's first argument comes later.
      const whole = method === 'delay'
      yield* compared(look, call, takes(task.of, task.bound), whole)
    } else if (
      value?.is === 'function' &&
      look.project.isOwn(value.home) &&
      !value.of.decorated &&
      !value.task
    )
      yield* compared(look, call, takes(value.of, value.bound), true)
  }
}

function* compared(look: Look, call: Call, want: Takes, whole: boolean): Generator<Finding> {
  const { given, list } = call
  const name = `${look.source.of(call.callee)}()`
  const positions = given.filter((each) => each.name === null)
  const unknown = given.find(
    (each) => each.name !== null && !want.names.has(each.name) && !want.any,
  )
  if (unknown?.nameNode) {
    const key = unknown.name ?? ''
    if (call.method === 'delay' && isOption(look, key)) return
    const near = nearest(key, want.names)
    yield {
      mistake: 'argument-of-another-name',
      from: unknown.nameNode.from,
      to: unknown.nameNode.to,
      slots: { function: name, argument: key, takes: listed(want.parameters) },
      fixes:
        near === null
          ? []
          : [
              {
                title: `Change to ${near}`,
                edits: [{ from: unknown.nameNode.from, to: unknown.nameNode.to, text: near }],
              },
            ],
    }
    return
  }
  const extra = positions[want.most]?.value
  if (extra) {
    yield {
      mistake: 'arguments-too-many',
      from: extra.from,
      to: list.to - 1,
      slots: {
        function: name,
        given: String(positions.length),
        most: String(want.most),
        takes: listed(want.parameters),
      },
    }
    return
  }
  const named = new Set(given.map((each) => each.name))
  const missing = want.needed.filter(
    (each) =>
      !named.has(each) &&
      !want.parameters.slice(0, positions.length).some(({ name: taken }) => taken === each),
  )
  if (!whole || missing.length === 0) return
  yield {
    mistake: 'arguments-missing',
    from: call.callee.from,
    to: call.node.to,
    slots: { function: name, missing: missing.join(', '), takes: listed(want.parameters) },
  }
}

const listed = (parameters: readonly Parameter[]): string =>
  parameters.length === 0 ? 'no arguments' : parameters.map(({ name }) => name).join(', ')

/** `add.delay` in a line of its own: named, not called. */
export function* notCalled(look: Look): Generator<Finding> {
  const { source } = look
  for (const node of look.all) {
    const inner = node.name === 'ExpressionStatement' ? node.firstChild : null
    if (!inner || (inner.name !== 'MemberExpression' && inner.name !== 'VariableName')) continue
    const value = look.infer.of(inner)
    const isTask = value?.is === 'instance' && value.task !== undefined
    if (value?.is !== 'function' && !isTask) continue
    if (inner.nextSibling || source.of(inner) === '...') continue
    const text = source.of(inner)
    yield {
      mistake: 'not-called',
      from: inner.from,
      to: inner.to,
      slots: { name: text },
      fixes: [{ title: `Write ${text}()`, edits: [{ from: inner.to, to: inner.to, text: '()' }] }],
    }
  }
}

/** `chord([add.s(1, 1)] (total.s()))`: a list cannot be called, so a comma is missing. */
export function* missingComma({ source, calls }: Look): Generator<Finding> {
  for (const { callee, list } of calls) {
    if (!/^(?:Array|Tuple|Set|Dictionary)Expression$|^String$|^Number$/u.test(callee.name)) continue
    const after = source.of(list)
    const inner = children(list).slice(1, -1)
    // Of `[...](x)` the brackets were those of the list around: `[...], x`.
    const loose = inner.length === 1 && inner[0]?.name === 'CallExpression'
    const edits = loose
      ? [
          { from: callee.to, to: list.from + 1, text: ', ' },
          { from: list.to - 1, to: list.to, text: '' },
        ]
      : [{ from: callee.to, to: list.from, text: ', ' }]
    yield {
      mistake: 'missing-comma',
      from: callee.to - 1,
      to: list.from + 1,
      slots: { before: short(source.of(callee)), after: short(after) },
      fixes: [{ title: 'Add the comma', edits }],
    }
  }
}

const short = (text: string): string => (text.length > 24 ? `${text.slice(0, 20)}…` : text)

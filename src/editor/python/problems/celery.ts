/** Mistakes with tasks that Python itself would not notice, or only in the worker. */
import { type SyntaxNode, around, child, children, stringOf } from '../syntax.ts'
import { nearest } from './near.ts'
import {
  type Call,
  type Finding,
  type Fix,
  type Look,
  bindEdit,
  callOf,
  taskAround,
  taskDecorator,
  taskOf,
} from './rule.ts'

const isTask = ({ value }: Call): boolean => value?.is === 'instance' && value.task !== undefined

/** `result.get()` in the body of a task. */
export function* getInTask(look: Look): Generator<Finding> {
  for (const call of look.calls) {
    const { on, method, node, given } = call
    if (method !== 'get' && method !== 'join' && method !== 'wait') continue
    if (on?.is !== 'instance' || !/^(?:AsyncResult|GroupResult|ResultSet)$/u.test(on.name)) continue
    if (!taskAround(look, node)) continue
    const allowed = given.some(
      ({ name, value }) =>
        name === 'disable_sync_subtasks' && value && look.source.of(value) === 'False',
    )
    if (!allowed) yield { mistake: 'get-in-task', from: node.from, to: node.to }
  }
}

/** A task whose function begins with `self`, and which is not bound. */
export function* selfNotBound(look: Look): Generator<Finding> {
  for (const node of look.all) {
    if (node.name !== 'FunctionDefinition') continue
    const decorator = taskDecorator(look, node)
    const first = child(node, 'ParamList')?.getChild('VariableName')
    const name = child(node, 'VariableName')
    if (!decorator || !first || !name || look.source.of(first) !== 'self') continue
    if (/\bbind\s*=/u.test(look.source.of(decorator))) continue
    yield {
      mistake: 'self-not-bound',
      from: first.from,
      to: first.to,
      slots: { function: `${look.source.of(name)}()` },
      fixes: [{ title: 'Add bind=True', edits: [bindEdit(look.source, decorator)] }],
    }
  }
}

/** A bound task whose function has no parameter for the task. */
export function* boundWithoutSelf(look: Look): Generator<Finding> {
  for (const node of look.all) {
    if (node.name !== 'FunctionDefinition') continue
    const decorator = taskDecorator(look, node)
    const list = child(node, 'ParamList')
    const name = child(node, 'VariableName')
    if (!decorator || !list || !name || !/\bbind\s*=\s*True/u.test(look.source.of(decorator)))
      continue
    if (list.getChild('VariableName')) continue
    yield {
      mistake: 'bound-without-self',
      from: name.from,
      to: name.to,
      slots: { function: `${look.source.of(name)}()` },
      fixes: [
        {
          title: 'Give it self',
          edits: [{ from: list.from + 1, to: list.from + 1, text: 'self' }],
        },
      ],
    }
  }
}

/** `self.retry(...)` in a line of its own. */
export function* retryNotRaised(look: Look): Generator<Finding> {
  for (const call of look.calls) {
    const { node, method, on } = call
    if (method !== 'retry' || on?.is !== 'instance' || on.task === undefined) continue
    if (node.parent?.name !== 'ExpressionStatement' || node.parent.firstChild?.from !== node.from)
      continue
    yield {
      mistake: 'retry-not-raised',
      from: node.from,
      to: node.to,
      slots: { call: look.source.of(call.callee) },
      fixes: [
        {
          title: 'Write raise in front of it',
          edits: [{ from: node.from, to: node.from, text: 'raise ' }],
        },
      ],
    }
  }
}

/** A set, a function, an object: things that JSON has no words for. */
const NOT_JSON: { readonly [node: string]: string } = {
  SetExpression: 'set',
  SetComprehensionExpression: 'set',
  LambdaExpression: 'function',
}

/** Arguments of a task that no message can carry. */
export function* notJson(look: Look): Generator<Finding> {
  // A program that chooses a serializer of its own knows why.
  if (/serializer\s*=|task_serializer|pickle|yaml/u.test(look.source.text)) return
  for (const call of look.calls) {
    if (taskOf(call) === null || !/^(?:delay|s|si|apply_async)$/u.test(call.method ?? '')) continue
    for (const node of sentValues(call)) {
      const type = typeOf(look, node)
      if (type === null) continue
      const text = look.source.of(node)
      const fixes: readonly Fix[] =
        node.name === 'SetExpression'
          ? [
              {
                title: 'Send a list',
                edits: [{ from: node.from, to: node.to, text: `[${text.slice(1, -1)}]` }],
              },
            ]
          : type === 'set'
            ? [
                {
                  title: 'Send a list',
                  edits: [{ from: node.from, to: node.to, text: `list(${text})` }],
                },
              ]
            : []
      yield { mistake: 'not-json', from: node.from, to: node.to, slots: { type }, fixes }
    }
  }
}

/** The expressions that travel: of `apply_async` those in the list of arguments, else all. */
function* sentValues({ method, given }: Call): Generator<SyntaxNode> {
  for (const { name, value } of given) {
    if (!value) continue
    if (method !== 'apply_async') yield value
    else if (name === null || name === 'args' || name === 'kwargs')
      for (const each of children(value)) if (!/^[([{,)\]}:]$/u.test(each.name)) yield each
  }
}

function typeOf(look: Look, node: SyntaxNode): string | null {
  const literal = NOT_JSON[node.name]
  if (literal !== undefined) return literal
  const value = look.infer.of(node)
  if (value?.is === 'function') return node.name === 'VariableName' ? 'function' : null
  if (value?.is === 'class') return node.name === 'VariableName' ? 'type' : null
  if (value?.is !== 'instance' || value.task) return null
  if (value.name === 'set' || value.name === 'frozenset' || value.name === 'complex')
    return value.name
  const members = look.project.members(value)
  const plain =
    look.project.isOwn(value.home) && value.of.bases.length === 0 && !members.has('__json__')
  return plain || value.name === 'AsyncResult' ? value.name : null
}

/** `add.delay(1, countdown=5)`: delay passes everything on to the function. */
export function* optionsInDelay(look: Look): Generator<Finding> {
  for (const call of look.calls) {
    const task = call.method === 'delay' ? taskOf(call) : null
    if (!task || task.of.parameters.some(({ star }) => star === '**')) continue
    const own = new Set(task.of.parameters.map(({ name }) => name))
    const options = call.given.filter(
      ({ name }) =>
        name !== null && !own.has(name) && look.project.library.callOptions.includes(name),
    )
    const [first] = options
    if (!first?.nameNode) continue
    yield {
      mistake: 'options-in-delay',
      from: first.nameNode.from,
      to: first.value?.to ?? first.nameNode.to,
      slots: {
        option: first.name ?? '',
        task: look.source.of(call.callee).replace(/\.delay$/u, ''),
      },
      fixes: [
        applyAsync(
          look,
          call,
          options.map(({ name }) => name ?? ''),
        ),
      ],
    }
  }
}

function applyAsync(
  { source }: Look,
  { callee, list, given }: Call,
  options: readonly string[],
): Fix {
  const text = (each: Call['given'][number]): string => (each.value ? source.of(each.value) : '')
  const args = given.filter(({ name }) => name === null).map((each) => `${each.star}${text(each)}`)
  const named = given.filter(({ name }) => name !== null)
  const kwargs = named.filter(({ name }) => !options.includes(name ?? ''))
  const parts = [
    `(${args.join(', ')}${args.length === 1 ? ',' : ''})`,
    ...(kwargs.length > 0
      ? [`{${kwargs.map((each) => `'${each.name ?? ''}': ${text(each)}`).join(', ')}}`]
      : []),
    ...named
      .filter(({ name }) => options.includes(name ?? ''))
      .map((each) => `${each.name ?? ''}=${text(each)}`),
  ]
  const name = callee.getChild('PropertyName')
  return {
    title: 'Write apply_async()',
    edits: [
      { from: name?.from ?? callee.to, to: name?.to ?? callee.to, text: 'apply_async' },
      { from: list.from, to: list.to, text: `(${parts.join(', ')})` },
    ],
  }
}

const SHAPES = /^(?:chain|group|chord|chunks|xmap|xstarmap)$/u

/** `chain(add(2, 2), mul.s(3))`: the task runs here, and its result stands in the chain. */
export function* calledInCanvas(look: Look): Generator<Finding> {
  for (const call of look.calls) {
    const shape =
      call.value?.is === 'class' && call.value.home.startsWith('celery') ? call.value.name : null
    const link = call.given.filter(({ name }) => name === 'link' || name === 'link_error')
    const values = shape !== null && SHAPES.test(shape) ? call.given : taskOf(call) ? link : []
    for (const { value } of values)
      for (const node of tasksIn(value)) yield* sent(look, node, shape ?? 'link')
  }
}

/** The calls among arguments, in lists and comprehensions too. */
function* tasksIn(node: SyntaxNode | null): Generator<SyntaxNode> {
  if (node?.name === 'CallExpression') yield node
  else if (node && /^(?:Array|Tuple|Parenthesized|ArrayComprehension)Expression$/u.test(node.name))
    for (const each of children(node)) {
      if (each.name === 'for') return
      yield* tasksIn(each)
    }
}

function* sent(look: Look, node: SyntaxNode, shape: string): Generator<Finding> {
  const call = callOf(look, node)
  if (!call) return
  if (isTask(call)) {
    const text = look.source.of(call.callee)
    yield {
      mistake: 'called-in-canvas',
      from: node.from,
      to: node.to,
      slots: { call: look.source.of(node), task: text, shape },
      fixes: [
        {
          title: `Write ${text}.s(…)`,
          edits: [{ from: call.callee.to, to: call.callee.to, text: '.s' }],
        },
      ],
    }
  } else if (call.method === 'delay' && taskOf(call)) {
    const name = call.callee.getChild('PropertyName')
    yield {
      mistake: 'sent-in-canvas',
      from: node.from,
      to: node.to,
      slots: { call: look.source.of(node), shape },
      fixes: name
        ? [{ title: 'Write .s(…)', edits: [{ from: name.from, to: name.to, text: 's' }] }]
        : [],
    }
  }
}

/** `add(2, 2)` where a message was meant. */
export function* calledDirectly(look: Look): Generator<Finding> {
  for (const call of look.calls) {
    if (!isTask(call) || inShape(look, call.node)) continue
    // One task may well use another as a function, and a call inside of its own file is often meant so.
    if (taskAround(look, call.node) || around(call.node, 'FunctionDefinition', 'LambdaExpression'))
      continue
    const text = look.source.of(call.callee)
    yield {
      mistake: 'called-directly',
      from: call.node.from,
      to: call.node.to,
      slots: {
        call: look.source.of(call.node),
        delay: `${text}.delay${look.source.of(call.list)}`,
      },
      fixes: [
        {
          title: `Write ${text}.delay(…)`,
          edits: [{ from: call.callee.to, to: call.callee.to, text: '.delay' }],
        },
      ],
    }
  }
}

function inShape(look: Look, node: SyntaxNode): boolean {
  for (let each = node.parent; each; each = each.parent) {
    const call = each.name === 'CallExpression' ? callOf(look, each) : null
    if (call?.value?.is === 'class' && SHAPES.test(call.value.name)) return true
  }
  return false
}

/** Options of `apply_async` and of the decorator that are almost right. */
export function* misspeltOptions(look: Look): Generator<Finding> {
  const { callOptions, taskOptions } = look.project.library
  for (const call of look.calls) {
    if (!/^(?:apply_async|send_task|set|retry)$/u.test(call.method ?? '') || !isCeleryCall(call))
      continue
    const parameters =
      call.value?.is === 'function' ? call.value.of.parameters.map(({ name }) => name) : []
    yield* misspelt(call.given, [...callOptions, ...parameters], look.source.of(call.callee))
  }
  for (const node of look.all) {
    const list = node.name === 'Decorator' ? child(node, 'ArgList') : null
    if (!list || !/\btask\s*\(|shared_task\s*\(/u.test(look.source.of(node))) continue
    const given = children(list).flatMap((each, index, all) =>
      each.name === 'VariableName' && all[index + 1]?.name === 'AssignOp'
        ? [{ name: look.source.of(each), nameNode: each }]
        : [],
    )
    yield* misspelt(given, taskOptions, look.source.of(node).replace(/\([\s\S]*/u, ''))
  }
}

const isCeleryCall = ({ value }: Call): boolean =>
  value?.is === 'function' && value.home.startsWith('celery')

function* misspelt(
  given: readonly { readonly name: string | null; readonly nameNode: SyntaxNode | null }[],
  known: readonly string[],
  call: string,
): Generator<Finding> {
  for (const { name, nameNode } of given) {
    if (name === null || !nameNode || known.includes(name)) continue
    const near = nearest(name, known)
    if (near === null) continue
    yield {
      mistake: 'misspelt-option',
      from: nameNode.from,
      to: nameNode.to,
      slots: { option: name, near, call },
      fixes: [
        {
          title: `Change to ${near}`,
          edits: [{ from: nameNode.from, to: nameNode.to, text: near }],
        },
      ],
    }
  }
}

/** `app.conf.task_ackslate = True` and keys of `app.conf.update(...)`. */
export function* misspeltSettings(look: Look): Generator<Finding> {
  const { source, infer } = look
  const known = Object.keys(look.project.library.settings)
  const say = function* (
    name: string,
    node: { readonly from: number; readonly to: number },
  ): Generator<Finding> {
    if (known.includes(name) || name !== name.toLowerCase()) return
    const near = nearest(name, known)
    if (near === null) return
    const fixes = [
      { title: `Change to ${near}`, edits: [{ from: node.from, to: node.to, text: near }] },
    ]
    yield {
      mistake: 'misspelt-setting',
      from: node.from,
      to: node.to,
      slots: { setting: name, near },
      fixes,
    }
  }
  const isConf = (node: SyntaxNode | null): boolean => {
    const value = infer.of(node)
    return value?.is === 'instance' && value.name === 'Settings'
  }
  for (const node of look.all) {
    const property = node.name === 'MemberExpression' ? child(node, 'PropertyName') : null
    if (property && node.parent?.name === 'AssignStatement' && isConf(node.firstChild))
      yield* say(source.of(property), property)
  }
  for (const { method, callee, given } of look.calls)
    if (method === 'update' && isConf(callee.firstChild))
      for (const { name, nameNode } of given)
        if (name !== null && nameNode) yield* say(name, nameNode)
}

/** `add.apply_async(2, 3)`: the arguments of the task come as one list. */
export function* argsNotList(look: Look): Generator<Finding> {
  for (const call of look.calls) {
    if (call.method !== 'apply_async' || taskOf(call) === null) continue
    const [first, ...rest] = call.given.filter(({ name, star }) => name === null && star === '')
    const node = first?.value
    if (!node) continue
    const bare = node.name === 'ParenthesizedExpression' ? children(node)[1] : node
    const single = bare && /^(?:Number|String|FormatString|Boolean)$/u.test(bare.name)
    if (!bare || !single) continue
    const last = node.name === 'ParenthesizedExpression' ? node : (rest.at(-1)?.value ?? node)
    const inner = look.source.text.slice(bare.from, node === last ? bare.to : last.to)
    const text = node === last || rest.length === 0 ? `(${inner},)` : `(${inner})`
    yield {
      mistake: 'args-not-a-list',
      from: node.from,
      to: last.to,
      slots: { args: text },
      fixes: [{ title: `Write ${text}`, edits: [{ from: node.from, to: last.to, text }] }],
    }
  }
}

/** `crontab(hour=7)` is every minute from seven to eight (rule 10.21). */
export function* everyMinute(look: Look): Generator<Finding> {
  for (const { value, given, list, node } of look.calls) {
    if (value?.is !== 'class' || value.name !== 'crontab') continue
    const names = given.map(({ name }) => name)
    const hour = given.find(({ name }) => name === 'hour')
    if (!hour?.value || names.includes('minute') || names.includes(null)) continue
    if (stringOf(look.source, hour.value) === '*') continue
    yield {
      mistake: 'every-minute',
      from: node.from,
      to: node.to,
      slots: { hour: look.source.of(hour.value) },
      fixes: [
        {
          title: 'Add minute=0',
          edits: [{ from: list.from + 1, to: list.from + 1, text: 'minute=0, ' }],
        },
      ],
    }
  }
}

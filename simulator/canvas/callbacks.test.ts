import { describe, expect, it } from 'vitest'
import { disabled } from '../backends/disabled.ts'
import { rpc } from '../backends/rpc.ts'
import type { Json, JsonObject } from '../messages/json.ts'
import { isPythonError } from '../messages/python-error.ts'
import type { Signature } from '../messages/signature.ts'
import type { RequestContext, TaskDefinition } from '../program.ts'
import { applyCanvas } from './apply.ts'
import { afterSuccess, errbacksOf } from './callbacks.ts'
import type { Applied, CanvasContext } from './context.ts'
import { publishTask } from './publish.ts'
import { replaceTask } from './replace.ts'

const sig = (task: string, args: Json[] = [], more: Partial<Signature> = {}): Signature => ({
  task,
  args,
  kwargs: {},
  options: {},
  subtask_type: null,
  immutable: false,
  ...more,
})

const canvas = (type: 'chain' | 'group', tasks: Signature[], options: JsonObject = {}): Signature =>
  sig(`celery.${type}`, [], { kwargs: { tasks }, options, subtask_type: type })

const request = (more: JsonObject = {}): RequestContext => ({
  id: 't1',
  task: 'work',
  args: [],
  kwargs: {},
  hostname: 'w1@sim',
  retries: 0,
  root_id: 'root',
  parent_id: null,
  callbacks: null,
  errbacks: null,
  chain: null,
  chord: null,
  group: null,
  group_index: null,
  ...more,
})

function context(more: Partial<CanvasContext> = {}): CanvasContext {
  let count = 0
  return {
    uuid: () => `u${String((count += 1))}`,
    replyTo: 'reply',
    origin: 'gen1@w1@sim',
    now: 0,
    settings: {},
    task: () => undefined,
    parent: request(),
    driver: 'redis',
    sentTo: [],
    encode: null,
    chords: 'counted',
    ...more,
  }
}

function messages(applied: Applied, sender: CanvasContext): JsonObject[] {
  return applied.publishes.map((publish) => {
    const published = publishTask(publish, sender)
    if (isPythonError(published)) throw new Error(published.error.message)
    const { headers, body } = published.message
    return { ...headers, args: body[0], embed: body[2] } as unknown as JsonObject
  })
}

describe('after success (rules 4.34, 5.13, 5.17)', () => {
  it('sends one callback alone with the value in front, as a child', () => {
    const sender = context()
    const applied = afterSuccess(request({ callbacks: [sig('log', [2])] }), 1, '1', sender)
    expect(messages(applied, sender)).toMatchObject([
      {
        task: 'log',
        args: [1, 2],
        argsrepr: '(1, 2)',
        root_id: 'root',
        parent_id: 't1',
        group: null,
      },
    ])
    expect(applied.children).toHaveLength(1)
  })

  it('sends several callbacks as one group, groups on their own first', () => {
    const callbacks = [
      sig('a'),
      canvas('group', [sig('x'), sig('y')]),
      sig('b', [9], { immutable: true }),
    ]
    const sender = context()
    const sent = messages(afterSuccess(request({ callbacks }), 1, '1', sender), sender)
    expect(sent.map(({ task, args }) => [task, args])).toEqual([
      ['x', [1]],
      ['y', [1]],
      ['a', [1]],
      ['b', [9]],
    ])
    const groups = sent.map(({ group }) => group)
    expect(groups[0]).toBe(groups[1])
    expect(groups[2]).toBe(groups[3])
    expect(groups[0]).not.toBe(groups[2])
  })

  it('sends the last of the chain with the rest of it', () => {
    const chain = [
      sig('third', [], { options: { task_id: 'c' } }),
      sig('second', [5], { options: { task_id: 'b' } }),
    ]
    const sender = context()
    const [message, ...others] = messages(afterSuccess(request({ chain }), 4, '4', sender), sender)
    expect(others).toEqual([])
    expect(message).toMatchObject({ task: 'second', id: 'b', args: [4, 5], parent_id: 't1' })
    expect(message?.['embed']).toMatchObject({ chain: [{ task: 'third' }] })
  })

  it('shows the arguments of an immutable step as the list they came as, none as a tuple', () => {
    const shown = (args: Json[]): Json => {
      const sender = context()
      const chain = [sig('next', args, { immutable: true })]
      return (
        messages(afterSuccess(request({ chain }), 4, '4', sender), sender)[0]?.['argsrepr'] ?? null
      )
    }
    expect([shown([1]), shown([])]).toEqual(['[1]', '()'])
  })

  it("shows what JSON changed by Python's own repr", () => {
    const sender = context()
    const applied = afterSuccess(request({ callbacks: [sig('log')] }), [1, 2], '(1, 2)', sender)
    expect(messages(applied, sender)).toMatchObject([{ args: [[1, 2]], argsrepr: '((1, 2),)' }])
  })

  it('sends nothing where nothing follows', () => {
    expect(afterSuccess(request(), 1, '1', context())).toMatchObject({ publishes: [], chords: [] })
  })
})

describe('errbacks (rule 4.35)', () => {
  it('are called here in the new style and sent as one group in the old', () => {
    const inline: TaskDefinition = {
      name: 'new',
      parameters: null,
      bound: false,
      newStyleErrback: true,
      options: {},
    }
    const sender = context({ task: (name) => (name === 'new' ? inline : undefined) })
    const found = errbacksOf([sig('old', ['x']), sig('new'), sig('other')], request(), sender)
    expect(found.map(({ kind }) => kind)).toEqual(['inline', 'sent'])
    const [, sent] = found
    if (sent?.kind !== 'sent') throw new Error('nothing sent')
    expect(messages(sent.applied, sender)).toMatchObject([
      { task: 'old', args: ['t1', 'x'], parent_id: 't1', root_id: 'root', group_index: 0 },
      { task: 'other', args: ['t1'], parent_id: 't1', root_id: 'root', group_index: 1 },
    ])
  })
})

describe('replace (rule 4.39)', () => {
  it('lets the last task of a chain keep the id and adds the rest of the chain', () => {
    const sender = context()
    const rest = [sig('after', [], { options: { task_id: 'next' } })]
    const heir = canvas('chain', [sig('one', [1]), sig('two')])
    const [message] = messages(replaceTask(request({ chain: rest }), heir, sender), sender)
    expect(message).toMatchObject({ task: 'one', replaced_task_nesting: 1, parent_id: 't1' })
    const chain = (message?.['embed'] as { chain: Signature[] }).chain
    expect(chain.map(({ task, options }) => [task, options['task_id']])).toEqual([
      ['after', 'next'],
      ['two', 't1'],
    ])
  })

  it('waits for all of a group', () => {
    const sender = context()
    const applied = replaceTask(request(), canvas('group', [sig('a'), sig('b')]), sender)
    expect(applied.chords).toMatchObject([
      { size: 2, body: { task: 'celery.accumulate', kwargs: { index: 0 } } },
    ])
    expect(applied.chords[0]?.body.options['task_id']).toBe('t1')
  })

  it('refuses an empty chain and a part of a chord', () => {
    const empty = replaceTask(request(), canvas('chain', []), context())
    expect(empty.error?.message).toBe('Cannot replace with an empty chain')
    const part = replaceTask(request(), sig('a', [], { options: { chord: sig('b') } }), context())
    expect(part.error?.message).toBe('A signature replacing a task must not be part of a chord')
  })
})

describe('apply_async', () => {
  const apply = (signature: Signature, options: JsonObject, sender: CanvasContext): Applied =>
    applyCanvas({ signature, args: [7], kwargs: {}, options }, sender)

  it('gives the options of a chain to its first step, links to its last, errbacks to all (rule 5.14)', () => {
    const sender = context({ parent: null })
    const options = { queue: 'fast', link: sig('done'), link_error: sig('bad'), task_id: 'last' }
    const chain = canvas('chain', [sig('one'), sig('two')])
    const applied = apply(chain, options, sender)
    const [message] = messages(applied, sender)
    expect(message).toMatchObject({ task: 'one', args: [7] })
    expect(message?.['embed']).toMatchObject({
      callbacks: null,
      errbacks: [{ task: 'bad' }],
      chain: [
        {
          task: 'two',
          options: { task_id: 'last', link: [{ task: 'done' }], link_error: [{ task: 'bad' }] },
        },
      ],
    })
    expect(applied.result).toMatchObject({ id: 'last', parent: { type: 'AsyncResult' } })
    expect(chain).toEqual(canvas('chain', [sig('one'), sig('two')]))
  })

  it('refuses links of a group (rule 5.22)', () => {
    const { error } = apply(canvas('group', [sig('a')]), { link: sig('b') }, context())
    expect(error).toEqual({
      type: 'builtins.TypeError',
      message: 'Cannot add link to group: use a chord',
    })
  })

  it('refuses a chord without a backend that can join (rule 5.42)', () => {
    const chord = sig('celery.chord', [], {
      kwargs: { kwargs: {}, header: [sig('a'), sig('b')], body: sig('c') },
      subtask_type: 'chord',
    })
    const starts = [
      [disabled, /^Starting chords requires a result backend/],
      [rpc, /^The "rpc" result backend does not support chords!/],
    ] as const
    for (const [{ chords }, words] of starts) {
      const applied = apply(chord, {}, context({ chords }))
      expect(applied.publishes).toEqual([])
      expect(applied.error?.type).toBe('builtins.NotImplementedError')
      expect(applied.error?.message).toMatch(words)
    }
  })

  it('restarts the index in a nested group but keeps its order; a chord header turns it round (rule 5.23)', () => {
    const nested = canvas('group', [sig('a'), canvas('group', [sig('b'), sig('c')])])
    const sender = context({ parent: null })
    const sent = messages(apply(nested, {}, sender), sender)
    expect(sent.map(({ task, group_index: index }) => [task, index])).toEqual([
      ['a', 0],
      ['b', 0],
      ['c', 1],
    ])
    const chord = sig('celery.chord', [], {
      kwargs: {
        kwargs: {},
        header: [sig('a'), canvas('group', [sig('b'), sig('c')])],
        body: sig('z'),
      },
      subtask_type: 'chord',
    })
    const header = messages(apply(chord, {}, sender), sender)
    expect(header.map(({ task, group_index: index }) => [task, index])).toEqual([
      ['a', 0],
      ['c', 1],
      ['b', 2],
    ])
  })

  it('sends the body of a chord with an empty header at once (rule 5.30)', () => {
    const chord = sig('celery.chord', [], {
      kwargs: { kwargs: {}, header: [], body: sig('z', [1]) },
      subtask_type: 'chord',
    })
    const sender = context({ parent: null })
    expect(messages(apply(chord, {}, sender), sender)).toMatchObject([{ task: 'z', args: [[], 1] }])
  })
})

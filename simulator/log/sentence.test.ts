import { describe, expect, test } from 'vitest'
import { FACT_KINDS } from './facts.ts'
import { phrase, sentence } from './sentence.ts'
import { type Example, EXAMPLES, MESSAGE } from './sentence-examples.ts'
import { SENTENCES, type SentenceKey } from './sentence-texts.ts'
import { Scribe } from './testing.ts'
import { why } from './why.ts'

function tell([who, kind, detail]: Example): { readonly text: string; readonly key: SentenceKey } {
  const scribe = new Scribe()
  scribe.say('client', 'message-published', { message: MESSAGE }, { task: 'a' })
  const row = scribe.say(who, kind, detail, { task: 'a' })
  return { text: sentence(scribe.log, row), key: phrase(scribe.log, row).key }
}

describe('a sentence', () => {
  test.each(EXAMPLES.map((example) => [example[3], example] as const))('%s', (text, example) => {
    expect(tell(example).text).toBe(text)
  })

  test('is there for each kind of fact, and each sentence is used', () => {
    expect(new Set(EXAMPLES.map(([, kind]) => kind))).toEqual(new Set(FACT_KINDS))
    const used = new Set(EXAMPLES.map((example) => tell(example).key))
    expect(used).toEqual(new Set(Object.keys(SENTENCES)))
  })

  test('does without a task, and without the name of one that was never published', () => {
    const scribe = new Scribe()
    const invalid = scribe.say('w1@sim', 'message-invalid', { reason: 'no task' })
    expect(sentence(scribe.log, invalid)).toBe(
      'w1@sim could not use the message for a message: no task',
    )
    const received = scribe.say('w1@sim', 'task-received', { tag: 1 }, { task: 'x' })
    expect(sentence(scribe.log, received)).toBe('w1@sim received t1.')
    expect(scribe.log.tasks).toEqual(['x'])
  })

  test('learns the name of a task as soon as its message is in the log', () => {
    const scribe = new Scribe()
    const stored = { state: 'PROGRESS', result: null, kept: true }
    const row = scribe.say('w1@sim/1', 'state-stored', stored, { task: 'a' })
    expect(sentence(scribe.log, row)).toBe('w1@sim/1 stored PROGRESS for t1.')
    scribe.say('client', 'message-published', { message: MESSAGE }, { task: 'a' })
    expect(sentence(scribe.log, row)).toBe('w1@sim/1 stored PROGRESS for tasks.add (t1).')
  })
})

describe('why', () => {
  test('follows the causes of a fact back to the first', () => {
    const scribe = new Scribe()
    const began = scribe.say('client', 'program-started', { file: 'client.py' })
    scribe.say('w1@sim', 'worker-ready', {})
    const sent = scribe.say('client', 'message-published', { message: MESSAGE }, { cause: began })
    const got = scribe.say('w1@sim', 'task-received', { tag: 0 }, { cause: sent })
    expect(why(scribe.log, got)).toEqual([sent, began])
    expect(why(scribe.log, began)).toEqual([])
  })
})

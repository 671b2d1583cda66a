import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { Draft } from './draft.ts'
import type { FactDetails, FactKind } from './facts.ts'
import { foldRow } from './fold.ts'
import type { Log } from './log.ts'
import { EMPTY_PICTURE } from './empty-picture.ts'
import type { Picture } from './picture.ts'
import { PictureSeeker } from './seeker.ts'
import { BOOM, messageOf, Scribe } from './testing.ts'

interface Random {
  readonly fact: Fact
  readonly task: string
  readonly worker: 1 | 2
  readonly tag: number
  readonly wait: number
}

type Fact = { readonly [K in FactKind]: readonly [K, (random: Random) => FactDetails[K]] }[FactKind]

function fact<K extends FactKind>(kind: K, make: (random: Random) => FactDetails[K]): Fact {
  return [kind, make] as const as Fact
}

/** Facts that change a picture, in any order, likely or not: a fold must stand them all. */
const FACTS: readonly Fact[] = [
  fact('message-published', ({ task }) => ({ message: messageOf(task, 'tasks.add') })),
  fact('message-enqueued', ({ tag, wait }) => ({
    tag,
    reason: 'published',
    priority: 0,
    before: wait,
  })),
  fact('message-enqueued', ({ tag }) => ({ tag, reason: 'restored', priority: 0 })),
  fact('message-delivered', ({ tag }) => ({ tag, queue: 'celery', redelivered: false })),
  fact('message-acked', ({ tag }) => ({ tag, queue: 'celery' })),
  fact('message-rejected', ({ tag }) => ({ tag, queue: 'celery', requeue: true })),
  fact('message-dropped', ({ tag }) => ({ tag, queue: 'celery', reason: 'purged' })),
  fact('worker-started', () => ({
    hostname: '',
    queues: ['celery'],
    concurrency: 1,
    pool: 'prefork',
  })),
  fact('worker-ready', () => ({})),
  fact('worker-stopped', () => ({ reason: 'killed' })),
  fact('process-started', ({ tag }) => ({ index: 1, pid: tag })),
  fact('process-ended', () => ({ reason: 'killed' })),
  fact('task-received', ({ tag }) => ({ tag })),
  fact('task-held', ({ wait }) => ({ until: wait })),
  fact('task-reserved', () => ({})),
  fact('task-started', ({ tag }) => ({ name: 'tasks.add', retries: tag })),
  fact('body-parked', () => ({ on: { kind: 'computing' } })),
  fact('body-parked', ({ wait }) => ({ on: { kind: 'sleep', until: wait } })),
  fact('body-resumed', () => ({})),
  fact('task-succeeded', ({ tag }) => ({ result: tag, repr: `${tag}`, runtime: 1 })),
  fact('task-failed', () => ({ error: BOOM, runtime: 1 })),
  fact('task-retried', ({ wait }) => ({ error: BOOM, due: wait, retries: 1 })),
  fact('task-finished', () => ({ state: 'SUCCESS' })),
  fact('state-stored', ({ tag }) => ({ state: `S${tag}`, result: null, kept: tag > 0 })),
  fact('result-forgotten', () => ({})),
  fact('chord-counted', ({ tag, task }) => ({ group: task, count: tag, size: 4 })),
]

const randoms = (most: number) =>
  fc.array(
    fc.record<Random>({
      fact: fc.constantFrom(...FACTS),
      task: fc.constantFrom('a', 'b', 'c'),
      worker: fc.constantFrom(1, 2),
      tag: fc.nat(4),
      wait: fc.nat(3),
    }),
    { minLength: 1, maxLength: most, size: 'max' },
  )

function write(scribe: Scribe, list: readonly Random[]): void {
  for (const random of list) {
    const [kind, detail] = random.fact
    const name = `w${random.worker}@sim`
    const inProcess = /^(task-(started|succ|fail|retr|fini)|body|process|state|chord)/.test(kind)
    const who = kind === 'message-enqueued' ? 'queue:celery' : inProcess ? `${name}/1` : name
    scribe.say(who, kind, detail(random), random)
  }
}

/** What the seeker must agree with: every row folded in turn into one draft, nothing kept or shared. */
function folded(log: Log, rows: number): Picture {
  const draft = new Draft(EMPTY_PICTURE)
  for (let row = 0; row < rows; row++) foldRow(draft, log, row)
  return draft.publish()
}

describe('a seeker', () => {
  test('gives the picture that a full fold gives, forth and back, while the log grows', () => {
    const parts = fc.array(fc.tuple(randoms(300), fc.array(fc.nat(), { maxLength: 6 })), {
      minLength: 1,
      maxLength: 4,
      size: 'max',
    })
    fc.assert(
      fc.property(parts, (list) => {
        const scribe = new Scribe()
        const seeker = new PictureSeeker(scribe.log)
        for (const [rows, seeks] of list) {
          write(scribe, rows)
          for (const seek of seeks) {
            const to = seek % (scribe.log.length + 1)
            if (seek % 3 === 0) seeker.prepare(seek % 500)
            expect(seeker.afterRows(to)).toEqual(folded(scribe.log, to))
          }
        }
      }),
      { numRuns: 60 },
    )
  })

  test('never changes a picture that it has given out', () => {
    fc.assert(
      fc.property(randoms(60), (list) => {
        const scribe = new Scribe()
        write(scribe, list)
        const seeker = new PictureSeeker(scribe.log)
        const pictures = list.map((_, row) => seeker.afterRows(row + 1))
        const plain = (picture: Picture): object => ({ ...picture, tasks: [...picture.tasks] })
        const copies = structuredClone(pictures.map(plain))
        seeker.afterRows(0)
        seeker.afterRows(list.length)
        expect(pictures.map(plain)).toEqual(copies)
      }),
      { numRuns: 60 },
    )
  })

  test('finds the facts at or before a moment, and gives one picture while nothing happens', () => {
    const scribe = new Scribe()
    scribe.say('client', 'program-started', { file: 'client.py' }, { wait: 10 })
    scribe.say('client', 'program-ended', { returned: null, repr: 'None' }, { wait: 10 })
    const seeker = new PictureSeeker(scribe.log)
    expect(seeker.at(9).client.state).toBe('absent')
    expect(seeker.at(10).client.state).toBe('running')
    expect(seeker.at(19)).toBe(seeker.at(12))
    expect(seeker.at(20).client.state).toBe('ended')
    expect(seeker.at(10).rows).toBe(1)
  })

  test('keeps few pictures of a long log and still finds any moment', () => {
    const scribe = new Scribe()
    for (let row = 0; row < 150_000; row++) {
      scribe.say('w1@sim', 'prefetch-set', { count: row })
    }
    const seeker = new PictureSeeker(scribe.log)
    while (seeker.prepare(10_000));
    for (const rows of [150_000, 1, 149_999, 256, 77_777, 77_776, 0, 100_000]) {
      const picture = seeker.afterRows(rows)
      expect(picture.rows).toBe(rows)
      expect(picture.workers[0]?.prefetch).toBe(rows === 0 ? undefined : rows - 1)
    }
  })
})

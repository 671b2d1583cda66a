import { expect, test } from 'vitest'
import {
  Log,
  PictureSeeker,
  seconds,
  type FactDetails,
  type FactKind,
} from '../../../simulator/index.ts'
import { historyOf } from '../../lib/history/history.ts'
import { layOut } from '../layout/layout.ts'
import { legOf } from '../motion/legs.ts'
import { topologyOf, viewOf } from './from-picture.ts'
import { tellingRow } from './story.ts'
import { pathLetter, visitorsOf, visitorWords } from './visitors.ts'
import { frontText } from './words.ts'

const log = new Log()

function say<K extends FactKind>(at: number, name: string, kind: K, detail: FactDetails[K]): void {
  log.append(seconds(at), kind, -1, log.actor({ kind: 'service', name }), -1, detail)
}

const visit = (number: number) => ({ number, method: 'POST', path: '/signup' })

// Two threads and three visitors: the third has to wait, and the second loses patience.
for (const number of [1, 2, 3]) say(number, 'shop.org', 'request-arrived', visit(number))
for (const number of [1, 2])
  say(3, `shop.org/${String(number)}`, 'request-started', { ...visit(number), form: {}, waited: 0 })
say(4, 'shop.org/1', 'body-parked', {
  on: { kind: 'service', service: 'mail.org', call: 'MAIL', subject: '' },
})
say(5, 'shop.org', 'request-ended', { ...visit(2), status: 504, latency: seconds(3) })
say(6, 'shop.org/1', 'request-handled', { ...visit(1), status: 201 })
say(6, 'shop.org/1', 'request-started', { ...visit(3), form: {}, waited: seconds(3) })
say(7, 'shop.org', 'request-ended', { ...visit(1), status: 201, latency: seconds(6) })

const fronts = [{ name: 'shop.org', threads: 2, loop: false }]
const topology = topologyOf(historyOf(log), { workers: [], beats: [], services: [], fronts })
const seeker = new PictureSeeker(log)
const viewAt = (at: number) => viewOf(topology, seeker.at(seconds(at)), historyOf(log), seconds(at))

test('a web front is no service; its visitors stand in its threads and in line, with what they are doing', () => {
  expect(topology.services).not.toContain('shop.org')
  const layout = layOut(topology, { width: 784, height: 372, text: 12, target: 24 })
  const wordsAt = (at: number): readonly string[] =>
    visitorsOf(layout, viewAt(at)).get('shop.org')!.standing.map(visitorWords)
  expect(wordsAt(4)).toEqual([
    'visitor 1 · POST /signup · its thread waits for mail.org',
    'visitor 2 · POST /signup · is answered',
    'visitor 3 · POST /signup · waits for a thread',
  ])
  expect(wordsAt(5)[1]).toBe('visitor 2 · POST /signup · has gone, and the thread does not know')
  expect(wordsAt(6)[0]).toBe('visitor 3 · POST /signup · is answered')
  expect(pathLetter('/signup')).toBe('S')
})

test('the outline says how many threads are busy, what they wait for and who waits for them', () => {
  expect(frontText('shop.org', viewAt(4).fronts.get('shop.org'))).toBe(
    'Web front shop.org: 2 of 2 busy, 1 waiting for mail.org, 1 visitors waiting, 0 messages sent',
  )
})

test('visitors come, their threads call, and they leave with an answer or without', () => {
  const legs = Array.from({ length: log.length }, (_, row) => legOf(log, row)).filter(
    (leg) => leg !== null,
  )
  expect(legs.map(({ kind, mark, stops }) => [kind, mark, ...stops])).toEqual([
    ...[1, 2, 3].map(() => ['visit', 'pending', 'visitors:shop.org', 'front:shop.org']),
    ['call', 'started', 'front:shop.org', 'service:mail.org'],
    ['leave', 'failed', 'front:shop.org', 'visitors:shop.org'],
    ['leave', 'succeeded', 'front:shop.org', 'visitors:shop.org'],
  ])
})

test('threads have what they have answered, and the line its depth', () => {
  const front = historyOf(log).fronts.get('shop.org')!
  expect(
    front.threads.get('shop.org/1')?.map(({ number, end, status }) => [number, end, status]),
  ).toEqual([
    [1, seconds(6), 201],
    [3, Infinity, -1],
  ])
  expect(front.waiting.depths.at(-1)).toBe(0)
  expect(front.waiting.most).toBe(3)
})

test('the story tells of visitors, and is never silent once something has happened', () => {
  expect(log.kindAt(tellingRow(log, log.length))).toBe('request-ended')
  // Nothing but paperwork: the last of it.
  expect(tellingRow(log, 1)).toBe(0)
  expect(tellingRow(log, 0)).toBe(-1)
})

import { expect, it } from 'vitest'
import { Comparison, Log, millis, seconds } from '../../../simulator/index.ts'
import { SMALL_RUN, syntheticLog } from '../../../tests/support/synthetic-log.ts'
import { figuresOf } from '../../lib/history/figures.ts'
import { historyOf } from '../../lib/history/history.ts'
import { differenceOf, linesOf } from './compared.ts'

function printing(...lines: readonly string[]): Log {
  const log = new Log()
  const client = log.actor({ kind: 'client', name: 'client' })
  lines.forEach((text, at) =>
    log.append(seconds(at), 'printed', -1, client, -1, { stream: 'stdout', text }),
  )
  return log
}

it('says how far two runs are the same, and what each does then', () => {
  const [one, other] = [printing('a', 'b', 'c'), printing('a', 'b', 'd')]
  const difference = differenceOf(new Comparison(one, other), one, other)
  expect(difference.at).toBe(seconds(2))
  expect(difference.sentence).toBe(
    'Up to 00:02.000 both runs are the same, fact for fact: 2 facts. There they part.',
  )
  expect(difference.one).toContain('c')
  expect(difference.other).toContain('d')
  const same = differenceOf(new Comparison(one, one), one, one)
  expect(same).toMatchObject({ at: null, one: null, other: null })
})

it('knows that one run goes on where the other is over', () => {
  const [one, other] = [printing('a', 'b'), printing('a')]
  const difference = differenceOf(new Comparison(one, other), one, other)
  expect(difference).toMatchObject({ at: seconds(1), other: null })
})

it('lays the figures of both runs side by side with what one has more', () => {
  const figures = [
    syntheticLog(),
    syntheticLog({ ...SMALL_RUN, tasks: 90, every: millis(50) }),
  ].map((log) => figuresOf(historyOf(log), log.timeAt(log.length - 1)))
  const [one, other] = figures as [(typeof figures)[number], (typeof figures)[number]]
  const lines = linesOf(one, other)
  const sent = lines.find(({ title }) => title === 'tasks sent')
  expect(sent).toMatchObject({ one: String(SMALL_RUN.tasks), other: '90' })
  expect(sent?.more).toBe(`−${String(90 - SMALL_RUN.tasks)}`)
  expect(linesOf(other, one).find(({ title }) => title === 'tasks sent')?.more).toBe(
    `+${String(90 - SMALL_RUN.tasks)}`,
  )
  for (const { more } of linesOf(one, one)) expect(more).toBe('')
})

import { describe, expect, it } from 'vitest'
import { seconds } from '../../kernel/units.ts'
import { Bench, consumer, message } from '../testing.ts'
import { sqs } from './index.ts'

const taken = () => {
  const bench = new Bench(sqs)
  bench.declare('celery')
  bench.consumers.push(consumer(0, ['celery']))
  bench.send('celery')
  bench.deliver()
  return bench
}

describe('Amazon SQS (from documentation)', () => {
  it('shows a message again when its visibility timeout is over, half an hour by default', () => {
    const bench = taken()
    expect(sqs.onLost(bench.view, 0, [0])).toEqual([])
    bench.now = seconds(1799)
    expect(sqs.onTimer?.(bench.view, 0, 0)).toMatchObject([{ do: 'timer', at: seconds(1800) }])
    bench.now = seconds(1800)
    expect(sqs.onTimer?.(bench.view, 0, 0)).toMatchObject([{ do: 'redeliver', tag: 0 }])
  })

  it('forgets what was deleted', () => {
    const bench = taken()
    sqs.onSettled?.(bench.view, bench.queue('celery'), 0, 'acked')
    bench.now = seconds(1800)
    expect(sqs.onTimer?.(bench.view, 0, 0)).toEqual([])
  })

  it('shows what a worker gives back after the time that a poll waits', () => {
    expect(taken().giveBack(0, 'restored')).toMatchObject([{ do: 'timer', at: seconds(10) }])
  })

  it('refuses what is larger than a mebibyte, with the error of boto', () => {
    const sent = message()
    const large = { ...sent, body: [['x'.repeat(600_000)], {}, sent.body[2]] } as typeof sent
    const { view } = new Bench(sqs)
    expect(() => sqs.refuse?.(view, sent)).not.toThrow()
    expect(() => sqs.refuse?.(view, large)).toThrow('Message must be shorter than 1048576 bytes.')
  })

  it('gives each poll ten messages at most, and the next ones to another worker', () => {
    const bench = new Bench(sqs)
    bench.declare('celery')
    bench.consumers.push(
      { ...consumer(0, ['celery']), credit: 99 },
      { ...consumer(1, ['celery']), credit: 99 },
    )
    for (let n = 0; n < 15; n++) bench.send('celery')
    const workers = Array.from({ length: 15 }, () => bench.copy(bench.deliver() ?? -1).worker)
    expect(workers).toEqual([...Array<number>(10).fill(0), ...Array<number>(5).fill(1)])
  })
})

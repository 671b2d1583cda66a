import { describe, expect, it } from 'vitest'
import { seconds } from '../../kernel/units.ts'
import { Bench, consumer, message } from '../testing.ts'
import { memory } from './index.ts'

const bench = () => {
  const made = new Bench(memory)
  made.declare('celery')
  made.consumers.push(consumer(0, ['celery']))
  memory.onConsumer?.(made.view, consumer(0, ['celery']))
  return made
}

describe('memory://', () => {
  it('lets a worker that found nothing sleep a second before it looks again', () => {
    const made = bench()
    expect(made.deliver()).toBeNull()
    made.now = seconds(2.3)
    expect(made.send('celery')).toMatchObject([{ do: 'timer', at: seconds(3), entity: 0 }])
    expect(made.deliver()).toBeNull()
    memory.onTimer?.(made.view, 0, 0)
    expect(made.deliver()).toBe(0)
  })

  it('ignores priorities (rule 2.24)', () => {
    const made = bench()
    for (const priority of [9, 0, 5]) made.send('celery', message({ priority }))
    expect(made.waiting('celery')).toEqual([0, 1, 2])
  })

  it('keeps nothing of what a worker held when it ends', () => {
    const made = bench()
    made.send('celery')
    made.deliver()
    const gone = [{ do: 'drop', tag: 0, reason: 'not kept' }]
    expect(memory.onLost(made.view, 0, [0])).toEqual(gone)
    expect(made.giveBack(0, 'restored')).toEqual(gone)
  })
})

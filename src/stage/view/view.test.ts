import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { PictureSeeker, seconds } from '../../../simulator/index.ts'
import { historyOf } from '../../lib/history/history.ts'
import { fitText, textWidth } from '../../lib/text-width.ts'
import { SMALL_RUN, syntheticLog } from '../../../tests/support/synthetic-log.ts'
import { layOut } from '../layout/layout.ts'
import { contains } from '../layout/shapes.ts'
import { RESULTS, exchangeId, queueId, workerId } from '../layout/topology.ts'
import { topologyOf, viewOf } from './from-picture.ts'
import { lineageOf } from './lineage.ts'
import { outlineOf } from './outline.ts'
import { plannedOf } from './planned.ts'
import { planRoom } from './room.ts'
import { standingsOf } from './standing.ts'
import { rimPath } from './token-shape.ts'

const log = syntheticLog({ ...SMALL_RUN, every: 40_000 })
const history = historyOf(log)
const seeker = new PictureSeeker(log)
const end = log.timeAt(log.length - 1)
const topology = topologyOf(history, { workers: [], beats: [], services: [], fronts: [] })
const layout = layOut(topology, { width: 784, height: 372, text: 12, target: 24 })
const viewAt = (time: number) => viewOf(topology, seeker.at(time), history, time)

describe('the view of a moment', () => {
  it('has every unfinished task in one place at most, and all that stand lie on the stage', () => {
    const stage = { x: 0, y: 0, width: layout.width, height: layout.height }
    fc.assert(
      fc.property(fc.nat(end), (time) => {
        const { tokens, hidden } = standingsOf(layout, viewAt(time))
        expect(new Set(tokens.map(({ task }) => task)).size).toBe(tokens.length)
        for (const { at } of tokens) {
          expect(contains(stage, { x: at.x - 7, y: at.y - 7, width: 14, height: 14 })).toBe(true)
        }
        const waiting = tokens.filter(({ where }) => where === 'queue').length
        const counted = [...hidden.values()].reduce((sum, { count }) => sum + count, 0)
        const all = seeker.at(time).queues.reduce((sum, queue) => sum + queue.waiting.length, 0)
        expect(waiting + counted).toBe(all)
      }),
    )
  })

  it('puts the next message at the way out of its queue', () => {
    const time = seconds(2)
    const [queue] = seeker.at(time).queues.filter(({ waiting }) => waiting.length > 2)
    const { places } = standingsOf(layout, viewAt(time))
    const xs = queue!.waiting.slice(0, 3).map((id) => places.get(id)!.at.x)
    expect(xs).toEqual([...xs].sort((a, b) => b - a))
  })

  it('tells the tokens of a task apart that was delivered twice', () => {
    const view = viewAt(seconds(2))
    const workers = new Map(
      [...view.workers].map(([name, worker]) => [
        name,
        { ...worker, processes: new Map([...worker.processes].map(([index]) => [index, 't'])) },
      ]),
    )
    const { tokens } = standingsOf(layout, { ...view, workers })
    expect(tokens.filter(({ task }) => task === 't').length).toBeGreaterThan(1)
    expect(new Set(tokens.map(({ key }) => key)).size).toBe(tokens.length)
    expect(tokens.some(({ key }) => key === 't')).toBe(true)
  })

  it('keeps its layout while the playhead moves, and knows planned workers before they start', () => {
    expect(
      topologyOf(history, { workers: [], beats: [], services: [], fronts: [] }).workers.map(
        ({ name }) => name,
      ),
    ).toEqual(['w1@sim', 'w2@sim'])
    const planned = plannedOf({
      broker: 'redis',
      backend: 'redis',
      app: 'tasks',
      workers: [
        { name: 'w1', options: '-c 4 -Q mail,celery', autostart: true },
        { name: 'w9', options: '', autostart: false },
      ],
    })
    const both = topologyOf(history, planned)
    expect(both.workers.map(({ name }) => name)).toEqual(['w1@sim', 'w9@sim', 'w2@sim'])
    expect(both.workers[1]).toMatchObject({ processes: 2, queues: ['celery'] })
    expect(viewOf(both, seeker.at(end), history, end).workers.get('w9@sim')!.status).toBe('absent')
  })

  it('says in words what it shows', () => {
    const time = seconds(2)
    const label = (id: string) => history.byId(id)!.label
    const lines = outlineOf(topology, viewAt(time), seeker.at(time), label, time)
    expect(lines.map(({ key }) => key)).toEqual([
      'client',
      'queue mail',
      'queue celery',
      'worker w1@sim',
      'worker w2@sim',
      'results',
    ])
    const running = [...viewAt(time).workers.values()].reduce((sum, { busy }) => sum + busy, 0)
    const said = lines.flatMap(({ tasks }) => tasks).filter(({ text }) => text.includes(' runs '))
    expect(said).toHaveLength(running)
  })
})

describe('lineageOf', () => {
  it('follows a task from its sender to the results, and home where it is retried', () => {
    const task = history.inOrder.find(({ tries }) => tries.length > 1)!
    const [first] = task.tries
    const worker = workerId(first!.process.split('/')[0]!)
    expect(lineageOf(history, task.id, task.sentAt - 1)).toBeNull()
    const waiting = lineageOf(history, task.id, first!.end + 1)!
    expect(waiting.home).toEqual([worker, exchangeId('')])
    const over = lineageOf(history, task.id, end)!
    expect(over.ways[0]).toEqual(['client', exchangeId('')])
    expect(over.ways).toContainEqual([queueId(task.queue!), worker])
    expect(over.ways.at(-1)![1]).toBe(RESULTS)
  })

  it('knows parents and children', () => {
    const child = history.inOrder.find(({ parent }) => parent !== null)!
    expect(lineageOf(history, child.id, end)!.kin).toContain(child.parent)
    expect(lineageOf(history, child.parent, end)!.kin).toContain(child.id)
  })
})

describe('planRoom', () => {
  it('places or counts everybody, nobody on top of another or beyond the rim', () => {
    const held = fc.array(fc.option(fc.nat(1e9), { nil: null }), { maxLength: 40 })
    fc.assert(
      fc.property(held, fc.integer({ min: 140, max: 400 }), (untils, width) => {
        const room = untils.map((until, nth) => ({ task: `${nth}`, until }))
        const plan = planRoom(room, width, 12)
        expect(plan.places.length + plan.hidden).toBe(room.length)
        plan.places.forEach(({ x, timeX }, nth) => {
          const right = plan.places[nth + 1]?.x ?? width + 11
          expect((timeX === null ? x + 11 : timeX + textWidth('99.9 s', 12)) <= right).toBe(true)
        })
        if (plan.hidden > 0) expect(plan.hiddenX + textWidth('+9', 12)).toBeLessThan(width)
      }),
    )
  })
})

describe('shapes and words', () => {
  it('fills a rim from nothing to all', () => {
    expect(rimPath(10, 0.25)).toBe('M0 -10A10 10 0 0 1 10 0')
    expect(rimPath(10, 0.75)).toBe('M0 -10A10 10 0 1 1 -10 0')
  })

  it('cuts words that do not fit, with an ellipsis', () => {
    expect(fitText('celery', 100, 12)).toBe('celery')
    fc.assert(
      fc.property(fc.string({ minLength: 2 }), fc.integer({ min: 30, max: 90 }), (words, width) => {
        const fitted = fitText(words, width, 12)
        expect(fitted === words || fitted.endsWith('…')).toBe(true)
        expect(textWidth(fitted, 12)).toBeLessThanOrEqual(width)
      }),
    )
  })
})

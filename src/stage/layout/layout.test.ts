import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { layOut } from './layout.ts'
import { boxesById, routeKey } from './routes.ts'
import { contains, overlaps, textBox, type Box } from './shapes.ts'
import { tubePoint, type StageLayout } from './place.ts'
import {
  CLIENT,
  RESULTS,
  exchangeId,
  queueId,
  serviceId,
  workerId,
  type Topology,
} from './topology.ts'

const DESK = { text: 12, target: 24 }
const PHONE = { text: 13, target: 44 }

const name = fc.stringMatching(/^[a-z][a-z0-9_.]{0,18}$/)
const topologies: fc.Arbitrary<Topology> = fc
  .record({
    queues: fc.uniqueArray(name, { maxLength: 30 }),
    workers: fc.uniqueArray(name, { maxLength: 25 }),
    exchanges: fc.uniqueArray(name, { maxLength: 6 }),
    services: fc.uniqueArray(name, { maxLength: 12 }),
    beats: fc.uniqueArray(name, { maxLength: 3 }),
    processes: fc.array(fc.integer({ min: 0, max: 64 }), { minLength: 25, maxLength: 25 }),
    fronts: fc.uniqueArray(name, { maxLength: 2 }),
    loop: fc.boolean(),
    picks: fc.array(fc.nat(), { minLength: 25, maxLength: 25 }),
  })
  .map(({ queues, workers, exchanges, processes, picks, services, beats, fronts, loop }) => ({
    services,
    fronts: fronts.map((front, nth) => ({ name: front, threads: processes[nth] ?? 1, loop })),
    beats,
    exchanges: exchanges.map((exchange) => ({ name: exchange, type: 'direct', queues })),
    queues: queues.map((queue) => ({ name: queue })),
    workers: workers.map((worker, nth) => ({
      name: `${worker}@sim`,
      processes: processes[nth] ?? 1,
      queues: queues.filter((_, at) => (at + (picks[nth] ?? 0)) % 3 !== 0),
    })),
  }))

const sizes = fc.oneof(
  fc.record({
    width: fc.integer({ min: 560, max: 1800 }),
    height: fc.integer({ min: 240, max: 1100 }),
    ...constants(DESK),
  }),
  fc.record({
    width: fc.integer({ min: 320, max: 559 }),
    height: fc.integer({ min: 300, max: 800 }),
    ...constants(PHONE),
  }),
)

function constants(values: typeof DESK) {
  return { text: fc.constant(values.text), target: fc.constant(values.target) }
}

/** Everything that is drawn with an outline of its own. */
const outlines = (layout: StageLayout): Box[] => [
  ...boxesById(layout).values(),
  ...layout.exchanges.flatMap(({ title, kind }) =>
    [title, ...(kind ? [kind] : [])].map((slot) => textBox(slot, layout.text)),
  ),
]

function partsOf(layout: StageLayout): { outer: Box; inner: Box[] }[] {
  const { text } = layout
  const slot = (at: Parameters<typeof textBox>[0]): Box => textBox(at, text)
  return [
    { outer: layout.client.box, inner: [layout.client.title, ...layout.client.lines].map(slot) },
    ...[...layout.beats, ...layout.services].map(({ box, title, lines }) => ({
      outer: box,
      inner: [title, ...lines].map(slot),
    })),
    {
      outer: layout.results.box,
      inner: [
        slot(layout.results.title),
        ...layout.results.rows.flatMap((row) => [slot(row.word), slot(row.count)]),
      ],
    },
    ...layout.queues.map((queue) => ({
      outer: queue.box,
      inner: [slot(queue.title), slot(queue.count), ...(queue.tube ? [queue.tube.box] : [])],
    })),
    ...layout.fronts.map((front) => ({
      outer: front.box,
      inner: [
        slot(front.title),
        slot(front.status),
        ...front.slots.map((at) => at.box),
        ...(front.hiddenAt ? [slot(front.hiddenAt)] : []),
        ...(front.room ? [front.room] : []),
      ],
    })),
    ...layout.workers.map((worker) => ({
      outer: worker.box,
      inner: [
        slot(worker.title),
        slot(worker.status),
        worker.button,
        ...worker.slots.map((at) => at.box),
        ...worker.slots.flatMap((at) => (at.label ? [slot(at.label)] : [])),
        ...(worker.hiddenAt ? [slot(worker.hiddenAt)] : []),
        ...(worker.room ? [worker.room] : []),
      ],
    })),
  ]
}

describe('layOut', () => {
  it('keeps everything on the stage, apart, and inside its own box', () => {
    fc.assert(
      fc.property(topologies, sizes, (topology, size) => {
        const layout = layOut(topology, size)
        const stage = { x: 0, y: 0, width: layout.width, height: layout.height }
        const boxes = outlines(layout)
        for (const [nth, box] of boxes.entries()) {
          expect(contains(stage, box)).toBe(true)
          for (const other of boxes.slice(nth + 1)) expect(overlaps(box, other)).toBe(false)
        }
        for (const { outer, inner } of partsOf(layout)) {
          for (const [nth, part] of inner.entries()) {
            expect(contains(outer, part), JSON.stringify({ outer, part })).toBe(true)
            for (const other of inner.slice(nth + 1)) {
              expect(overlaps(part, other), JSON.stringify({ part, other })).toBe(false)
            }
          }
        }
      }),
      { numRuns: 200 },
    )
  })

  it('draws or counts every process, queue and worker, and leads a way to each', () => {
    fc.assert(
      fc.property(topologies, sizes, (topology, size) => {
        const layout = layOut(topology, size)
        const drawn = (id: string): string => layout.standIn.get(id) ?? id
        const boxes = boxesById(layout)
        for (const worker of topology.workers) {
          expect(boxes.has(drawn(workerId(worker.name)))).toBe(true)
          expect(layout.routes.has(routeKey(drawn(workerId(worker.name)), RESULTS))).toBe(true)
          for (const queue of worker.queues) {
            const from = drawn(queueId(queue))
            const to = drawn(workerId(worker.name))
            expect(layout.routes.has(routeKey(from, to))).toBe(true)
            expect(layout.routes.has(routeKey(to, from))).toBe(true)
          }
        }
        for (const exchange of topology.exchanges) {
          expect(layout.routes.has(routeKey(CLIENT, drawn(exchangeId(exchange.name))))).toBe(true)
        }
        for (const place of layout.workers) {
          const node = topology.workers.find((worker) => worker.name === place.name)
          const counted = place.hiddenAt || place.slots.length === 0
          if (!counted) expect(place.slots.length).toBe(node?.processes)
          else if (place.hiddenAt) expect(place.slots.length + place.hidden).toBe(node?.processes)
        }
      }),
    )
  })

  it('keeps every token of a tube inside the tube', () => {
    fc.assert(
      fc.property(topologies, sizes, (topology, size) => {
        for (const { tube } of layOut(topology, size).queues) {
          if (!tube) continue
          for (let nth = 0; nth < tube.columns * tube.rows; nth++) {
            const at = tubePoint(tube, nth)!
            const token = {
              x: at.x - tube.radius,
              y: at.y - tube.radius,
              width: 2 * tube.radius,
              height: 2 * tube.radius,
            }
            expect(contains(tube.box, token)).toBe(true)
          }
          expect(tubePoint(tube, tube.columns * tube.rows)).toBeNull()
        }
      }),
    )
  })

  it('shows a small cluster whole on a desk, in an embed and on a phone', () => {
    const topology: Topology = {
      exchanges: [{ name: '', type: 'direct', queues: ['mail', 'celery'] }],
      queues: [{ name: 'mail' }, { name: 'celery' }],
      beats: [],
      services: [],
      fronts: [],
      workers: ['w1@sim', 'w2@sim'].map((worker) => ({
        name: worker,
        processes: 4,
        queues: ['mail', 'celery'],
      })),
    }
    for (const size of [
      { width: 784, height: 372, ...DESK },
      { width: 720, height: 336, ...DESK },
      { width: 390, height: 620, ...PHONE },
    ]) {
      const layout = layOut(topology, size)
      expect(layout.more).toEqual([])
      expect(layout.workers.map((worker) => worker.slots.length)).toEqual([4, 4])
      expect(layout.workers.every((worker) => worker.room)).toBe(true)
      expect(layout.queues.every((queue) => queue.tube)).toBe(true)
    }
    expect(layOut(topology, { width: 390, height: 620, ...PHONE }).shape).toBe('tall')
    expect(layOut(topology, { width: 720, height: 336, ...DESK }).shape).toBe('wide')
  })

  it('leads from workers to the results past the services of a tall stage, through none', () => {
    fc.assert(
      fc.property(topologies, fc.integer({ min: 320, max: 559 }), (topology, width) => {
        const layout = layOut(topology, { width, height: 700, ...PHONE })
        if (layout.services.length === 0) return
        for (const { name: worker } of layout.workers) {
          const way = layout.routes.get(routeKey(workerId(worker), RESULTS))!
          for (const { x, y } of way.points)
            for (const { box } of layout.services)
              expect(contains(box, { x, y, width: 0, height: 0 })).toBe(false)
          for (const { x } of way.points) expect(x).toBeLessThanOrEqual(layout.width)
        }
        for (const [key, { points }] of layout.routes) {
          const [from = '', to = ''] = key.split('>')
          if (!to.startsWith('service:') || !/^(worker|front):/.test(from)) continue
          const others = layout.services.filter(({ name }) => serviceId(name) !== to)
          for (const { x, y } of points)
            for (const { box } of others)
              expect(contains(box, { x, y, width: 0, height: 0 })).toBe(false)
        }
      }),
    )
  })
})

import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest'
import { createActor } from 'xstate'
import { seconds } from '../../simulator/index.ts'
import type { GradeJob, GradeReport, Pull, RunSpec } from '../thread/protocol.ts'
import { PATIENCE, sittingMachine } from './sitting.machine.ts'
import type { Link } from './sitting.machine.ts'
import { DEAF, deafAfter, givenUp, SILENT } from './watchdog.ts'

const run = (seed: number): RunSpec => ({
  files: { 'client.py': 'print(1)' },
  client: { module: 'client', entry: 'script' },
  cluster: { broker: 'redis', backend: 'source', workers: [], app: 'tasks' },
  actions: [],
  seed,
  limits: { time: seconds(1), facts: 10 },
})

const running = (time: number): Pull => ({ batch: null, status: { kind: 'running', time } })
const ended: Pull = {
  batch: null,
  status: { kind: 'ended', time: 9, ending: { kind: 'finished' }, worn: false },
}
const never = <T>(): Promise<T> => new Promise(() => undefined)
const report: GradeReport = { lab: 'x', passed: true, seeds: 1, checks: [], stars: 3, shrunk: null }
const job: GradeJob = { lab: 'x', files: {}, seeds: [1] }

function sitting(changes: Partial<Link> = {}) {
  const link = {
    ready: vi.fn<Link['ready']>(() => Promise.resolve()),
    start: vi.fn<Link['start']>(() => Promise.resolve()),
    pull: vi.fn<Link['pull']>(() => Promise.resolve(running(1))),
    stop: vi.fn<Link['stop']>(() => Promise.resolve()),
    grade: vi.fn<Link['grade']>(() => Promise.resolve(report)),
    grading: vi.fn<Link['grading']>(() => Promise.resolve({ done: 1, of: 2 })),
    replace: vi.fn<Link['replace']>(),
    ...changes,
  }
  const heard: [Pull, number][] = []
  const nextFrame = (): Promise<void> => new Promise((resolve) => setTimeout(resolve, 16))
  const actor = createActor(sittingMachine, {
    input: { link, hear: (pull, { seed }) => heard.push([pull, seed]), nextFrame },
  })
  actor.start()
  return { actor, link, heard, value: () => actor.getSnapshot().value }
}

describe('the course of a sitting', () => {
  beforeEach(() => void vi.useFakeTimers())
  afterEach(() => void vi.useRealTimers())

  test('loads Python, starts, pulls frame by frame, and ends', async () => {
    let pulls = 0
    const { actor, link, heard, value } = sitting({
      pull: () => Promise.resolve(++pulls < 3 ? running(pulls) : ended),
    })
    actor.send({ type: 'run', run: run(7) })
    expect(value()).toBe('loading')
    await vi.advanceTimersByTimeAsync(1)
    expect(value()).toBe('running')
    await vi.advanceTimersByTimeAsync(100)
    expect(value()).toBe('ended')
    expect(link.start).toHaveBeenCalledOnce()
    expect(heard.map(([pull]) => pull.status.kind)).toEqual(['running', 'running', 'ended'])
    expect(actor.getSnapshot().context.ending).toEqual({ kind: 'finished' })
  })

  test('Stop that is heard keeps the thread, and fetches what was still logged', async () => {
    const { actor, link, heard, value } = sitting()
    actor.send({ type: 'run', run: run(7) })
    await vi.advanceTimersByTimeAsync(20)
    const before = heard.length
    actor.send({ type: 'stop' })
    await vi.advanceTimersByTimeAsync(1)
    expect(value()).toBe('ended')
    expect(heard.length).toBeGreaterThan(before)
    expect(link.replace).not.toHaveBeenCalled()
    expect(actor.getSnapshot().context).toMatchObject({ cut: false, ending: { kind: 'stopped' } })
  })

  test('Stop that is not heard ends the thread within a second, and says so', async () => {
    const { actor, link, value } = sitting({ pull: never, stop: never })
    actor.send({ type: 'run', run: run(7) })
    await vi.advanceTimersByTimeAsync(20)
    actor.send({ type: 'stop' })
    await vi.advanceTimersByTimeAsync(PATIENCE - 1)
    expect(value()).toBe('stopping')
    await vi.advanceTimersByTimeAsync(2)
    expect(PATIENCE).toBeLessThan(1000)
    expect(value()).toBe('ended')
    expect(link.replace).toHaveBeenCalledOnce()
    expect(actor.getSnapshot().context).toMatchObject({ cut: true, ending: { kind: 'stopped' } })
  })

  test('a program that never gets through its start can be stopped as well', async () => {
    const { actor, link, value } = sitting({ start: never, stop: never })
    actor.send({ type: 'run', run: run(7) })
    await vi.advanceTimersByTimeAsync(20)
    expect(value()).toBe('starting')
    actor.send({ type: 'stop' })
    await vi.advanceTimersByTimeAsync(PATIENCE + 1)
    expect(value()).toBe('ended')
    expect(link.replace).toHaveBeenCalledOnce()
  })

  test('a pull that comes late belongs to the run it was asked for', async () => {
    const late: ((pull: Pull) => void)[] = []
    const { actor, heard } = sitting({ pull: () => new Promise((resolve) => late.push(resolve)) })
    actor.send({ type: 'run', run: run(1) })
    await vi.advanceTimersByTimeAsync(20)
    actor.send({ type: 'run', run: run(2) })
    await vi.advanceTimersByTimeAsync(20)
    for (const answer of late) answer(running(1))
    await vi.advanceTimersByTimeAsync(1)
    expect(heard.map(([, seed]) => seed)).toEqual([1, 2])
  })

  test('Python that cannot be loaded fails with its sentence, and the next run tries again', async () => {
    let tries = 0
    const { actor, value } = sitting({
      ready: () => (++tries === 1 ? Promise.reject(new Error('No network.')) : Promise.resolve()),
    })
    actor.send({ type: 'run', run: run(7) })
    await vi.advanceTimersByTimeAsync(1)
    expect(value()).toBe('failed')
    expect(actor.getSnapshot().context.error).toBe('No network.')
    actor.send({ type: 'run', run: run(7) })
    await vi.advanceTimersByTimeAsync(1)
    expect(value()).toBe('running')
    expect(actor.getSnapshot().context.error).toBeNull()
  })

  test('a thread that is silent is told of, and given up after a while', async () => {
    const { actor, link, value } = sitting({ pull: never })
    actor.send({ type: 'run', run: run(7) })
    await vi.advanceTimersByTimeAsync(SILENT - 300)
    expect(actor.getSnapshot().context.silent).toBe(false)
    await vi.advanceTimersByTimeAsync(600)
    expect(actor.getSnapshot().context.silent).toBe(true)
    expect(value()).toBe('running')
    await vi.advanceTimersByTimeAsync(DEAF)
    expect(value()).toBe('failed')
    expect(actor.getSnapshot().context.error).toBe(givenUp(DEAF))
    expect(link.replace).toHaveBeenCalledOnce()
  })

  test('where loading takes long, a silent thread is given up later, and never not at all', async () => {
    const loading = DEAF * 2
    const { actor, value } = sitting({
      ready: () => new Promise((resolve) => setTimeout(resolve, loading)),
      pull: never,
    })
    actor.send({ type: 'run', run: run(7) })
    await vi.advanceTimersByTimeAsync(loading + DEAF + 1000)
    expect(value()).toBe('running')
    await vi.advanceTimersByTimeAsync(loading * 2)
    expect(value()).toBe('failed')
    expect(actor.getSnapshot().context.error).toBe(givenUp(deafAfter(loading)))
    expect(deafAfter(DEAF * 100)).toBeLessThan(DEAF * 10)
  })

  test('a thread that answers late has not been silent for long', async () => {
    const { actor, link, value } = sitting({
      pull: () => new Promise((resolve) => setTimeout(() => resolve(running(1)), SILENT + 500)),
    })
    actor.send({ type: 'run', run: run(7) })
    await vi.advanceTimersByTimeAsync(SILENT + 300)
    expect(actor.getSnapshot().context.silent).toBe(true)
    await vi.advanceTimersByTimeAsync(400)
    expect(actor.getSnapshot().context.silent).toBe(false)
    await vi.advanceTimersByTimeAsync(DEAF * 2)
    expect(value()).toBe('running')
    expect(link.replace).not.toHaveBeenCalled()
  })

  test('a thread whose Python has grown is replaced when the run is over', async () => {
    const worn: Pull = {
      batch: null,
      status: { kind: 'ended', time: 9, ending: { kind: 'finished' }, worn: true },
    }
    const { actor, link, value } = sitting({ pull: () => Promise.resolve(worn) })
    actor.send({ type: 'run', run: run(7) })
    await vi.advanceTimersByTimeAsync(20)
    expect(value()).toBe('ended')
    expect(link.replace).toHaveBeenCalledOnce()
  })

  test('a thread that dies is replaced', async () => {
    const { actor, link, value } = sitting({ pull: never })
    actor.send({ type: 'run', run: run(7) })
    await vi.advanceTimersByTimeAsync(20)
    actor.send({ type: 'lost', sentence: 'Out of memory.' })
    expect(value()).toBe('failed')
    expect(link.replace).toHaveBeenCalledOnce()
  })

  test('Check grades with progress and keeps the report', async () => {
    const { actor, value } = sitting({
      grade: () => new Promise((resolve) => setTimeout(() => resolve(report), 400)),
    })
    actor.send({ type: 'check', job })
    await vi.advanceTimersByTimeAsync(200)
    expect(value()).toBe('grading')
    expect(actor.getSnapshot().context.graded).toEqual({ done: 1, of: 2 })
    await vi.advanceTimersByTimeAsync(300)
    expect(value()).toBe('graded')
    expect(actor.getSnapshot().context.report).toEqual(report)
  })
})

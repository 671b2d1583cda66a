import { describe, expect, test } from 'vitest'
import { optionsOf, readForm } from './cluster-form.ts'
import type { ClusterForm, WorkerForm } from './cluster-form.ts'

const worker = (changes: Partial<WorkerForm> = {}): WorkerForm => ({
  name: 'w1',
  queues: 'mail, celery',
  concurrency: '2',
  prefetch: '',
  ...changes,
})

const form = (...workers: WorkerForm[]): ClusterForm => ({ broker: 'redis', workers })

const problems = (wanted: ClusterForm): object => {
  const read = readForm(wanted, 'tasks')
  return read.ok ? {} : read.problems
}

describe('cluster form', () => {
  test('becomes the options that one would type', () => {
    expect(optionsOf(worker({ prefetch: '1' }))).toBe('-c 2 -Q mail,celery --prefetch-multiplier 1')
    expect(optionsOf(worker({ queues: ' ', concurrency: '' }))).toBe('')
  })

  test('a form in order is a cluster', () => {
    const read = readForm(form(worker(), worker({ name: 'w2' })), 'tasks')
    expect(read.ok && read.spec.workers.map(({ name }) => name)).toEqual(['w1', 'w2'])
    expect(read.ok && read.spec.broker).toBe('redis')
  })

  test('what is wrong is said at its field', () => {
    expect(Object.keys(problems(form(worker({ concurrency: 'two' }))))).toEqual(['0.concurrency'])
    expect(Object.keys(problems(form(worker({ concurrency: '2 -P solo' }))))).toEqual([
      '0.concurrency',
    ])
    expect(Object.keys(problems(form(worker({ prefetch: '-1' }))))).toEqual(['0.prefetch'])
    expect(Object.keys(problems(form(worker({ queues: 'mail celery' }))))).toEqual(['0.queues'])
    expect(Object.keys(problems(form(worker({ name: '' }))))).toEqual(['0.name'])
    expect(Object.keys(problems(form(worker(), worker())))).toEqual(['1.name'])
    expect(Object.keys(problems({ ...form(worker()), broker: 'carrier-pigeon' }))).toEqual([
      'broker',
    ])
  })
})

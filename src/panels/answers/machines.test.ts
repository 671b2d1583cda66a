import { describe, expect, it } from 'vitest'
import type { PlacedMachine } from '../../../labs/edit-machines.ts'
import type { MachineChoice } from '../../session/bench.ts'
import { burdenOf, toggled, withMachine, withoutMachine, withWorker } from './machines.ts'

const CHOICE: MachineChoice = {
  names: ['m1', 'm2'],
  sizes: [
    { name: 'large', cores: 4, memory: 8192, price: 1 },
    { name: 'small', cores: 2, memory: 4096, price: 0.5 },
  ],
  workers: ['w1', 'w2'],
  processes: 10,
  queues: [
    { name: 'films', memory: 300 },
    { name: 'mails', memory: 100 },
  ],
}

const machine = (name: string, ...queues: readonly (readonly string[])[]): PlacedMachine => ({
  ...{ name, size: 'small' },
  workers: queues.map((own, at) => ({
    ...{ name: `w${String(at + 1)}`, processes: 3, queues: own, rest: '' },
  })),
})

describe('a form of machines', () => {
  it('adds up processes, what they may take of the memory, and the price', () => {
    expect(burdenOf(machine('m1', ['films', 'mails'], ['mails'], []), CHOICE)).toEqual({
      ...{ processes: 9, memory: 1200, price: 0.5 },
    })
    const [usual] = [{ ...machine('m1'), workers: [{ name: 'w1', queues: [], rest: '' }] }]
    const workers = usual.workers.map((one) => ({ ...one, processes: null }))
    expect(burdenOf({ ...usual, workers, size: 'gone' }, CHOICE)).toEqual({
      ...{ processes: 2, memory: 0, price: 0 },
    })
  })

  it('gives new ones the next names, as long as there are some', () => {
    const one = withWorker([machine('m1')], 0, CHOICE)!
    expect(one[0]?.workers).toEqual([{ name: 'w1', processes: 1, queues: ['films'], rest: '' }])
    const two = withWorker(one, 0, CHOICE)!
    expect(two[0]?.workers.map(({ name }) => name)).toEqual(['w1', 'w2'])
    expect(withWorker(two, 0, CHOICE)).toBeNull()
    const more = withMachine(two, CHOICE)!
    expect(more[1]).toEqual({ name: 'm2', size: 'large', workers: [] })
    expect(withMachine(more, CHOICE)).toBeNull()
  })

  it('takes queues in and out, and leaves those alone that it does not know', () => {
    expect(toggled(['mails', 'mine'], 'films', CHOICE)).toEqual(['films', 'mails', 'mine'])
    expect(toggled(['films', 'mails'], 'films', CHOICE)).toEqual(['mails'])
  })

  it('moves up those behind one that goes', () => {
    const left = withoutMachine([machine('m1'), machine('m2', ['mails'])], 0, CHOICE)
    expect(left).toEqual([{ ...machine('m2', ['mails']), name: 'm1' }])
  })
})

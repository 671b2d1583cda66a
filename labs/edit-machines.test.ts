import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { optionsOf, type PlacedMachine, readMachines, writeMachines } from './edit-machines.ts'

const TEXT = `# Two of them, so that one may go.
machines:
  - name: m1
    size: large
    workers:
      - { name: w1, options: "-c 4 -Q invoices,partner --prefetch-multiplier=1" }
      - { name: w2 }
`

const READ: readonly PlacedMachine[] = [
  {
    name: 'm1',
    size: 'large',
    workers: [
      {
        name: 'w1',
        processes: 4,
        queues: ['invoices', 'partner'],
        rest: '--prefetch-multiplier=1',
      },
      { name: 'w2', processes: null, queues: [], rest: '' },
    ],
  },
]

describe('the machines of a cluster.yaml', () => {
  it('are read with what their workers are told', () => {
    expect(readMachines(TEXT)).toEqual(READ)
    for (const said of ['-c4 -Qa', '--concurrency=4 --queues=a', '--concurrency 4 -Q a'])
      expect(readMachines(TEXT.replace(/"-c[^"]*"/u, `"${said}"`))?.[0]?.workers[0]).toMatchObject({
        ...{ processes: 4, queues: ['a'], rest: '' },
      })
  })

  it('are written with what stands above them', () => {
    const [machine] = READ
    const text = writeMachines(TEXT, [{ ...machine!, size: 'small' }])
    expect(text).toContain('# Two of them, so that one may go.\n')
    expect(text).toContain(
      '      - { name: w1, options: "-c 4 -Q invoices,partner --prefetch-multiplier=1" }\n',
    )
    expect(readMachines(text)?.[0]?.size).toBe('small')
  })

  it('are none where the file is something else', () => {
    for (const text of ['', '[', 'workers: []', 'machines: many', 'machines: [1]', 'machines'])
      expect(readMachines(text)).toBeNull()
  })

  const names = fc.constantFrom('w1', 'w2', 'w3')
  const machines = fc.array(
    fc.record({
      name: fc.constantFrom('m1', 'm2'),
      size: fc.constantFrom('small', 'large'),
      workers: fc.array(
        fc.record({
          name: names,
          processes: fc.option(fc.nat(64)),
          queues: fc.subarray(['invoices', 'partner', 'mail']),
          rest: fc.constantFrom('', '-O fair', '--prefetch-multiplier=1 -E'),
        }),
        { maxLength: 3 },
      ),
    }),
    { maxLength: 3 },
  )
  it('say the same when they are read again', () => {
    fc.assert(
      fc.property(machines, (drawn) => {
        expect(readMachines(writeMachines(TEXT, drawn))).toEqual(drawn)
      }),
    )
  })
})

it('leaves out what is not said', () => {
  expect(optionsOf({ name: 'w1', processes: null, queues: [], rest: '' })).toBe('')
  expect(optionsOf({ name: 'w1', processes: 2, queues: [], rest: '-O fair' })).toBe('-c 2 -O fair')
})

/** What a form of machines adds up, and what it does when one is added or taken away. */
import type { PlacedMachine, PlacedWorker } from '../../../labs/edit-machines.ts'
import type { MachineChoice } from '../../session/bench.ts'

/** Processes of a worker whose options do not say. */
const USUAL = 2

/** What a machine has to bear at the most, and what a minute of it costs. */
export interface Burden {
  readonly processes: number
  /** In MB, once each process has run the largest task of its queues. */
  readonly memory: number
  readonly price: number
}

/** What the workers of a machine need together. */
export function burdenOf({ size, workers }: PlacedMachine, choice: MachineChoice): Burden {
  const memoryOf = (queues: readonly string[]): number =>
    Math.max(
      0,
      ...choice.queues.filter(({ name }) => queues.includes(name)).map(({ memory }) => memory),
    )
  const processes = workers.reduce((sum, one) => sum + (one.processes ?? USUAL), 0)
  const memory = workers.reduce(
    (sum, one) => sum + (one.processes ?? USUAL) * memoryOf(one.queues),
    0,
  )
  const price = choice.sizes.find(({ name }) => name === size)?.price ?? 0
  return { processes, memory, price }
}

/** One more worker on a machine; null where no name is left. */
export function withWorker(
  machines: readonly PlacedMachine[],
  at: number,
  { workers: names, queues }: MachineChoice,
): readonly PlacedMachine[] | null {
  const taken = new Set(machines.flatMap(({ workers }) => workers.map(({ name }) => name)))
  const name = names.find((one) => !taken.has(one))
  if (name === undefined) return null
  const fresh: PlacedWorker = {
    ...{ name, processes: 1, rest: '' },
    queues: queues.slice(0, 1).map((queue) => queue.name),
  }
  return machines.map((machine, index) =>
    index === at ? { ...machine, workers: [...machine.workers, fresh] } : machine,
  )
}

/** One more machine of the first size, with nobody on it; null where there may be no more. */
export function withMachine(
  machines: readonly PlacedMachine[],
  { names, sizes }: MachineChoice,
): readonly PlacedMachine[] | null {
  const name = names[machines.length]
  return name === undefined
    ? null
    : [...machines, { name, size: sizes[0]?.name ?? '', workers: [] }]
}

/** One machine less: those after it move up, since the names are taken in their order. */
export const withoutMachine = (
  machines: readonly PlacedMachine[],
  at: number,
  { names }: MachineChoice,
): readonly PlacedMachine[] =>
  machines
    .filter((_, index) => index !== at)
    .map((machine, index) => ({ ...machine, name: names[index] ?? machine.name }))

/** The queues of a worker with one more, or one less, in the order in which the lab names them. */
export function toggled(
  queues: readonly string[],
  queue: string,
  choice: MachineChoice,
): readonly string[] {
  const wanted = queues.includes(queue) ? queues.filter((one) => one !== queue) : [...queues, queue]
  const known = choice.queues.map(({ name }) => name)
  return [
    ...known.filter((name) => wanted.includes(name)),
    ...wanted.filter((name) => !known.includes(name)),
  ]
}

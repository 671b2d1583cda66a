import type { MachineSpec, WorkerSpec } from './spec.ts'
import { Reader, type Report } from './reader.ts'

const NAME = /^[A-Za-z][\w-]{0,30}$/

/** Reads the machines of a cluster; each worker of a cluster that names some runs on one of them. */
export function parseMachines(
  value: unknown,
  workers: readonly WorkerSpec[],
  report: Report,
): readonly MachineSpec[] {
  if (value === undefined || value === null) return []
  if (!Array.isArray(value)) {
    report('machines', 'Machines are a list; each has a name, cores and memory.')
    return []
  }
  const machines = value.map((one: unknown, at) => parseMachine(one, `machines[${at}]`, report))
  machines.forEach(({ name }, at) => {
    if (machines.findIndex((other) => other.name === name) < at)
      report(
        `machines[${at}].name`,
        `Two machines are called "${name}". Give each a name of its own.`,
      )
  })
  workers.forEach(({ name, node }, at) => {
    if (node !== undefined && machines.every((machine) => machine.name !== node))
      report(
        `workers[${at}].node`,
        `${name} runs on "${node}", and there is no such machine. There are: ${machines.map((one) => one.name).join(', ')}.`,
      )
  })
  return machines
}

function parseMachine(value: unknown, path: string, report: Report): MachineSpec {
  const what =
    'A machine has a name, cores and memory, such as { name: m1, cores: 4, memory: 8192 }.'
  const reader = new Reader(value, path, what, report)
  reader.allow('A machine', ['name', 'cores', 'memory', 'price'])
  return {
    name: reader.text(
      'name',
      'A machine needs a short name of letters and digits, such as m1.',
      NAME,
    ),
    cores: reader.number('cores', { least: 1, most: 1024, whole: true }),
    memory: reader.number('memory', { least: 1, most: 16_777_216 }),
    ...(reader.has('price')
      ? { price: reader.number('price', { least: 0, most: 1_000_000 }) }
      : {}),
  }
}

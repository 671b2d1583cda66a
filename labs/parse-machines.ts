import type { ClusterSpec, MachineSpec, WorkerSpec } from '../simulator/index.ts'
import type { ClusterBounds, FileProblem, MachineBounds } from './lab.ts'
import { readWorkers } from './read-workers.ts'
import { type Field, readYaml } from './yaml-field.ts'

type Parsed =
  | { readonly ok: true; readonly cluster: ClusterSpec }
  | { readonly ok: false; readonly problems: readonly FileProblem[] }

/** Reads a `cluster.yaml` of machines: each has a name, a size, and the workers that run on it. */
export function parseMachinesFile(
  file: string,
  text: string,
  bounds: ClusterBounds,
  machines: MachineBounds,
  base: ClusterSpec,
): Parsed {
  const { root, problems } = readYaml(file, text)
  if (problems.length > 0) return { ok: false, problems }
  const field = root.record({ required: ['machines'] }).get('machines')
  const list = field?.list() ?? []
  if (field !== undefined && problems.length === 0 && list.length === 0)
    field.report('There must be at least one machine.')
  const read = list.map((one, at) => readMachine(one, at, machines))
  const workers = readWorkers(
    read.flatMap((one) => one.workers),
    bounds,
    problems,
  )
  if (problems.length > 0) return { ok: false, problems }
  const nodes = read.flatMap(({ spec, workers: own }) => own.map(() => spec.name))
  const placed = workers.map((worker, at): WorkerSpec => ({ ...worker, node: nodes[at] ?? '' }))
  return {
    ok: true,
    cluster: { ...base, machines: read.map(({ spec }) => spec), workers: placed },
  }
}

interface ReadMachine {
  readonly spec: MachineSpec
  readonly workers: readonly Field[]
}

function readMachine(field: Field, at: number, { names, sizes }: MachineBounds): ReadMachine {
  const fields = field.record({ required: ['name', 'size', 'workers'] })
  const wanted = names[at]
  const name = fields.get('name')?.text() ?? ''
  if (wanted === undefined) field.report(`This lab has ${names.length} machines at most.`)
  else if (name !== '' && name !== wanted)
    fields
      .get('name')
      ?.report(`The machines are called ${names.join(', ')}, in this order: this one is ${wanted}.`)
  const [first = '', ...others] = sizes.map((size) => size.name)
  const chosen = fields.get('size')?.choice([first, ...others])
  const size = sizes.find((one) => one.name === chosen) ?? sizes[0]
  return {
    spec: {
      name,
      cores: size?.cores ?? 1,
      memory: size?.memory ?? 1,
      price: size?.price ?? 0,
    },
    workers: fields.get('workers')?.list() ?? [],
  }
}

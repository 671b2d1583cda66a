import { type Document, isMap, isScalar, isSeq, parseDocument, type YAMLMap } from 'yaml'

/** A worker as a form shows it: what its options say of processes and queues, and the rest of them. */
export interface PlacedWorker {
  readonly name: string
  /** Null: Celery's own number. */
  readonly processes: number | null
  readonly queues: readonly string[]
  readonly rest: string
}

/** A machine and who runs on it. */
export interface PlacedMachine {
  readonly name: string
  readonly size: string
  readonly workers: readonly PlacedWorker[]
}

/** The machines of a `cluster.yaml`; null where it does not read as such, whatever is wrong with it. */
export function readMachines(text: string): readonly PlacedMachine[] | null {
  const document = parseDocument(text)
  if (document.errors.length > 0 || !isMap(document.contents)) return null
  const list = document.get('machines')
  if (!isSeq(list) || !list.items.every((item) => isMap(item))) return null
  return list.items.map((item) => machineOf(item))
}

function machineOf(map: YAMLMap): PlacedMachine {
  const workers = map.get('workers')
  const items = isSeq(workers) ? workers.items.filter((item) => isMap(item)) : []
  return {
    name: textIn(map, 'name'),
    size: textIn(map, 'size'),
    workers: items.map((item) => workerOf(item)),
  }
}

function textIn(map: YAMLMap, key: string): string {
  const value = map.get(key)
  return typeof value === 'string' ? value : ''
}

/** An option with its value, as Celery takes it: `-c 4`, `-c4`, `--concurrency=4`. */
const PROCESSES = /(?:^|\s)(?:-c\s*|--concurrency[=\s]\s*)(\d+)(?=\s|$)/u
const QUEUES = /(?:^|\s)(?:-Q\s*|--queues[=\s]\s*)([^\s-][^\s]*)(?=\s|$)/u

function workerOf(map: YAMLMap): PlacedWorker {
  const options = textIn(map, 'options')
  const processes = PROCESSES.exec(options)?.[1]
  const queues = QUEUES.exec(options)?.[1]
  return {
    name: textIn(map, 'name'),
    processes: processes === undefined ? null : Number(processes),
    queues: queues === undefined ? [] : queues.split(',').filter((name) => name !== ''),
    rest: options.replace(PROCESSES, ' ').replace(QUEUES, ' ').trim().replace(/\s+/gu, ' '),
  }
}

/** The options of a worker, as they would be typed. */
export function optionsOf({ processes, queues, rest }: PlacedWorker): string {
  const own = [
    ...(processes === null ? [] : [`-c ${String(processes)}`]),
    ...(queues.length === 0 ? [] : [`-Q ${queues.join(',')}`]),
    rest,
  ]
  return own.filter((option) => option !== '').join(' ')
}

/** The same file with these machines in place of its own; what is written above them stays. */
export function writeMachines(text: string, machines: readonly PlacedMachine[]): string {
  const document = parseDocument(text)
  document.set(
    'machines',
    document.createNode(
      machines.map(({ name, size, workers }) => ({
        ...{ name, size },
        workers: workers.map((worker) => ({ name: worker.name, options: optionsOf(worker) })),
      })),
    ),
  )
  onOneLine(document)
  return document.toString({ flowCollectionPadding: true, lineWidth: 0 })
}

/** A worker takes one line, and its options stand in quotes. */
function onOneLine(document: Document): void {
  const machines = document.get('machines')
  for (const machine of isSeq(machines) ? machines.items : []) {
    const workers = isMap(machine) ? machine.get('workers') : null
    for (const worker of isSeq(workers) ? workers.items : []) {
      if (!isMap(worker)) continue
      worker.flow = true
      const options = worker.get('options', true)
      if (isScalar(options)) options.type = 'QUOTE_DOUBLE'
    }
  }
}

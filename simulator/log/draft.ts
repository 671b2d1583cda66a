import { assert } from '../kernel/assert.ts'
import type { Micros } from '../kernel/units.ts'
import type {
  ChordPicture,
  ClientPicture,
  FrontPicture,
  Picture,
  ProcessPicture,
  QueuePicture,
  ServicePicture,
  TaskPicture,
  TaskState,
  WorkerPicture,
} from './picture.ts'
import { TaskTable } from './task-table.ts'

/** A part of a picture that nobody else has seen yet: its fields and lists may be changed. */
export type Open<T> = {
  -readonly [K in keyof T]: T[K] extends readonly (infer Item)[] ? Item[] : T[K]
}

const NEW_QUEUE = { waiting: [], waitingTags: [], unacked: 0, unackedTags: [] }
const NEW_WORKER = {
  state: 'off',
  ended: null,
  queues: [],
  concurrency: 0,
  pool: '',
  prefetch: 0,
  waitingRoom: [],
  processes: [],
} as const
const NEW_TASK = {
  name: '',
  args: '',
  kwargs: '',
  state: 'pending',
  stored: null,
  queue: null,
  worker: null,
  process: null,
  retries: 0,
  runs: 0,
  published: null,
  received: null,
  started: null,
  finished: null,
  due: null,
  result: null,
  error: null,
  parent: null,
  root: null,
  group: null,
  source: null,
} as const

/**
 * A picture in the making. Each part is copied the first time it changes after a picture was given out,
 * and changed in place from then on: so a long fold copies little, and pictures share what is alike.
 */
export class Draft {
  private picture: Open<Picture>
  /** Parts that were made since the last picture was given out. */
  private readonly own = new Set<object>()

  private tasks: TaskTable

  constructor(from: Picture) {
    this.picture = { ...from } as Open<Picture>
    const { tasks } = from
    assert(tasks instanceof TaskTable, 'a picture comes from a fold')
    // What is empty is the beginning of a fold of its own.
    this.tasks = tasks.size === 0 ? TaskTable.empty() : tasks
  }

  get rows(): number {
    return this.picture.rows
  }

  /** Gives the picture out as it stands. */
  publish(): Picture {
    const published = this.picture
    this.picture = { ...published }
    this.own.clear()
    return published
  }

  /** Notes that one more row is in the picture. */
  passed(rows: number, time: Micros): void {
    this.picture.rows = rows
    this.picture.time = time
  }

  setClient(client: ClientPicture): void {
    this.picture.client = client
  }

  /** Counts for a service; the first time it is named makes it known. */
  countService(name: string, what: 'effects' | 'answered' | 'unanswered'): void {
    const service = this.service(name)
    this.putService({ ...service, [what]: service[what] + 1 })
  }

  setService(name: string, changes: Partial<Pick<ServicePicture, 'away' | 'slow'>>): void {
    this.putService({ ...this.service(name), ...changes })
  }

  /** A program calls it. */
  knowService(name: string): void {
    if (!this.picture.services.some((service) => service.name === name))
      this.putService(this.service(name))
  }

  /** The web front of this name, visited or not. */
  front(name: string): FrontPicture {
    return (
      this.picture.fronts.find((front) => front.name === name) ?? { name, waiting: [], threads: [] }
    )
  }

  putFront(front: FrontPicture): void {
    const { fronts } = this.picture
    const at = fronts.findIndex(({ name }) => name === front.name)
    this.picture.fronts = at < 0 ? [...fronts, front] : fronts.with(at, front)
  }

  private service(name: string): ServicePicture {
    const known = this.picture.services.find((service) => service.name === name)
    return known ?? { name, effects: 0, answered: 0, unanswered: 0, away: false, slow: null }
  }

  private putService(service: ServicePicture): void {
    const { services } = this.picture
    const at = services.findIndex(({ name }) => name === service.name)
    this.picture.services = at < 0 ? [...services, service] : services.with(at, service)
  }

  addExchange(name: string, type: string): void {
    const { exchanges } = this.picture
    if (exchanges.some((exchange) => exchange.name === name)) return
    this.picture.exchanges = [...exchanges, { name, type }]
  }

  addBinding(exchange: string, routingKey: string, queue: string): void {
    this.picture.bindings = [...this.picture.bindings, { exchange, routingKey, queue }]
  }

  /** An exchange is gone, and every way from it. */
  deleteExchange(name: string): void {
    const { picture } = this
    picture.exchanges = picture.exchanges.filter((exchange) => exchange.name !== name)
    picture.bindings = picture.bindings.filter(({ exchange }) => exchange !== name)
  }

  /** A queue is gone, and every way to it. */
  deleteQueue(name: string): void {
    this.picture.bindings = this.picture.bindings.filter(({ queue }) => queue !== name)
    const at = this.picture.queues.findIndex((queue) => queue.name === name)
    if (at >= 0) this.ownList('queues').splice(at, 1)
  }

  /** A queue to change; it joins the picture when it is new. */
  queue(name: string): Open<QueuePicture> {
    return this.openItem('queues', name, () => ({ name, ...NEW_QUEUE }))
  }

  /** A worker to change; it joins the picture when it is new. */
  worker(name: string): Open<WorkerPicture> {
    return this.openItem('workers', name, () => ({ name, ...NEW_WORKER }))
  }

  /** A chord to change; it joins the picture when it is new. */
  chord(group: string): Open<ChordPicture> {
    const chords = this.ownList('chords')
    let at = chords.findIndex((chord) => chord.group === group)
    if (at < 0) at = chords.push({ group, count: 0, size: 0, state: 'counting', body: null }) - 1
    return this.openAt(chords, at)
  }

  /** Replaces a pool process of a worker, or adds it, keeping them in the order of their index. */
  setProcess(worker: string, process: ProcessPicture): void {
    const { processes } = this.worker(worker)
    const at = processes.findIndex(({ index }) => index >= process.index)
    if (at < 0) processes.push(process)
    else processes.splice(at, processes[at]!.index === process.index ? 1 : 0, process)
  }

  /** The pool process of this name, if it is known. */
  findProcess(worker: string, name: string): ProcessPicture | undefined {
    const found = this.picture.workers.find((one) => one.name === worker)
    return found?.processes.find((process) => process.name === name)
  }

  /** The task as it stands; undefined before its first fact. */
  task(id: string): TaskPicture | undefined {
    return this.picture.tasks.get(id)
  }

  /** A task to change; it joins the picture when it is new. */
  openTask(id: string, label: string): Open<TaskPicture> {
    const known = this.tasks.get(id)
    if (known && this.own.has(known)) return known
    const open: Open<TaskPicture> = known ? { ...known } : { id, label, ...NEW_TASK }
    if (!this.own.has(this.tasks)) {
      this.tasks = this.tasks.fork()
      this.picture.tasks = this.tasks
      this.own.add(this.tasks)
    }
    this.tasks.put(id, open)
    this.own.add(open)
    return open
  }

  /** Moves a task that the picture has already to another state. */
  setTaskState(id: string, state: TaskState): void {
    const { label } = this.known(id)
    this.openTask(id, label).state = state
  }

  /** Writes or removes what the result backend holds for a task. */
  store(task: Open<TaskPicture>, state: string | null): void {
    const results: { [state: string]: number } = { ...this.picture.results }
    if (task.stored !== null) {
      const left = results[task.stored]! - 1
      if (left > 0) results[task.stored] = left
      else delete results[task.stored]
    }
    if (state !== null) results[state] = (results[state] ?? 0) + 1
    task.stored = state
    this.picture.results = results
  }

  private known(id: string): TaskPicture {
    const task = this.task(id)
    assert(task, 'the task is in the picture')
    return task
  }

  private openItem<K extends 'queues' | 'workers'>(
    list: K,
    name: string,
    make: () => Picture[K][number],
  ): Open<Picture[K][number]> {
    const items = this.ownList(list) as Picture[K][number][]
    let at = items.findIndex((item) => item.name === name)
    if (at < 0) at = items.push(make()) - 1
    return this.openAt(items, at)
  }

  private ownList<K extends 'queues' | 'workers' | 'chords'>(list: K): Open<Picture>[K] {
    if (!this.own.has(this.picture[list])) {
      this.picture[list] = [...this.picture[list]] as Open<Picture>[K]
      this.own.add(this.picture[list])
    }
    return this.picture[list]
  }

  private openAt<T extends object>(items: T[], at: number): Open<T> {
    const item = items[at]!
    if (this.own.has(item)) return item as Open<T>
    const open = Object.fromEntries(
      Object.entries(item).map(([key, value]: [string, unknown]) => [
        key,
        Array.isArray(value) ? [...(value as unknown[])] : value,
      ]),
    ) as T
    items[at] = open
    this.own.add(open)
    return open as Open<T>
  }
}

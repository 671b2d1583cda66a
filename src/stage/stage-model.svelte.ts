import type { Log, Micros, Picture } from '../../simulator/index.ts'
import { historyOf, type History } from '../lib/history/history.ts'
import { markOf, type Mark } from '../lib/marks.ts'
import type { TaskLabel } from '../lib/history/task-names.ts'
import { layOut } from './layout/layout.ts'
import type { StageLayout } from './layout/place.ts'
import { topologyKey, type StageSize, type Topology } from './layout/topology.ts'
import { isMessenger } from './motion/pace.ts'
import { STILL, trafficAt, type Traffic } from './motion/travels.ts'
import type { Planned } from './view/planned.ts'
import { topologyOf, viewOf } from './view/from-picture.ts'
import { lineageOf, type Lineage } from './view/lineage.ts'
import { standingsOf, type Standings } from './view/standing.ts'
import type { StageView } from './view/stage-view.ts'
import { guessedShare } from './view/token-shape.ts'
import { Ways } from './view/ways.ts'

/** What the stage is given; the getters are read whenever something of it changes. */
export interface StageInput {
  readonly log: Log
  readonly picture: Picture
  readonly playhead: Micros
  readonly revision: number
  readonly selection: string | null
  /** The moment up to which tokens have moved: the playhead, or a little more when a run is over. */
  readonly movedTo: Micros
  readonly speed: number
  /** Tokens travel: the run is playing and the learner has not asked for less motion. */
  readonly moving: boolean
  readonly planned: Planned
  readonly size: StageSize
}

const UNKNOWN: TaskLabel = { name: 'task', letter: 'T', tint: 0, number: 0 }

/** Everything the drawing of the stage needs, each part worked out anew only when it has to be. */
export class StageModel {
  readonly #input: StageInput
  #planned: Planned | null = null
  /** All workers that this cluster has shown so far. */
  #workers: Topology['workers'] = []
  #topology: Topology = { exchanges: [], queues: [], workers: [], beats: [], services: [] }

  constructor(input: StageInput) {
    this.#input = input
  }

  readonly history: History = $derived.by(() => {
    void this.#input.revision
    return historyOf(this.#input.log)
  })

  /** The same object as long as nothing joins, so that the layout stays. */
  readonly topology: Topology = $derived.by(() => {
    void this.#input.revision
    const { planned } = this.#input
    // A run that is made again knows its workers only when they start: until then they keep their places.
    if (planned !== this.#planned) this.#workers = planned.workers
    this.#planned = planned
    const next = topologyOf(this.history, { ...planned, workers: this.#workers })
    this.#workers = next.workers
    if (topologyKey(next) !== topologyKey(this.#topology)) this.#topology = next
    return this.#topology
  })

  readonly layout: StageLayout = $derived.by(() => layOut(this.topology, this.#input.size))
  readonly ways: Ways = $derived.by(() => new Ways(this.layout))

  readonly view: StageView = $derived.by(() => {
    void this.#input.revision
    return viewOf(this.topology, this.#input.picture, this.history, this.#input.playhead)
  })

  readonly standings: Standings = $derived.by(() => standingsOf(this.layout, this.view))

  readonly traffic: Traffic = $derived.by(() => {
    void this.#input.revision
    const { log, movedTo, speed, moving } = this.#input
    return moving ? trafficAt(log, movedTo, speed) : STILL
  })

  /** Ids of tasks whose token is under way, not at its place. */
  readonly travelling: ReadonlySet<string> = $derived.by(() => {
    const { traffic } = this
    if (traffic.kind !== 'tokens') return new Set<string>()
    const { log } = this.#input
    return new Set(
      traffic.travels.filter(({ kind }) => !isMessenger(kind)).map(({ task }) => log.tasks[task]!),
    )
  })

  readonly lineage: Lineage | null = $derived.by(() => {
    void this.#input.revision
    return lineageOf(this.history, this.#input.selection, this.#input.playhead)
  })

  label(id: string): TaskLabel {
    return this.history.byId(id)?.label ?? UNKNOWN
  }

  mark(id: string): Mark {
    const task = this.#input.picture.tasks.get(id)
    return task ? markOf(task) : 'pending'
  }

  /** How far the running try of a task has come, 0 to 1; where the log knows no end yet, a guess. */
  share(id: string): number {
    const { playhead } = this.#input
    const attempt = this.history.byId(id)?.tries.findLast((each) => each.start <= playhead)
    if (!attempt) return 0
    const ran = playhead - attempt.start
    return attempt.end === Infinity
      ? guessedShare(ran)
      : ran / Math.max(1, attempt.end - attempt.start)
  }
}

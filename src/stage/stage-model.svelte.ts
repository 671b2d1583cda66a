import type { Log, Micros, Picture } from '../../simulator/index.ts'
import { historyOf, type History } from '../lib/history/history.ts'
import { markOf, type Mark } from '../lib/marks.ts'
import type { TaskLabel } from '../lib/history/task-names.ts'
import { layOut } from './layout/layout.ts'
import type { StageLayout } from './layout/place.ts'
import type { Point } from './layout/shapes.ts'
import {
  frontId,
  serviceId,
  topologyKey,
  type StageSize,
  type Topology,
} from './layout/topology.ts'
import { isMessenger } from './motion/pace.ts'
import { STILL, trafficAt, travelsOf, type Traffic, type Travel } from './motion/travels.ts'
import type { Planned } from './view/planned.ts'
import { topologyOf, viewOf } from './view/from-picture.ts'
import { lineageOf, type Lineage } from './view/lineage.ts'
import { standingsOf, type Standings } from './view/standing.ts'
import type { StageView } from './view/stage-view.ts'
import { TripReader } from './raster/trips.ts'
import { guessedShare } from './view/token-shape.ts'
import { originOf, targetOf } from './view/travel-place.ts'
import { visitorsOf, type Visitors } from './view/visitors.ts'
import { Ways, positionOf } from './view/ways.ts'
import { whereabouts } from './view/whereabouts.ts'
import { callsOf } from './view/words.ts'

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

/** A crowd is single tokens again when fewer than this are under way: below where it began, so that nothing flickers. */
const CROWD_ENDS = 150

/** No task, and nothing that has none. */
const NOBODY = -2

const UNKNOWN: TaskLabel = { name: 'task', letter: 'T', tint: 0, number: 0 }

/** Everything the drawing of the stage needs, each part worked out anew only when it has to be. */
export class StageModel {
  readonly #input: StageInput
  #planned: Planned | null = null
  /** All workers that this cluster has shown so far. */
  #workers: Topology['workers'] = []
  /** What is under way in a crowd, for whoever paints it. */
  readonly trips = new TripReader()
  #crowded = false
  /** How many are on each way (`from>to`), where a crowd is shown as a flow; null: each is to be seen. */
  counts = $state.raw<ReadonlyMap<string, number> | null>(null)
  #topology: Topology = {
    exchanges: [],
    queues: [],
    workers: [],
    beats: [],
    services: [],
    fronts: [],
  }

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

  readonly visitors: ReadonlyMap<string, Visitors> = $derived.by(() =>
    visitorsOf(this.layout, this.view),
  )

  /** Ways from web fronts to the services that their handlers wait for. */
  readonly frontCalls: readonly (readonly [from: string, to: string])[] = $derived.by(() =>
    [...this.view.fronts].flatMap(([name, front]) =>
      callsOf(front).map(([service]) => [frontId(name), serviceId(service)] as const),
    ),
  )

  readonly traffic: Traffic = $derived.by(() => {
    void this.#input.revision
    const { log, movedTo, speed, moving } = this.#input
    if (!moving) {
      this.#crowded = false
      this.trips.end()
      return STILL
    }
    if (this.#crowded && this.#readCrowd(log, movedTo, speed) >= CROWD_ENDS) return this.#crowd()
    const traffic = trafficAt(log, movedTo, speed)
    if (traffic.kind === 'crowd') {
      if (!this.#crowded) this.#readCrowd(log, movedTo, speed)
      this.#crowded = true
      return this.#crowd()
    }
    if (this.#crowded) this.trips.end()
    this.#crowded = false
    return traffic
  })

  /** The index of the selected task, which is drawn as a token also in a crowd; -1: none. */
  #seen(): number {
    const { selection, log } = this.#input
    return selection === null ? -1 : log.findTask(selection)
  }

  #readCrowd(log: Log, time: Micros, speed: number): number {
    const seen = this.#seen()
    return this.trips.read(log, time, speed, seen < 0 ? NOBODY : seen)
  }

  #crowd(): Traffic {
    const { log, movedTo, speed } = this.#input
    const seen = this.#seen()
    return { kind: 'crowd', travels: seen < 0 ? [] : travelsOf(log, seen, movedTo, speed) }
  }

  /** Ids of tasks whose token is under way, not at its place. */
  readonly travelling: ReadonlySet<string> = $derived.by(() => {
    const { traffic } = this
    const { log } = this.#input
    return new Set(
      traffic.travels.filter(({ kind }) => !isMessenger(kind)).map(({ task }) => log.tasks[task]!),
    )
  })

  /** Visitors whose token is still on its way to a web front: its name and their number. */
  readonly arriving: ReadonlySet<string> = $derived.by(() => {
    const { log } = this.#input
    return new Set(
      this.traffic.travels
        .filter(({ kind }) => kind === 'visit')
        .map(({ row }) => {
          const front = log.actors[log.actorAt(row)]!.name
          return `${front} ${String(log.detail(row, 'request-arrived').number)}`
        }),
    )
  })

  readonly lineage: Lineage | null = $derived.by(() => {
    void this.#input.revision
    return lineageOf(this.history, this.#input.selection, this.#input.playhead)
  })

  /** Where a travel has come to. */
  placeOf(travel: Travel, id: string): Point {
    const from = originOf(this.layout, travel)
    return positionOf(this.ways, travel, from, targetOf(this.standings, travel, id))
  }

  /** Where a task is to be seen; null before it is sent. */
  whereIs(id: string): Point | null {
    const { picture, log } = this.#input
    const task = picture.tasks.get(id)
    if (!task) return null
    const own = this.traffic.travels.filter((travel) => log.tasks[travel.task] === id)
    const travel = own.find(({ kind }) => !isMessenger(kind))
    if (travel) return this.placeOf(travel, id)
    return this.standings.places.get(id)?.at ?? whereabouts(this.layout, task)
  }

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

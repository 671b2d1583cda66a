/** One sitting at one bench: what is written, how the run stands, and the playhead over it. */
import { Log } from '../../simulator/index.ts'
import type { Action, ClusterSpec, Micros, SourceLine } from '../../simulator/index.ts'
import type { Doing } from '../lib/hands/acts.ts'
import type { Loading } from '../thread/client.ts'
import type { Pull, RunSpec } from '../thread/protocol.ts'
import type { Assembled, Bench, FileFault } from './bench.ts'
import type { Course, Phase, Standing } from './course.ts'
import { Desk } from './desk.svelte.ts'
import { asRecord, sameFiles } from './files.ts'
import type { TextFile } from './files.ts'
import type { Subject } from '../lib/subject.ts'
import { Playback } from './playback.svelte.ts'

/** What a run was made from: it tells whether the code has changed since. */
interface Made {
  /** As they were written. */
  readonly files: readonly TextFile[]
  /** As they run. */
  readonly program: { readonly [path: string]: string }
  readonly cluster: ClusterSpec
  readonly seed: number
}

const IDLE: Standing = {
  phase: 'idle',
  ending: null,
  error: null,
  cut: false,
  silent: false,
  report: null,
  graded: null,
}

/** How much is shown of what came before a moment that somebody wants to see. */
const LEAD: Micros = 2_000_000

const BUSY: ReadonlySet<Phase> = new Set(['loading', 'starting', 'running', 'stopping', 'grading'])

export class Session {
  readonly bench: Bench
  readonly desk: Desk
  readonly playback = new Playback()
  standing = $state.raw<Standing>(IDLE)
  loading = $state.raw<Loading | null>(null)
  /** What the inspector looks at; what is selected everywhere, where it is a task. */
  subject = $state.raw<Subject | null>(null)
  /** Counts how often something was to be looked at closely: the inspector comes forward. */
  inspected = $state(0)
  /** The row of the fact that is looked at. */
  point = $state<number | null>(null)
  /** Where the cursor stands in the code: what comes from that line is marked. */
  cursor = $state.raw<SourceLine | null>(null)
  /** What was done by hand in the run that is shown: with it the same run can be made again. */
  acts = $state.raw<readonly Action[]>([])
  /** Why what is written cannot run. */
  refusal = $state<string | null>(null)
  /** The files that the shown run was made from. */
  ran = $state.raw<Made | null>(null)
  readonly phase: Phase = $derived(this.standing.phase)
  readonly busy: boolean = $derived(BUSY.has(this.standing.phase))
  /** The cluster as it would run now; null while there is a mistake in it. */
  readonly cluster: ClusterSpec | null = $derived.by(() => {
    const { assembled } = this.desk
    return assembled.ok ? assembled.cluster : null
  })

  /** What is written differs from what the shown run was made from. */
  readonly stale: boolean = $derived.by(
    () =>
      this.ran !== null &&
      !(
        sameFiles(this.ran.files, this.desk.files) &&
        this.ran.seed === this.desk.seed &&
        JSON.stringify(this.ran.cluster) === JSON.stringify(this.cluster)
      ),
  )

  /** The files differ from those that were checked. */
  readonly reportStale: boolean = $derived.by(
    () => this.#checked !== null && !sameFiles(this.#checked, this.desk.files),
  )

  readonly #root: string
  #checked = $state.raw<readonly TextFile[] | null>(null)
  #course: Promise<Course> | null = null
  #run: RunSpec | null = null
  /** Where the playhead goes as soon as the run has come as far. */
  #awaited: Micros | null = null
  /** The log of the run under way; shown once it has reached the playhead. */
  #growing = new Log()
  /** What was under way when the session was sent to sleep. */
  #slept: { readonly running: boolean; readonly playing: boolean } | null = null

  constructor(bench: Bench, root: string) {
    this.bench = bench
    this.#root = root
    this.desk = new Desk(bench)
    this.playback.speed = bench.speed
  }

  /** Task id that is selected everywhere. */
  get selection(): string | null {
    return this.subject?.kind === 'task' ? this.subject.id : null
  }

  set selection(task: string | null) {
    this.subject = task === null ? null : { kind: 'task', id: task }
  }

  /** Shows all that is known of something. */
  inspect(subject: Subject): void {
    this.subject = subject
    this.inspected++
  }

  /** The learner is about to run: Python is loaded ahead. */
  intend(): void {
    void this.#begun().then((course) => course.warm())
  }

  /** Space and the main button: pause, go on, or run when there is nothing left to play. */
  toggle(): void {
    if (this.playback.playing) this.playback.pause()
    else if (this.next === 'play') this.playback.play()
    else this.run()
  }

  /** What the main button does next. */
  readonly next: 'run' | 'pause' | 'play' = $derived.by(() => {
    if (this.playback.playing) return 'pause'
    const over = this.playback.atEnd && !this.busy
    return this.ran === null || this.stale || over ? 'run' : 'play'
  })

  /** Runs what is written now, from the beginning. */
  run(): void {
    const { assembled, files, seed } = this.desk
    if (!assembled.ok) {
      this.#refuse(assembled, () => this.run())
      return
    }
    this.refusal = null
    this.#awaited = null
    this.acts = []
    this.selection = null
    this.point = null
    this.ran = { files, program: assembled.files, cluster: assembled.cluster, seed }
    this.playback.show(new Log(), 0, 0)
    this.playback.play()
    this.#start(this.ran)
  }

  /** Runs a seed and shows it from shortly before a moment. */
  watch(seed: number, time: Micros): void {
    this.desk.sow(seed)
    this.run()
    if (this.refusal !== null) return
    this.playback.pause()
    this.#awaited = Math.max(0, time - LEAD)
  }

  /** Does something to the cluster at the playhead: the same run up to there, a new future after it. */
  act(doings: readonly Doing[]): void {
    if (!this.ran) {
      // Before a run every worker is off: whoever starts one wants to see it work.
      this.run()
      return
    }
    // What has happened at this very moment stays as it was.
    const { playhead, end } = this.playback
    const after = playhead < end ? playhead + 1 : playhead
    const earlier = this.acts.filter((act) => act.after <= after)
    const now = doings.map((doing): Action => ({ on: { kind: 'time' }, after, ...doing }))
    this.#goOn([...earlier, ...now])
  }

  /** Makes the run again without one of the acts. */
  takeBack(act: Action): void {
    this.#goOn(this.acts.filter((one) => one !== act))
  }

  #goOn(acts: readonly Action[]): void {
    if (!this.ran) return
    this.acts = acts
    this.playback.play()
    this.#start(this.ran)
  }

  stop(): void {
    this.playback.pause()
    void this.#course?.then((course) => course.send({ type: 'stop' }))
  }

  /** Grades what is written on the lab's seeds. */
  check(): void {
    const { guide, id, locked } = this.bench
    const { assembled } = this.desk
    if (!guide) return
    if (!assembled.ok) {
      this.#refuse(assembled, () => this.check())
      return
    }
    this.refusal = null
    this.playback.pause()
    this.#checked = this.desk.files
    const files = asRecord(this.desk.files.filter(({ path }) => !locked.has(path)))
    void this.#begun().then((course) =>
      course.send({ type: 'check', job: { lab: id, files, seeds: guide.seeds } }),
    )
  }

  end(): void {
    this.desk.flush()
    void this.#course?.then((course) => course.end())
  }

  /** Ends the thread and gives its memory back; what is shown stays, and where a run was under way is kept. */
  sleep(): void {
    if (!this.#course) return
    const { playback, phase } = this
    this.#slept = { running: playback.live, playing: playback.playing }
    playback.pause()
    playback.live = false
    void this.#course.then((course) => course.end())
    this.#course = null
    this.loading = null
    if (BUSY.has(phase)) this.standing = IDLE
  }

  /** Goes on where `sleep` came: a run under way is made again from its seed, and shown from the same moment. */
  wake(): void {
    const slept = this.#slept
    this.#slept = null
    if (!slept) return
    if (slept.running && this.ran) this.#start(this.ran)
    if (slept.playing) this.playback.play()
  }

  /** Says why nothing runs, or tries again once the files can be read. */
  #refuse({ faults, soon }: Extract<Assembled, { ok: false }>, again: () => void): void {
    if (!soon) this.refusal = refusalOf(faults)
    else
      soon.then(again, () => {
        this.refusal =
          'A part of this page could not be fetched. See that you are online, and try again.'
      })
  }

  #start({ program, cluster, seed }: Made): void {
    const { client, limits } = this.bench
    const run: RunSpec = {
      files: program,
      client,
      cluster,
      actions: [...this.bench.actions, ...this.acts],
      seed,
      limits,
    }
    this.#run = run
    this.#growing = new Log()
    this.playback.live = true
    void this.#begun().then((course) => course.send({ type: 'run', run }))
  }

  #begun(): Promise<Course> {
    this.#course ??= import('./course.ts').then(({ beginCourse }) =>
      beginCourse(this.#root, this.desk.bench.client !== null, {
        hear: (pull, run) => {
          if (run === this.#run) this.#hear(pull)
        },
        onStanding: (standing) => this.#stands(standing),
        onLoading: (loading) => {
          this.loading = loading
        },
      }),
    )
    return this.#course
  }

  #hear({ batch, status }: Pull): void {
    const log = this.#growing
    if (batch) log.appendBatch(batch)
    const last = log.length > 0 ? log.timeAt(log.length - 1) : 0
    const end = status.kind === 'loading' ? last : Math.max(last, status.time)
    const { playback } = this
    if (playback.log === log) playback.grew(end)
    // After an action the old future stays in sight until the new one has come as far.
    else if (end >= playback.playhead || status.kind === 'ended') playback.show(log, end)
    if (this.#awaited !== null && (end >= this.#awaited || status.kind === 'ended')) {
      playback.seek(this.#awaited)
      playback.play()
      this.#awaited = null
    }
  }

  #stands(standing: Standing): void {
    this.standing = standing
    const { playback } = this
    playback.live = BUSY.has(standing.phase) && standing.phase !== 'grading'
    if (playback.live) return
    if (playback.log !== this.#growing && this.#growing.length > 0) {
      const last = this.#growing.timeAt(this.#growing.length - 1)
      playback.show(this.#growing, last)
    }
    if (standing.phase === 'failed' || (standing.ending?.kind === 'stopped' && playback.playing)) {
      playback.pause()
    }
  }
}

/** Why nothing runs: the first fault with its place, or the form, which says the rest at its fields. */
function refusalOf([first]: readonly FileFault[]): string {
  if (!first)
    return 'The cluster cannot start like this. Mend the fields marked in red, then press Run.'
  const { file, line, sentence } = first
  return line === null ? `${file}: ${sentence}` : `${file}, line ${line}: ${sentence}`
}

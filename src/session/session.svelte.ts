/** One sitting at one bench: what is written, how the run stands, and the playhead over it. */
import { Log } from '../../simulator/index.ts'
import { clockText } from '../../simulator/index.ts'
import type { Action, ClusterSpec, Micros, SourceLine } from '../../simulator/index.ts'
import type { Doing } from '../lib/hands/acts.ts'
import type { Loading } from '../thread/client.ts'
import type { Pull, RunSpec, Turn } from '../thread/protocol.ts'
import type { Assembled, Bench, FileFault } from './bench.ts'
import { Branch, kept } from './branch.svelte.ts'
import type { Course, Phase, Standing } from './course.ts'
import { Desk } from './desk.svelte.ts'
import { asRecord, sameFiles } from './files.ts'
import type { TextFile } from './files.ts'
import type { Subject } from '../lib/subject.ts'
import { forkOf, type ForkKind } from './fork.ts'
import type { Made } from './made.ts'
import { Playback } from './playback.svelte.ts'

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
  /** Why what is written cannot run. */
  refusal = $state<string | null>(null)
  /** Every run of this sitting that is kept, oldest first: some forked from others. */
  branches = $state.raw<readonly Branch[]>([])
  /** The one that is shown. */
  branch = $state.raw<Branch | null>(null)
  /** The one that is compared with it. */
  beside = $state.raw<Branch | null>(null)
  /** What the shown run was made from. */
  readonly ran: Made | null = $derived(this.branch?.made ?? null)
  /** What was done by hand in the run that is shown: with it the same run can be made again. */
  readonly acts: readonly Action[] = $derived(
    this.branch?.run.course?.flatMap(({ change }) => change.also ?? []) ?? [],
  )

  readonly phase: Phase = $derived(this.standing.phase)
  readonly busy: boolean = $derived(BUSY.has(this.standing.phase))
  /** The cluster as it would run now; null while there is a mistake in it. */
  readonly cluster: ClusterSpec | null = $derived.by(() => {
    const { assembled } = this.desk
    return assembled.ok ? assembled.cluster : null
  })

  /** What is written differs from what the shown run was made from. */
  readonly stale: boolean = $derived.by(() => this.ran !== null && !this.#isOf(this.ran))
  /** No run was made from what is written: the next one is new. */
  readonly fresh: boolean = $derived.by(() => !this.branches.some(({ made }) => this.#isOf(made)))

  /** The files differ from those that were checked. */
  readonly reportStale: boolean = $derived.by(
    () => this.#checked !== null && !sameFiles(this.#checked, this.desk.files),
  )

  readonly #root: string
  #checked = $state.raw<readonly TextFile[] | null>(null)
  #course: Promise<Course> | null = null
  /** The branch whose run is under way in the thread, and what has come of it. */
  #growing: { readonly branch: Branch; readonly log: Log; begun: boolean } | null = null
  /** Where the playhead goes as soon as the run has come as far. */
  #awaited: Micros | null = null
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
    return this.ran === null || this.fresh || over ? 'run' : 'play'
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
    this.selection = null
    this.point = null
    const made: Made = { files, program: assembled.files, cluster: assembled.cluster, seed }
    const { client, limits, actions } = this.bench
    const { program, cluster } = made
    const run: RunSpec = { files: program, client, cluster, actions, seed, limits }
    // A run of the same that nobody forked says nothing more than this one will.
    const earlier = this.branches.filter(
      (each) => each.fork !== null || this.#isForked(each) || !this.#isOf(each.made),
    )
    const roots = this.branches.filter(({ fork }) => fork === null).length
    const name = earlier.length === 0 ? 'main' : `run ${String(roots + 1)}`
    this.branches = earlier
    this.compare(null)
    this.playback.show(new Log(), 0, 0)
    this.playback.play()
    this.#grow(this.#add(new Branch(name, made, run, null)))
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
    // What has happened at this very moment stays as it was: acts come after it.
    const at = this.playback.playhead
    const also = doings.map((doing): Action => ({ on: { kind: 'time' }, after: at, ...doing }))
    const first = doings[0]
    if (!this.branch || !first) return
    this.#fork('act', titleOf(first), this.branch.made, { at, change: { also } })
  }

  /** Makes the run again without one of the acts; the run with it is kept. */
  takeBack(act: Action): void {
    const { branch } = this
    if (!branch) return
    const course = (branch.run.course ?? []).map((turn): Turn => {
      const also = turn.change.also?.filter((one) => one !== act)
      return { ...turn, change: { ...turn.change, ...(also ? { also } : {}) } }
    })
    const run: RunSpec = { ...branch.run, course }
    const name = `without ${titleOf(act)} · ${clockText(act.after)}`
    const fork = { from: branch, at: act.after, kind: 'act' } as const
    this.playback.play()
    this.#grow(this.#add(new Branch(name, branch.made, run, fork)))
  }

  /** Goes on from the playhead with what is written now; the run as it was is kept beside it. */
  fork(): void {
    const { assembled, files, seed } = this.desk
    if (!this.branch) return
    if (!assembled.ok) {
      this.#refuse(assembled, () => this.fork())
      return
    }
    const made: Made = { files, program: assembled.files, cluster: assembled.cluster, seed }
    const fork = forkOf(this.branch.made, made)
    this.refusal = fork.ok ? null : fork.sentence
    if (!fork.ok) return
    const { kind, change } = fork
    const turn: Turn = {
      at: this.playback.playhead,
      change,
      ...(fork.files === null ? {} : { files: fork.files }),
    }
    const titles = { code: 'new code', cluster: 'new cluster', seed: `seed ${String(seed)}` }
    this.#fork(kind, titles[kind], made, turn)
  }

  /** Shows another branch at the same moment. */
  pick(branch: Branch): void {
    if (this.beside === branch) this.beside = this.branch
    this.playback.beside = this.beside?.end ?? 0
    this.branch = branch
    const { playback } = this
    playback.show(branch.log, branch.end)
    this.#settle()
    if (branch.cut && this.#growing === null) this.#grow(branch)
  }

  /** Shows another branch beside the shown one, on the same playhead; null: no other. */
  compare(branch: Branch | null): void {
    this.beside = branch === this.branch ? null : branch
    this.playback.beside = this.beside?.end ?? 0
    this.playback.seek(this.playback.playhead)
  }

  /** What a key asks for: the fork with what it came from, or the two that there are. */
  compareLast(): void {
    if (this.beside) this.compare(null)
    else
      this.compare(
        this.branch?.fork?.from ?? this.branches.findLast((each) => each !== this.branch) ?? null,
      )
  }

  /** A step to the next task, or the last one; of the selected task where there is one. */
  stepTask(way: 1 | -1): void {
    const { log } = this.playback
    const task = this.selection === null ? null : log.findTask(this.selection)
    this.playback.stepTask(way, task === null || task < 0 ? null : task)
  }

  /** Forgets a branch; what forked from it stays. */
  remove(branch: Branch): void {
    if (this.branches.length < 2) return
    this.branches = this.branches.filter((each) => each !== branch)
    if (this.beside === branch) this.compare(null)
    if (this.#growing?.branch === branch) this.stop()
    const next = branch.fork?.from
    if (this.branch === branch)
      this.pick(next && this.branches.includes(next) ? next : this.branches.at(-1)!)
  }

  /** Brings the code, the cluster and the seed of the shown branch back into the editor. */
  takeCode(): void {
    if (!this.ran) return
    this.desk.take(this.ran.files)
    this.desk.sow(this.ran.seed)
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
    this.#yield()
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
    this.#growing = null
    this.loading = null
    if (BUSY.has(phase)) this.standing = IDLE
  }

  /** Goes on where `sleep` came: a run under way is made again from its seed, and shown from the same moment. */
  wake(): void {
    const slept = this.#slept
    this.#slept = null
    if (!slept) return
    if (slept.running && this.branch) this.#grow(this.branch)
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

  #isOf(made: Made): boolean {
    const { files, seed } = this.desk
    return (
      sameFiles(made.files, files) &&
      made.seed === seed &&
      JSON.stringify(made.cluster) === JSON.stringify(this.cluster)
    )
  }

  /** The thread is wanted for something else: what is under way is made again later. */
  #yield(): void {
    if (this.#growing) this.#growing.branch.cut = true
    this.#growing = null
    this.playback.live = false
  }

  #isForked(branch: Branch): boolean {
    return this.branches.some((each) => each !== branch && each.comesFrom(branch))
  }

  #fork(kind: ForkKind, title: string, made: Made, turn: Turn): void {
    const from = this.branch
    if (!from) return
    const { at } = turn
    const course = [...(from.run.course ?? []).filter((earlier) => earlier.at <= at), turn]
    const branch = new Branch(
      `${title} · ${clockText(at)}`,
      made,
      { ...from.run, course },
      { from, at, kind },
    )
    this.#awaited = null
    this.playback.play()
    this.#add(branch)
    this.#grow(branch)
  }

  /** It is shown from now on; the oldest make room where there are too many. */
  #add(branch: Branch): Branch {
    const needed = new Set([branch, branch.fork?.from ?? null, this.beside])
    this.branches = kept([...this.branches, branch], needed)
    this.branch = branch
    return branch
  }

  /** Its run begins; one that is under way has to wait. */
  #grow(branch: Branch): void {
    const before = this.#growing?.branch
    if (before && before !== branch && !before.over) before.cut = true
    branch.cut = false
    branch.over = false
    this.#growing = { branch, log: new Log(), begun: false }
    this.#settle()
    void this.#begun().then((course) => course.send({ type: 'run', run: branch.run }))
  }

  /** What is shown of the thread is what it says of the shown branch. */
  #settle(): void {
    const { branch, playback } = this
    const growing = this.#growing !== null && this.#growing.branch === branch
    playback.live = growing
    if (!growing && branch?.standing) {
      const { report, graded } = this.standing
      this.standing = { ...branch.standing, report, graded }
    }
  }

  #begun(): Promise<Course> {
    this.#course ??= import('./course.ts').then(({ beginCourse }) =>
      beginCourse(this.#root, this.desk.bench.client !== null, {
        hear: (pull, run) => {
          if (run === this.#growing?.branch.run) this.#hear(pull)
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
    if (!this.#growing) return
    const { branch, log } = this.#growing
    if (batch) log.appendBatch(batch)
    const last = log.length > 0 ? log.timeAt(log.length - 1) : 0
    const end = status.kind === 'loading' ? last : Math.max(last, status.time)
    const ended = status.kind === 'ended'
    // One that is made again shows what was known until it has come as far.
    if (log.length >= branch.log.length || ended) branch.reach(log, end)
    const { playback } = this
    if (branch === this.beside) playback.beside = branch.end
    if (branch !== this.branch) return
    if (playback.log === log) playback.grew(end)
    // After an action the old future stays in sight until the new one has come as far.
    else if (end >= playback.playhead || ended) playback.show(log, end)
    if (this.#awaited !== null && (end >= this.#awaited || ended)) {
      playback.seek(this.#awaited)
      playback.play()
      this.#awaited = null
    }
  }

  #stands(standing: Standing): void {
    const growing = this.#growing
    const going = BUSY.has(standing.phase) && standing.phase !== 'grading'
    if (growing === null) {
      this.standing = standing
      if (!BUSY.has(standing.phase)) this.#resume()
      return
    }
    // What the thread still says of the run before is nothing to this one.
    growing.begun ||= going
    if (!growing.begun) return
    const { branch, log } = growing
    branch.standing = standing
    if (branch === this.branch) this.standing = standing
    this.playback.live = going && branch === this.branch
    if (going) return
    branch.over = true
    if (log.length > 0) {
      const end = Math.max(branch.log === log ? branch.end : 0, log.timeAt(log.length - 1))
      branch.reach(log, end)
      const { playback } = this
      if (branch === this.branch && playback.log !== log) playback.show(log, end)
    }
    if (branch === this.branch) this.#pauseWhere(standing)
    this.#growing = null
    this.#resume()
  }

  #pauseWhere({ phase, ending }: Standing): void {
    const stopped = ending?.kind === 'stopped' && this.playback.playing
    if (phase === 'failed' || stopped) this.playback.pause()
  }

  /** Runs that had to wait for others are made again, the shown one first. */
  #resume(): void {
    const waiting = this.branches.filter(({ cut }) => cut)
    const next = waiting.find((each) => each === this.branch) ?? waiting[0]
    if (next) this.#grow(next)
  }
}

/** An act in a word or two, as a branch is called after it. */
function titleOf(act: Doing): string {
  if ('fault' in act) return act.fault.replaceAll('-', ' ')
  return `${act.verb} ${act.target}`.trim()
}

/** Why nothing runs: the first fault with its place, or the form, which says the rest at its fields. */
function refusalOf([first]: readonly FileFault[]): string {
  if (!first)
    return 'The cluster cannot start like this. Mend the fields marked in red, then press Run.'
  const { file, line, sentence } = first
  return line === null ? `${file}: ${sentence}` : `${file}, line ${line}: ${sentence}`
}

/** One sitting at one bench: what is written, how the run stands, and the playhead over it. */
import { sized } from '../../labs/shrink/size.ts'
import { clockText, Log } from '../../simulator/index.ts'
import type { Action, ClusterSpec, Micros, SourceLine } from '../../simulator/index.ts'
import type { Doing } from '../lib/hands/acts.ts'
import type { Loading } from '../thread/client.ts'
import type { RunSpec, ShrunkRun, Turn } from '../thread/protocol.ts'
import type { Assembled, Bench } from './bench.ts'
import { Branch } from './branch.svelte.ts'
import type { Phase, Standing } from './course.ts'
import { Desk } from './desk.svelte.ts'
import { asRecord, sameFiles } from './files.ts'
import type { TextFile } from './files.ts'
import { hashOf } from '../lib/route.ts'
import type { Subject } from '../lib/subject.ts'
import { forkOf, type ForkKind } from './fork.ts'
import type { Made } from './made.ts'
import { Grader } from './grader.svelte.ts'
import { Playback } from './playback.svelte.ts'
import { refusalOf, titleOf } from './words.ts'
import { Runs } from './runs.svelte.ts'

/** How much is shown of what came before a moment that somebody wants to see. */
const LEAD: Micros = 2_000_000

export class Session {
  readonly bench: Bench
  readonly desk: Desk
  readonly playback = new Playback()
  /** Checks what is written, beside the run that is shown. */
  readonly grader: Grader
  /** Check ends with the first run in which something does not hold. */
  stopEarly = $state(false)
  /** What the inspector looks at; what is selected everywhere, where it is a task. */
  subject = $state.raw<Subject | null>(null)
  /** The stage keeps the selected task in sight. */
  following = $state(false)
  /** Counts how often something was to be looked at closely: the inspector comes forward. */
  inspected = $state(0)
  /** The row of the fact that is looked at. */
  point = $state<number | null>(null)
  /** Where the cursor stands in the code: what comes from that line is marked. */
  cursor = $state.raw<SourceLine | null>(null)
  /** Why what is written cannot run. */
  refusal = $state<string | null>(null)
  /** What the shown run was made from. */
  readonly ran: Made | null = $derived(this.branch?.made ?? null)
  /** What was done by hand in the run that is shown: with it the same run can be made again. */
  readonly acts: readonly Action[] = $derived(
    this.branch?.run.course?.flatMap(({ change }) => change.also ?? []) ?? [],
  )

  readonly phase: Phase = $derived(this.standing.phase)
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

  readonly #runs: Runs
  readonly #root: string
  #checked = $state.raw<readonly TextFile[] | null>(null)

  constructor(bench: Bench, root: string) {
    this.bench = bench
    this.#root = root
    this.desk = new Desk(bench)
    this.playback.speed = bench.speed
    this.#runs = new Runs(this.playback, root, bench.client !== null)
    this.grader = new Grader(root, bench.client !== null)
  }

  get standing(): Standing {
    return this.#runs.standing
  }

  get loading(): Loading | null {
    return this.#runs.loading
  }

  get busy(): boolean {
    return this.#runs.busy
  }

  /** Every run of this sitting that is kept, oldest first: some forked from others. */
  get branches(): readonly Branch[] {
    return this.#runs.branches
  }

  /** The one that is shown. */
  get branch(): Branch | null {
    return this.#runs.branch
  }

  /** The one that is compared with it. */
  get beside(): Branch | null {
    return this.#runs.beside
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
    this.#runs.warm()
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
    const { assembled, seed } = this.desk
    if (!assembled.ok) {
      this.#refuse(assembled, () => this.run())
      return
    }
    this.refusal = null
    const made = this.#made(assembled)
    const { client, limits } = this.bench
    const actions = assembled.actions ?? this.bench.actions
    const { program, cluster } = made
    const run: RunSpec = { files: program, client, cluster, actions, seed, limits }
    // A run of the same that nobody forked says nothing more than this one will.
    const earlier = this.branches.filter(
      (each) => each.fork !== null || this.#runs.isForked(each) || !this.#isOf(each.made),
    )
    const roots = this.branches.filter(({ fork }) => fork === null).length
    const name = earlier.length === 0 ? 'main' : `run ${String(roots + 1)}`
    this.#runs.branches = earlier
    this.#begin(new Branch(name, made, run, null))
  }

  /** Another run is shown from its beginning. */
  #begin(branch: Branch): void {
    this.#runs.awaited = null
    this.selection = null
    this.point = null
    this.compare(null)
    this.playback.show(new Log(), 0, 0)
    this.playback.play()
    this.#runs.begin(branch)
  }

  /** Runs a seed and shows it from shortly before a moment. */
  watch(seed: number, time: Micros): void {
    this.desk.sow(seed)
    this.run()
    if (this.refusal !== null) return
    this.playback.pause()
    this.#runs.awaited = { at: Math.max(0, time - LEAD), then: () => this.playback.play() }
  }

  /** Runs the smallest run in which a check failed, and stands at its violation. */
  watchSmallest({ size, seed, time }: ShrunkRun): void {
    const { assembled } = this.desk
    if (!assembled.ok) return
    this.desk.sow(seed)
    const made = this.#made(assembled)
    const { client, limits } = this.bench
    const { program, cluster } = made
    const actions = assembled.actions ?? this.bench.actions
    const parts = sized({ files: program, cluster, actions }, size)
    const run: RunSpec = { ...parts, client, seed, limits }
    const smaller: Made = { ...made, program: parts.files, cluster: parts.cluster }
    this.#begin(new Branch('smallest run', smaller, run, null))
    this.playback.pause()
    this.#runs.awaited = { at: time, then: () => this.#lookAt(time) }
  }

  /** Looks closely at the last fact up to a moment: the inspector says why. */
  #lookAt(time: Micros): void {
    const { log } = this.playback
    const row = log.rowsUpTo(time) - 1
    if (row < 0) return
    this.point = row
    const task = log.taskAt(row)
    const id = log.tasks[task]
    if (task >= 0 && id !== undefined) this.inspect({ kind: 'task', id })
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
    this.#runs.begin(new Branch(name, branch.made, run, fork))
  }

  /** Goes on from the playhead with what is written now; the run as it was is kept beside it. */
  fork(): void {
    const { assembled, seed } = this.desk
    if (!this.branch) return
    if (!assembled.ok) {
      this.#refuse(assembled, () => this.fork())
      return
    }
    const made = this.#made(assembled)
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
    this.#runs.pick(branch)
  }

  /** Shows another branch beside the shown one, on the same playhead; null: no other. */
  compare(branch: Branch | null): void {
    this.#runs.compare(branch)
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
    this.#runs.remove(branch)
  }

  /** Brings the code, the cluster and the seed of the shown branch back to where they are written. */
  takeCode(): void {
    if (!this.ran) return
    const { files, form, seed } = this.ran
    this.desk.take(files)
    if (form) this.desk.shape(form)
    this.desk.sow(seed)
  }

  stop(): void {
    this.#runs.stop()
  }

  /** Grades what is written on the lab's seeds. */
  check(): void {
    const { guide, id, lab = id, locked } = this.bench
    const { assembled } = this.desk
    if (!guide || guide.checks.length === 0) return
    if (!assembled.ok) {
      this.#refuse(assembled, () => this.check())
      return
    }
    this.refusal = null
    this.#checked = this.desk.files
    const files = asRecord(this.desk.files.filter(({ path }) => !locked.has(path)))
    this.grader.check({ lab, files, seeds: guide.seeds, stopEarly: this.stopEarly })
  }

  /** Address that opens what was checked with a seed, whose run fails at a moment. */
  async linkTo(seed: number, time: Micros): Promise<string> {
    const { encodeFailing } = await import('./failing.ts')
    const { id, lab = id } = this.bench
    const code = await encodeFailing({ files: this.checked, seed, time })
    return new URL(hashOf({ screen: 'failing', slug: lab, code }), this.#root).href
  }

  /** What was checked last, without the files that belong to the lab. */
  get checked(): readonly TextFile[] {
    return (this.#checked ?? []).filter(({ path }) => !this.bench.locked.has(path))
  }

  end(): void {
    this.desk.flush()
    this.#runs.end()
    this.grader.end()
  }

  /** Ends the thread and gives its memory back; what is shown stays, and where a run was under way is kept. */
  sleep(): void {
    this.#runs.sleep()
    this.grader.end()
  }

  /** Goes on where `sleep` came: a run under way is made again from its seed, and shown from the same moment. */
  wake(): void {
    this.#runs.wake()
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

  /** What is written, as a run is made of it. */
  #made({ files: program, cluster }: Extract<Assembled, { ok: true }>): Made {
    const { files, form, seed } = this.desk
    return { files, form, program, cluster, seed }
  }

  #isOf(made: Made): boolean {
    const { files, seed } = this.desk
    return (
      sameFiles(made.files, files) &&
      made.seed === seed &&
      JSON.stringify(made.cluster) === JSON.stringify(this.cluster)
    )
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
    this.#runs.awaited = null
    this.playback.play()
    this.#runs.begin(branch)
  }
}

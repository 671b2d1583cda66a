/** What the learner writes at a bench: files, cluster form, seed; kept in the browser at every change. */
import { recall, remember } from '../lib/remembered.ts'
import type { Assembled, Bench } from './bench.ts'
import { readForm } from './cluster-form.ts'
import type { ClusterForm, FormProblems } from './cluster-form.ts'
import { asRecord, sameFiles, wrongName } from './files.ts'
import type { TextFile } from './files.ts'
import { aside, clearAside, putAside } from './last-moment.ts'
import type { Kept } from './store.ts'

/** Changes are kept this long after the last one, in milliseconds. */
const SETTLE = 300

export type Saving = 'untouched' | 'saving' | 'saved' | 'failed'

export class Desk {
  readonly bench: Bench
  files = $state.raw<readonly TextFile[]>([])
  active = $state('')
  form = $state.raw<ClusterForm | null>(null)
  seed = $state(0)
  before = $state.raw<readonly TextFile[] | null>(null)
  /** How many hints of each check are open. */
  hints = $state.raw<{ readonly [check: string]: number }>({})
  saving = $state<Saving>('untouched')
  /** A sentence while nothing can be kept. */
  trouble = $state<string | null>(null)
  /** False until what was kept has been looked for: nothing is written before. */
  loaded = $state(false)
  readonly texts = $derived(asRecord(this.files))
  /** Files and cluster as they would run now, or what is wrong with them. */
  readonly assembled: Assembled = $derived.by(() => this.bench.assemble(this.files, this.form))
  /** Sentences by field of the form. */
  readonly formProblems: FormProblems = $derived.by(() => {
    const read = this.form && readForm(this.form, 'tasks')
    return read && !read.ok ? read.problems : {}
  })

  readonly changed: boolean = $derived.by(() => !sameFiles(this.files, this.bench.starter))
  #settle: ReturnType<typeof setTimeout> | undefined
  /** Writes follow each other, so that an older one never lands last. */
  #writes: Promise<void> = Promise.resolve()

  constructor(bench: Bench) {
    this.bench = bench
    this.files = bench.starter
    this.form = bench.form
    this.seed = bench.seed
    const last = recall(`file:${bench.id}`)
    this.active =
      bench.starter.find(({ path }) => path === last)?.path ?? bench.starter[0]?.path ?? ''
  }

  /** Brings back what was kept. */
  async load(): Promise<void> {
    const late = aside(this.bench.id)
    const store = await import('./store.ts')
    try {
      const kept = late ?? (await store.loadKept(this.bench.id))
      // Somebody who typed before the answer came keeps what they typed.
      if (kept && this.saving === 'untouched') this.#restore(kept)
    } catch (error) {
      this.trouble = store.whyNotKept(error)
    }
    this.loaded = true
    if (late) this.#touched()
    if (this.saving === 'saving') this.flush()
  }

  text(path: string): string {
    return this.files.find((file) => file.path === path)?.text ?? ''
  }

  pick(path: string): void {
    this.active = path
    remember(`file:${this.bench.id}`, path)
  }

  write(path: string, text: string): void {
    if (this.text(path) === text) return
    this.files = this.files.map((file) => (file.path === path ? { path, text } : file))
    this.#touched()
  }

  /** Adds an empty file, or says what is wrong with its name. */
  add(path: string): string | null {
    const wrong = wrongName(
      path,
      this.files.map((file) => file.path),
    )
    if (wrong !== null) return wrong
    this.files = [...this.files, { path, text: '' }]
    this.pick(path)
    this.#touched()
    return null
  }

  rename(path: string, to: string): string | null {
    if (path === to) return null
    const wrong = wrongName(
      to,
      this.files.map((file) => file.path),
    )
    if (wrong !== null) return wrong
    this.files = this.files.map((file) => (file.path === path ? { ...file, path: to } : file))
    if (this.active === path) this.pick(to)
    this.#touched()
    return null
  }

  remove(path: string): void {
    this.before = this.files
    this.files = this.files.filter((file) => file.path !== path)
    if (this.active === path) this.pick(this.files[0]?.path ?? '')
    this.#touched()
  }

  /** Back to the starter; `undo` brings the work back. */
  reset(): void {
    this.before = this.files
    this.files = this.bench.starter
    this.#activeExists()
    this.#touched()
  }

  /** Puts other texts in place of these; `undo` brings the work back. */
  take(files: readonly TextFile[]): void {
    if (sameFiles(this.files, files)) return
    this.before = this.files
    this.files = files
    this.#activeExists()
    this.#touched()
  }

  /** Brings back what stood here before the last reset or removal. */
  undo(): void {
    if (!this.before) return
    const before = this.before
    this.before = null
    this.files = before
    this.#activeExists()
    this.#touched()
  }

  shape(form: ClusterForm): void {
    this.form = form
    this.#touched()
  }

  sow(seed: number): void {
    this.seed = seed
    this.#touched()
  }

  openHint(check: string): void {
    this.hints = { ...this.hints, [check]: (this.hints[check] ?? 0) + 1 }
    this.#touched()
  }

  /** Keeps everything now. */
  flush(): void {
    clearTimeout(this.#settle)
    if (!this.loaded || this.saving === 'untouched') return
    const kept = this.#all()
    this.#writes = this.#writes.then(() => this.#keep(kept))
  }

  /** The page is about to go away. */
  leave(): void {
    if (this.saving === 'untouched' || this.saving === 'saved') return
    putAside(this.bench.id, this.#all())
    this.flush()
  }

  #all(): Kept {
    const { files, form, seed, before, hints } = this
    return { files, form, seed, before, hints }
  }

  #touched(): void {
    this.saving = 'saving'
    clearTimeout(this.#settle)
    this.#settle = setTimeout(() => this.flush(), SETTLE)
  }

  async #keep(kept: Kept): Promise<void> {
    const store = await import('./store.ts')
    try {
      await store.keep(this.bench.id, kept)
      this.trouble = null
      if (kept.files !== this.files || kept.form !== this.form) return
      this.saving = 'saved'
      clearAside(this.bench.id)
    } catch (error) {
      this.trouble = store.whyNotKept(error)
      this.saving = 'failed'
    }
  }

  #restore(kept: Kept): void {
    const { starter, ownFiles, locked } = this.bench
    const own = new Map(kept.files.map((file) => [file.path, file]))
    // A lab may have gained a file since, and its locked files are always its own.
    this.files = ownFiles
      ? kept.files
      : starter.map((file) => (locked.has(file.path) ? file : (own.get(file.path) ?? file)))
    if (this.bench.form && kept.form) this.form = kept.form
    this.seed = kept.seed
    this.before = kept.before
    this.hints = kept.hints
    this.saving = 'saved'
    const last = recall(`file:${this.bench.id}`)
    if (last !== null && own.has(last)) this.active = last
    this.#activeExists()
  }

  #activeExists(): void {
    if (!this.files.some(({ path }) => path === this.active))
      this.active = this.files[0]?.path ?? ''
  }
}

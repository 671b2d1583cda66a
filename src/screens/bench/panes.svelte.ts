import { recallNumber, remember } from '../../lib/remembered.ts'

/** One pane's size: folded to nothing and back, remembered. */
export class Pane {
  readonly min: number
  readonly max: number
  size = $state(0)
  readonly #name: string
  readonly #usual: number
  /** What it was before it was folded. */
  #open: number

  /** Sizes are pixels for a column and percent for a row. */
  constructor(name: string, usual: number, min: number, max: number) {
    this.#name = `pane:${name}`
    this.#usual = usual
    this.min = min
    this.max = max
    this.size = recallNumber(this.#name, 0, max, usual)
    this.#open = this.size > 0 ? this.size : usual
  }

  get folded(): boolean {
    return this.size === 0
  }

  set(size: number): void {
    if (size > 0) this.#open = size
    this.size = size
    remember(this.#name, String(Math.round(size)))
  }

  toggle(): void {
    this.set(this.folded ? (this.#open > 0 ? this.#open : this.#usual) : 0)
  }
}

/** The sizes of all panes of the lab screen. */
export class Panes {
  readonly guide = new Pane('guide', 280, 200, 520)
  readonly side = new Pane('side', 376, 280, 760)
  readonly timeline = new Pane('timeline', 48, 20, 80)
  readonly inspector = new Pane('inspector', 48, 20, 80)
}

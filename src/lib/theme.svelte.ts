import { recall, remember } from './remembered.ts'

/** `auto` follows the system until the learner chooses. */
export type Theme = 'light' | 'dark'

class ThemeChoice {
  #asked = $state<Theme | null>(null)
  #system = $state<Theme>('light')
  /** On a wall, for many: the same page in larger letters and stark colours. */
  presenting = $state(false)
  readonly now: Theme = $derived(this.#asked ?? this.#system)

  /** Reads what was chosen before, follows the system and paints the document. `forced` wins (an embed). */
  begin(forced: Theme | null): void {
    const kept = recall('theme')
    this.#asked = forced ?? (kept === 'light' || kept === 'dark' ? kept : null)
    const dark = matchMedia('(prefers-color-scheme: dark)')
    const follow = (): void => {
      this.#system = dark.matches ? 'dark' : 'light'
      this.#paint()
    }
    dark.addEventListener('change', follow)
    follow()
  }

  /** The other theme, remembered. */
  toggle(): void {
    this.#asked = this.now === 'dark' ? 'light' : 'dark'
    remember('theme', this.#asked)
    this.#paint()
  }

  /** Larger letters, or the usual ones again. */
  present(): void {
    this.presenting = !this.presenting
    this.#paint()
  }

  #paint(): void {
    document.documentElement.dataset['theme'] = this.presenting ? 'projector' : this.now
  }
}

/** The page's theme. */
export const theme = new ThemeChoice()

/** The part of the lab tests that a browser runs: sits at a lab, looks and presses; the keys come from outside. */
import { Sitting } from './sitting.ts'

/** What somebody reads when the lab has checked their files. */
export interface Checked {
  readonly said: string
  readonly milliseconds: number
}

/** Somebody at a lab. */
export interface LabSitting {
  open(slug: string): Promise<null>
  edit(file: string): Promise<null>
  check(): Promise<Checked>
}

declare global {
  interface Window {
    lab: LabSitting
  }
}

const CHECKING = 'Stop checking'

let page: Sitting | null = null

const sitting = (): Sitting => {
  if (page === null) throw new Error('nobody sits at a lab yet')
  return page
}

window.lab = {
  async open(slug) {
    page?.leave()
    page = await Sitting.open(`/lab/${slug}`)
    return null
  },

  async edit(file) {
    await sitting().edit(file)
    return null
  },

  async check() {
    const at = sitting()
    const since = performance.now()
    at.press('Check')
    await at.until('a check', () => at.said().includes(CHECKING))
    await at.until('its end', () => !at.said().includes(CHECKING))
    const milliseconds = performance.now() - since
    return { said: at.said(), milliseconds }
  },
}

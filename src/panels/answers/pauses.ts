import { type Answers, type Item, numberIn } from '../../../labs/answers.ts'

/** The pause after one failure: between these seconds. */
export interface Pause {
  readonly from: number
  readonly to: number
}

/** The pauses between tries that sliders set: the formula with its numbers, and what it comes to. */
export interface Pauses {
  readonly formula: string
  readonly pauses: readonly Pause[]
  /** How long all the tries last together. */
  readonly together: Pause
}

const PARTS = ['base', 'factor', 'cap', 'jitter', 'tries'] as const
type Parts = { readonly [part in (typeof PARTS)[number]]: number }

/** Null where the sliders set no pauses. */
export function pausesOf(items: readonly Item[], answers: Answers): Pauses | null {
  const parts = partsOf(items, answers)
  if (parts === null) return null
  const { base, factor, cap, jitter, tries } = parts
  const pauses = Array.from({ length: tries - 1 }, (_, at) => {
    const to = Math.min(cap, base * factor ** at)
    return { from: to * (1 - jitter), to }
  })
  const together = {
    from: pauses.reduce((sum, { from }) => sum + from, 0),
    to: pauses.reduce((sum, { to }) => sum + to, 0),
  }
  return { formula: `min(${cap}, ${base} × ${factor}^(n−1))`, pauses, together }
}

function partsOf(items: readonly Item[], answers: Answers): Parts | null {
  const parts: Partial<Record<(typeof PARTS)[number], number>> = {}
  for (const item of items) {
    if (item.kind !== 'slider' || item.sets?.at(-2) !== 'pauses') continue
    const part = PARTS.find((one) => one === item.sets?.at(-1))
    if (part !== undefined) parts[part] = numberIn(answers, item.id) ?? item.from
  }
  return PARTS.every((part) => part in parts) ? (parts as Parts) : null
}

/** `5 to 10 s`, or `10 s` where nothing is drawn. */
export function pauseText({ from, to }: Pause): string {
  const [low, high] = [rounded(from), rounded(to)]
  return low === high ? `${high} s` : `${low} to ${high} s`
}

const rounded = (value: number): string =>
  value < 10 ? String(Math.round(value * 10) / 10) : String(Math.round(value))

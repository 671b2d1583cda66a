const NAMES = [
  'ground',
  'ground-raised',
  'ground-sunken',
  'ground-hover',
  'ink',
  'ink-soft',
  'line',
  'line-strong',
  'accent',
  'state-pending',
  'state-started',
  'state-succeeded',
  'state-retry',
  'state-failed',
  'state-revoked',
  'state-dead',
  'on-state',
  'wash-succeeded',
  'wash-retry',
  'wash-failed',
  'font',
] as const

/** The page's tokens as a canvas needs them. */
export type Palette = Readonly<Record<(typeof NAMES)[number], string>>

/** The tokens that hold for an element now. */
export function paletteOf(element: Element): Palette {
  const style = getComputedStyle(element)
  return Object.fromEntries(
    NAMES.map((name) => [name, style.getPropertyValue(`--${name}`).trim()]),
  ) as Palette
}

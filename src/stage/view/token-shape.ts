/** The circle segment that fills as a task runs, clockwise from twelve o'clock. */
export function rimPath(radius: number, share: number): string {
  const part = Math.min(Math.max(share, 0.02), 0.9999)
  const angle = part * 2 * Math.PI
  const x = round(radius * Math.sin(angle))
  const y = round(-radius * Math.cos(angle))
  return `M0 ${-radius}A${radius} ${radius} 0 ${part > 0.5 ? 1 : 0} 1 ${x} ${y}`
}

/** How far a body has come when nobody knows its end: ever nearer to full, never there. */
export const guessedShare = (ran: number): number => 1 - 1 / (1 + ran / 2_000_000)

const round = (value: number): number => Math.round(value * 100) / 100

/**
 * Small choices that outlive the page: theme, pane sizes, speed. Storage may be blocked (a strict
 * browser, somebody's iframe); then the choice holds while the page lives.
 */
const here = new Map<string, string>()

/** What was remembered under a name, or null. */
export function recall(name: string): string | null {
  try {
    return localStorage.getItem(`queuelab:${name}`) ?? here.get(name) ?? null
  } catch {
    return here.get(name) ?? null
  }
}

/** Remembers a choice under a name. */
export function remember(name: string, value: string): void {
  here.set(name, value)
  try {
    localStorage.setItem(`queuelab:${name}`, value)
  } catch {
    // The map above still holds it for this page.
  }
}

/** Forgets what was remembered under a name. */
export function forget(name: string): void {
  here.delete(name)
  try {
    localStorage.removeItem(`queuelab:${name}`)
  } catch {
    // There was nothing to forget but the map's.
  }
}

/** A remembered whole number within bounds, or `otherwise`. */
export function recallNumber(name: string, low: number, high: number, otherwise: number): number {
  const text = recall(name)
  const value = text === null ? Number.NaN : Number(text)
  return Number.isFinite(value) ? Math.min(high, Math.max(low, value)) : otherwise
}

import type { Json } from '../messages/json.ts'

/** Takes down what is wrong at a path of the cluster. */
export type Report = (path: string, sentence: string) => void

export const isRecord = (value: unknown): value is Record<string, unknown> =>
  typeof value === 'object' && value !== null && !Array.isArray(value)

/** What a number must be. */
export interface NumberBounds {
  readonly least?: number
  readonly most?: number
  /** `least` itself is too little. */
  readonly above?: boolean
  readonly whole?: boolean
  /** Taken where the key is absent; without one it must be there. */
  readonly fallback?: number
}

/** Reads one mapping of untrusted data; what is wrong is reported, and a harmless value read instead. */
export class Reader {
  readonly path: string
  private readonly value: Record<string, unknown>
  private readonly report: Report

  constructor(value: unknown, path: string, what: string, report: Report) {
    this.path = path
    this.report = report
    this.value = isRecord(value) ? value : {}
    if (!isRecord(value)) report(path, what)
  }

  /** Reports keys that nobody reads. */
  allow(what: string, keys: readonly string[]): void {
    for (const key of Object.keys(this.value)) {
      if (!keys.includes(key))
        this.wrong(key, `${what} has no setting "${key}". Allowed are: ${keys.join(', ')}.`)
    }
  }

  has(key: string): boolean {
    return (this.value[key] ?? null) !== null
  }

  at(key: string): unknown {
    return this.value[key]
  }

  wrong(key: string, sentence: string): void {
    this.report(key === '' ? this.path : `${this.path}.${key}`, sentence)
  }

  number(key: string, bounds: NumberBounds = {}): number {
    const { least, most, above = false, whole = false, fallback } = bounds
    const value = this.value[key]
    if (value === undefined && fallback !== undefined) return fallback
    const fits =
      typeof value === 'number' &&
      Number.isFinite(value) &&
      (!whole || Number.isInteger(value)) &&
      (least === undefined || (above ? value > least : value >= least)) &&
      (most === undefined || value <= most)
    if (fits) return value
    const said = value === undefined ? 'is missing' : `is ${JSON.stringify(value)}`
    this.wrong(key, `"${key}" ${said}; it must be ${boundsText(bounds)}.`)
    return fallback ?? Math.max(1, least ?? 0)
  }

  text(key: string, what: string, pattern: RegExp): string {
    const value = this.value[key]
    if (typeof value === 'string' && pattern.test(value)) return value
    this.wrong(key, what)
    return ''
  }

  choice<T extends string>(key: string, allowed: readonly T[], fallback?: T): T {
    const value = this.value[key]
    if (value === undefined && fallback !== undefined) return fallback
    const found = allowed.find((one) => one === value)
    if (found === undefined) {
      const said = value === undefined ? 'missing' : JSON.stringify(value)
      this.wrong(key, `"${key}" is ${said}; it must be one of ${allowed.join(', ')}.`)
    }
    return found ?? (allowed[0] as T)
  }

  list(key: string, what: string): readonly unknown[] {
    const value = this.value[key]
    if (Array.isArray(value)) return value
    this.wrong(key, what)
    return []
  }

  /** Settings by name, each as JSON; none where the key is absent. */
  settings(key: string, what: string): { readonly [name: string]: Json } {
    const value = this.value[key]
    if (value === undefined || value === null) return {}
    if (isRecord(value)) return value as { readonly [name: string]: Json }
    this.wrong(key, what)
    return {}
  }
}

function boundsText({ least, most, above = false, whole = false }: NumberBounds): string {
  const kind = whole ? 'a whole number' : 'a number'
  const low = least === undefined ? '' : above ? ` above ${least}` : ` from ${least}`
  if (most === undefined) return low === '' || above ? `${kind}${low}` : `${kind}${low} up`
  return `${kind}${low} up to ${most}`
}

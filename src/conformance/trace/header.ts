/** What a scenario's own header lines (`# oracle: key=value`) ask for. */
export interface Header {
  /** Seconds between the end of main() and the look at the broker. */
  readonly settle: number
  /** Seconds after which the recorder gave up. */
  readonly timeout: number
  /** `shutdown`: what happens after the end is the subject, nothing is cut off. */
  readonly keep: string
  /** `source`: the program's own address of the broker counts. */
  readonly env: string
}

const DEFAULTS: Header = { settle: 0.5, timeout: 60, keep: '', env: '' }

/** Reads the header lines of a scenario's source. */
export function readHeader(source: string): Header {
  const values = new Map<string, string>()
  for (const [, key, value] of source.matchAll(/^# oracle: (\w+)=(.*)$/gm)) {
    if (key !== undefined && value !== undefined) values.set(key, value.trim())
  }
  const number = (key: 'settle' | 'timeout'): number => Number(values.get(key) ?? DEFAULTS[key])
  const text = (key: 'keep' | 'env'): string => values.get(key) ?? DEFAULTS[key]
  return {
    settle: number('settle'),
    timeout: number('timeout'),
    keep: text('keep'),
    env: text('env'),
  }
}

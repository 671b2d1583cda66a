import { parseTrace } from '../../src/conformance/trace/parse.ts'
import { readHeader } from '../../src/conformance/trace/header.ts'
import type { Trace } from '../../src/conformance/trace/trace.ts'

/** Every function of the scenario that is a task under another name, in its source and in its recording alike. */
export function renamed(trace: Trace): Trace {
  const names = [...trace.source.matchAll(/^def (\w+)\(/gm)].flatMap(([, name]) =>
    name === undefined || name === 'main' ? [] : [name],
  )
  const pattern = new RegExp(`\\b(${names.join('|')})\\b`, 'g')
  const text = JSON.stringify(trace).replace(pattern, 'renamed_$1')
  return parseTrace(text, `${trace.name}, renamed`)
}

/** The scenario with every sleep twice as long. Only what has no time in it can be as recorded. */
export function slowed(trace: Trace): Trace {
  const source = trace.source.replace(
    /\bsleep\(([\d.]+)\)/g,
    (_, seconds: string) => `sleep(${String(Number(seconds) * 2)})`,
  )
  const { timeout } = readHeader(trace.source)
  return { ...trace, source: source.replace(/^/, `# oracle: timeout=${String(timeout * 2)}\n`) }
}

/** Whether a path of a difference speaks of order and outcome, and not of time. */
export function isTimeless(path: string): boolean {
  return !/timings|countdown|in_seconds|expires_in/.test(path)
}

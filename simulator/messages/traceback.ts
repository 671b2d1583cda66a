import type { ExceptionInfo } from '../log/facts.ts'

const HEADER = 'Traceback (most recent call last):\n'

/** The traceback of an exception that Celery itself raised: it has no frame that a learner could look at. */
export function tracebackText({ module, type, message }: ExceptionInfo): string {
  const name = module === 'builtins' ? type : `${module}.${type}`
  return `${HEADER}${message === '' ? name : `${name}: ${message}`}\n`
}

/** The same of an exception that billiard's pool has wrapped, as its log lines show it. */
export function wrappedTracebackText(error: ExceptionInfo): string {
  return `${HEADER}billiard.einfo.ExceptionWithTraceback: \n"""\n${tracebackText(error)}"""`
}

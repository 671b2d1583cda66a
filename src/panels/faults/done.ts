import type { Action } from '../../../simulator/index.ts'

/** What was done by hand, in a few words. */
export function doneWords(act: Action): string {
  if ('fault' in act) return `${act.fault.replaceAll('-', ' ')}${whom(act)}`
  const target = act.target === '' ? 'all workers' : act.target
  if (act.verb === 'control') return `${act.method.replaceAll('_', ' ')}: ${target}`
  if (act.verb === 'kill') return `${act.signal ?? 'SIGKILL'}: ${target}`
  if (act.verb === 'prefetch') return `prefetch ${act.count}: ${target}`
  return `${act.verb}: ${target}`
}

function whom(act: Extract<Action, { readonly fault: string }>): string {
  if ('nodes' in act) return `: ${act.nodes === null ? 'all machines' : act.nodes.join(', ')}`
  if ('process' in act) return `: ${act.worker ?? ''}/${act.process}`
  if ('worker' in act) return `: ${act.worker ?? ''}`
  if ('queue' in act) return `: ${act.queue}`
  return 'service' in act ? `: ${act.service}` : ''
}

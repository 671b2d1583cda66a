import { labelText, type TaskLabel } from '../../lib/history/task-names.ts'
import type { Travel } from '../motion/travels.ts'

/** The name of what an id stands for: `mail` of `queue:mail`. */
function nameOf(id: string | undefined): string {
  if (id === undefined) return ''
  const name = id.slice(id.indexOf(':') + 1)
  return name === '' ? 'the exchange' : name
}

/** What a token on its way is doing. */
export function travelWords({ kind, stops, mark }: Travel): string {
  const [from, to] = [nameOf(stops[0]), nameOf(stops.at(-1))]
  if (mark === 'dead') return `leaves ${from} as a dead letter, to ${to}`
  switch (kind) {
    case 'publish':
      return `sent by ${from} to ${to}`
    case 'retry':
      return `sent again by ${from} for its next try, to ${to}`
    case 'deliver':
      return mark === 'pending'
        ? `goes back from ${from} to ${to}`
        : `delivered from ${from} to ${to}`
    case 'result':
      return mark === 'failed' ? `failed in ${from}` : `done in ${from}`
    case 'visit':
    case 'leave':
    case 'ack':
    case 'call':
    case 'answer':
      return ''
  }
}

/** What a small token between a task and a server says. */
export function messengerWords({ kind, stops, mark, task }: Travel, label: TaskLabel): string {
  const [from, to] = [nameOf(stops[0]), nameOf(stops.at(-1))]
  if (kind === 'visit') return `a visitor comes to ${to}`
  if (kind === 'leave')
    return mark === 'failed'
      ? `a visitor leaves ${from} with an error`
      : `a visitor leaves ${from} with an answer`
  // A thread of a web front is no task.
  if (task < 0 && kind === 'call') return `${from} calls ${to}`
  if (task < 0)
    return mark === 'failed' ? `${to} got no answer from ${from}` : `${from} answers ${to}`
  if (kind === 'call') return `${labelText(label)} calls ${to}`
  if (kind === 'ack') return `${from} acknowledges ${labelText(label)}`
  return mark === 'failed'
    ? `${labelText(label)} got no answer from ${from}`
    : `${from} answers ${labelText(label)}`
}

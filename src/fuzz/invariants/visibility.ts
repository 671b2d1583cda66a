import { type Json, seconds } from '../../../simulator/index.ts'
import { linksWereTouched, poolOf, type Ran } from '../ran.ts'

/** Celery's own `visibility_timeout`, in seconds (rule 2.27). */
const DEFAULT = 3600

/** From the first look of a worker, when it connects, to its being ready: it waits for its neighbours meanwhile. */
const STARTING = seconds(4)

/** Facts after which a message is in no worker's hands. */
const RELEASES: ReadonlySet<string> = new Set([
  'message-acked',
  'message-rejected',
  'message-enqueued',
  'message-dropped',
])

/** Faults after which Redis may have forgotten what was taken, or cannot be asked. */
const FORGETFUL: ReadonlySet<string> = new Set([
  'broker-restart',
  'fail-over',
  'broker-away',
  'lost-ack',
])

function visibilityTimeout(options: Json): number {
  const given =
    typeof options === 'object' && options !== null && 'visibility_timeout' in options
      ? options.visibility_timeout
      : null
  return typeof given === 'number' ? given : DEFAULT
}

/**
 * A worker that starts on Redis gives back what a killed one has held for longer than the visibility timeout
 * (rule 2.27): once it is ready, nothing such is left.
 */
export function whatIsOverdueComesBack(ran: Ran): string[] {
  const { one, entries } = ran
  const forgets = one.actions.some((action) => 'fault' in action && FORGETFUL.has(action.fault))
  if (one.cluster.broker !== 'redis' || forgets || linksWereTouched(ran)) return []
  const options = one.cluster.settings?.['broker_transport_options']
  const timeout = seconds(visibilityTimeout(options ?? null))
  const held = new Map<number, { readonly worker: string; readonly since: number }>()
  const orphans = new Map<number, number>()
  return entries.flatMap(({ kind, actor, detail, time, row }) => {
    if (kind === 'message-delivered') held.set(detail.tag, { worker: actor.name, since: time })
    if (RELEASES.has(kind)) {
      held.delete((detail as { readonly tag: number }).tag)
      orphans.delete((detail as { readonly tag: number }).tag)
    }
    if (kind === 'worker-stopped' && detail.reason === 'killed')
      for (const [tag, { worker, since }] of held)
        if (worker === actor.name) orphans.set(tag, since)
    // Greenlets never look while they are idle, and a solo worker looks late (rule 2.27).
    if (kind !== 'worker-ready' || poolOf(ran, actor.name) !== 'prefork') return []
    return [...orphans]
      .filter(([, since]) => since + timeout < time - STARTING)
      .map(
        ([tag]) =>
          `row ${row}: ${actor.name} is ready, and message ${tag} is still with a dead worker`,
      )
  })
}

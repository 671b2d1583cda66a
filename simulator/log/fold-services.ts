import type { FactKind } from './facts.ts'
import { leaveFront } from './fold-fronts.ts'
import type { Fold } from './fold-type.ts'

/** What outside systems have done. */
export const FOLD_SERVICES = {
  'service-effect': (draft, { actor }) => draft.countService(actor.name, 'effects'),
  'service-answered': (draft, { detail }) =>
    draft.countService(detail.service, detail.outcome === 'answered' ? 'answered' : 'unanswered'),
  'service-missed': (draft, { actor }) => draft.countService(actor.name, 'unanswered'),
  // A server's error is no answer to a visitor.
  'request-ended': (draft, { actor, detail }) => {
    draft.countService(actor.name, detail.status < 500 ? 'answered' : 'unanswered')
    leaveFront(draft, actor.name, detail.number)
  },
  'service-away': (draft, { actor }) => draft.setService(actor.name, { away: true }),
  'service-back': (draft, { actor }) => draft.setService(actor.name, { away: false }),
  'service-slowed': (draft, { actor, detail: { latency } }) =>
    draft.setService(actor.name, { slow: latency }),
  'service-recovered': (draft, { actor }) => draft.setService(actor.name, { slow: null }),
} satisfies { readonly [K in FactKind]?: Fold<K> }

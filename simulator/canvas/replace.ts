import { isTruthy, toNumber } from '../messages/json.ts'
import type { Json } from '../messages/json.ts'
import { CeleryError } from '../messages/python-error.ts'
import type { Signature } from '../messages/signature.ts'
import type { RequestContext } from '../program.ts'
import { collect } from './apply.ts'
import type { Applied, CanvasContext } from './context.ts'
import { Draft, draftsOf, toDraft } from './draft.ts'
import { freeze } from './freeze.ts'
import { extend, link, linkError } from './links.ts'
import { or } from './or.ts'
import { send } from './send.ts'
import { newChord, tasksOf } from './shapes.ts'

/** The reason of the Ignore that ends a replaced task (rule 4.39). */
export const REPLACED = 'Replaced by new task'

/** `self.replace(signature)`: the signature takes over id, group, chord, links and the rest of the chain (rule 4.39). */
export function replaceTask(
  request: RequestContext,
  signature: Signature,
  context: CanvasContext,
): Applied {
  const draft = toDraft(signature)
  return collect(draft, context, {}, (sending) => {
    refuse(draft)
    const heir = inherit(draft, request, context)
    const whole = signatures(request['chain']).reduceRight(
      (left, next) => or(left, withNesting(toDraft(next, true), request), context.settings),
      heir,
    )
    return send(whole, [], {}, {}, sending)
  })
}

function refuse(draft: Draft): void {
  const fail = (message: string): never => {
    throw new CeleryError('celery.exceptions.ImproperlyConfigured', message)
  }
  if ('chord' in draft.options) {
    fail('A signature replacing a task must not be part of a chord')
  }
  if (draft.type === 'chain' && tasksOf(draft).items.length === 0) {
    fail('Cannot replace with an empty chain')
  }
}

function inherit(draft: Draft, request: RequestContext, context: CanvasContext): Draft {
  const heir = draft.type === 'group' ? newChord(draft, accumulate()) : draft
  for (const callback of signatures(request['callbacks'])) link(heir, toDraft(callback, true))
  for (const errback of signatures(request['errbacks'])) {
    linkError(heir, toDraft(errback, true), context.settings)
  }
  // The links of a chain must run after its last task even when more steps follow.
  const last = heir.type === 'chain' ? tasksOf(heir).items.at(-1) : undefined
  if (last !== undefined && 'link' in heir.options)
    extend(last, 'link', draftsOf(heir.options['link']))
  freeze(heir, { id: request.id }, context)
  const chord = request['chord'] ?? null
  Object.assign(heir.options, {
    chord: chord === null ? null : toDraft(chord as Signature, true),
    group_id: request['group'] ?? null,
    group_index: request['group_index'] ?? null,
    root_id: request['root_id'] ?? null,
  })
  withNesting(heir, request)
  if (heir.type === 'chain') for (const task of tasksOf(heir).items) withNesting(task, request)
  return heir
}

/** How often this task has been replaced. */
function withNesting(draft: Draft, request: RequestContext): Draft {
  draft.options['replaced_task_nesting'] = (toNumber(request['replaced_task_nesting']) ?? 0) + 1
  return draft
}

/** The body that hands on what a replacing group returned. */
const accumulate = (): Draft => new Draft('celery.accumulate', { index: 0 }, {}, null)

const signatures = (value: Json | undefined): readonly Signature[] =>
  isTruthy(value) && Array.isArray(value) ? (value as readonly Signature[]) : []

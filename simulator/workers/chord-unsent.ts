import type { ExceptionInfo } from '../log/facts.ts'
import { exceptionMeta } from '../world/results.ts'
import type { ProcessState } from '../world/state.ts'
import type { Act, Step } from '../world/steps.ts'
import type { World } from '../world/world.ts'
import { failCallback } from './chord-failure.ts'

/**
 * Something of a chord could not be sent by who has counted its last member: that task's own end is not
 * concerned. Where it is the body, the chord fails (`on_chord_part_return` of celery/backends/redis.py).
 * False: it was something else.
 */
export function chordUnsent(
  world: World,
  process: ProcessState,
  of: 'publish' | 'control',
  error: ExceptionInfo,
): boolean {
  const next = process.steps[0]?.act
  if (next?.do === 'forget-chord') {
    failCallback(world, process, next.group, next.body, error)
    return true
  }
  return cutShort(process, of, error)
}

/**
 * What calls the errbacks of a failed chord ends there. A body is stored with what they raised; a task of a group
 * as it would have been. Where a group cannot be revoked, nothing is done for its tasks (`chord_error_from_stack`
 * and `_handle_group_chord_error` of celery/backends/base.py).
 */
function cutShort(
  { steps }: ProcessState,
  of: 'publish' | 'control',
  raised: ExceptionInfo,
): boolean {
  const first = steps.findIndex(({ what }) => what !== 'errback' && what !== 'publish')
  if (chordStore(steps[first]) === null) return false
  const place =
    of === 'control' ? steps.findIndex((step) => chordStore(step)?.chord?.of === 'group') : first
  const step = steps[place]
  const store = chordStore(step)
  if (step === undefined || store?.chord == null) return false
  const { write, chord } = store
  const error = of === 'control' ? chord.error : chord.of === 'body' ? raised : null
  if (error !== null)
    step.act = { ...store, write: { ...write, result: exceptionMeta(error), error } }
  steps.splice(0, place)
  return true
}

type Store = Extract<Act, { do: 'store' }>

const chordStore = (step: Step | undefined): Store | null =>
  step?.act?.do === 'store' && step.act.chord !== undefined ? step.act : null

import { bringServerBack, takeServerAway } from '../workers/outages.ts'
import type { FaultMember } from './fault.ts'

/**
 * The result backend goes away and comes back with what it had. What ends meanwhile is run and not stored, unless
 * `result_backend_always_retry` is on; who reads a result gets the error (rule 6.13, seen with Celery 5.6.3).
 */
export const backendAway: FaultMember<'backend-away'> = {
  name: 'backend-away',
  lasting: 'a while',
  read: () => ({}),
  begin: (world, _fault, { cause }) => takeServerAway(world, 'backend', cause),
  end: (world) => bringServerBack(world, 'backend'),
}

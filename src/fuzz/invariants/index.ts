import type { Ran } from '../ran.ts'
import {
  livesFollowTheirChart,
  processesFollowTheirChart,
  workersFollowTheirChart,
} from './charts.ts'
import { callsChangeOnce, keysCountOnce } from './calls.ts'
import { chordsCountOnce } from './chords.ts'
import { nothingIsLostOrDoubled, queuesCountWhatIsOut } from './conservation.ts'
import { rejectedGoOn } from './dead-letters.ts'
import {
  everyEndIsSettled,
  everyRetryIsSent,
  everySuccessIsStored,
  everyTaskAcknowledgesInTime,
  everyTaskComesToAnEnd,
  noRevokedTaskRuns,
  noTaskAfterItsExpiry,
  noTaskBeforeItsTime,
} from './lives.ts'
import { everyCopyIsInOneHand, everyMessageArrives, everyMessageIsInItsQueue } from './messages.ts'
import { queuesKeepTheirOrder } from './queues.ts'
import { causesComeFirst, faultsBeginAndEnd } from './rows.ts'
import { whatIsOverdueComesBack } from './visibility.ts'
import {
  onlyConsumersAreServed,
  prefetchBeginsAsConfigured,
  theGoneHoldNothing,
  withinPrefetch,
} from './workers.ts'

/** What must hold after every run, whatever happens in it; each gives the sentences that it finds broken. */
export const INVARIANTS: { readonly [name: string]: (ran: Ran) => readonly string[] } = {
  'every message arrives': everyMessageArrives,
  'every message is in its queue': everyMessageIsInItsQueue,
  'every copy is in one hand': everyCopyIsInOneHand,
  'nothing is lost or doubled': nothingIsLostOrDoubled,
  'queues count what is out': queuesCountWhatIsOut,
  'queues keep their order': queuesKeepTheirOrder,
  'a worker is within its prefetch': withinPrefetch,
  'a prefetch begins as configured': prefetchBeginsAsConfigured,
  'only consumers are served': onlyConsumersAreServed,
  'the gone hold nothing': theGoneHoldNothing,
  'workers follow their chart': workersFollowTheirChart,
  'processes follow their chart': processesFollowTheirChart,
  'tasks follow their chart': livesFollowTheirChart,
  'no task before its time': noTaskBeforeItsTime,
  'no task after its expiry': noTaskAfterItsExpiry,
  'no revoked task runs': noRevokedTaskRuns,
  'every task acknowledges in time': everyTaskAcknowledgesInTime,
  'every end is settled': everyEndIsSettled,
  'every task comes to an end': everyTaskComesToAnEnd,
  'every retry is sent': everyRetryIsSent,
  'every success is stored': everySuccessIsStored,
  'chords count once': chordsCountOnce,
  'what is rejected goes on': rejectedGoOn,
  'what is overdue comes back': whatIsOverdueComesBack,
  'a call changes at most one thing, while it is under way': callsChangeOnce,
  'a key is charged once': keysCountOnce,
  'causes come first': causesComeFirst,
  'faults begin and end': faultsBeginAndEnd,
}

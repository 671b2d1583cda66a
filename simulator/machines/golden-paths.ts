import type { machines } from './index.ts'

const sent = 'pending PUBLISH sent'
const received = `${sent} RECEIVE received`
const held = `${received} HOLD held`
const reserved = `${received} RESERVE reserved`
const started = `${reserved} START started`
const retrying = `${started} RETRY retrying`
const lost = `${started} LOSE lost`
const again = 'PUBLISH sent RECEIVE received'

/**
 * For tests: lives that things in a cluster do lead, `state EVENT state EVENT state`. Together they use
 * every arrow of every chart, and no chart has an arrow that none of them uses.
 */
export const goldenPaths: Readonly<Record<keyof typeof machines, readonly string[]>> = {
  task: [
    `${started} SUCCEED succeeded ${again}`,
    `${held} RESERVE reserved START started FAIL failed ${again}`,
    `${started} PUBLISH started RETRY retrying RECEIVE received HOLD held`,
    `${started} PUBLISH started RECEIVE received RETRY received RESERVE reserved START started`,
    `${held} RETRY held RESERVE reserved RETRY reserved`,
    `${retrying} PUBLISH retrying REVOKE revoked`,
    `${retrying} DROP dropped`,
    `${retrying} RESTORE sent`,
    `${retrying} UNKNOWN failed`,
    `${retrying} INVALID dropped`,
    `${retrying} FAIL failed`,
    `${started} IGNORE ignored ${again}`,
    `${started} IGNORE ignored RECEIVE received`,
    `${started} IGNORE ignored RESTORE sent`,
    `${started} REJECT rejected ${again}`,
    `${started} REJECT rejected RECEIVE received`,
    `${started} REJECT rejected RESTORE sent`,
    `${started} REVOKE revoked FAIL failed`,
    `${started} REVOKE revoked SUCCEED succeeded`,
    `${started} REVOKE revoked RESTORE sent`,
    `${started} REVOKE revoked RETRY retrying`,
    `${started} REVOKE revoked IGNORE ignored`,
    `${started} REVOKE revoked REJECT rejected`,
    `${started} RESTORE sent RECEIVE received RECEIVE received`,
    `${lost} FAIL failed RECEIVE received`,
    `${lost} RECEIVE received RESTORE sent`,
    `${lost} RESTORE sent`,
    `${lost} PUBLISH sent`,
    `${reserved} LOSE lost`,
    `${reserved} SKIP succeeded`,
    `${reserved} REVOKE revoked ${again}`,
    `${reserved} RESTORE sent`,
    `${reserved} RECEIVE received`,
    `${reserved} PUBLISH reserved`,
    `${held} REVOKE revoked RECEIVE received`,
    `${held} RESTORE sent`,
    `${held} RECEIVE received`,
    `${held} PUBLISH held`,
    `${received} REVOKE revoked REVOKE revoked`,
    `${received} PUBLISH received`,
    `${started} SUCCEED succeeded RECEIVE received`,
    `${started} SUCCEED succeeded FAIL failed FAIL failed`,
    `${started} SUCCEED succeeded RESTORE sent`,
    `${started} FAIL failed RESTORE sent`,
    `${sent} PUBLISH sent FAIL failed`,
    `${sent} DROP dropped ${again}`,
    `${sent} DROP dropped RECEIVE received`,
    `${sent} DROP dropped FAIL failed`,
    `${sent} UNKNOWN failed`,
    `${sent} INVALID dropped`,
    `${sent} REVOKE revoked`,
    'pending FAIL failed',
    'pending REVOKE revoked',
  ],
  delivery: [
    'ready DELIVER unacked ACK acked',
    'ready DELIVER unacked REJECT dropped',
    'ready DELIVER unacked DROP dropped',
    'ready DELIVER unacked REQUEUE ready DELIVER unacked',
    'ready DELIVER unacked RESTORE ready DROP dropped',
  ],
  worker: [
    'off START starting READY ready STOP stopping STOPPED off START starting',
    'off START starting STOP stopping STOP stopping KILL off',
    'off START starting FAIL off',
    'off START starting KILL off',
    'off START starting READY ready KILL off',
    'off START starting READY ready FAIL off',
  ],
  process: [
    'absent SPAWN idle RUN running FREE idle EXIT absent',
    'absent SPAWN idle RUN running PARK parked RESUME running EXIT absent',
    'absent SPAWN idle RUN running PARK parked THROW running',
    'absent SPAWN idle RUN running PARK parked EXIT absent',
  ],
  queue: [
    'absent DECLARE empty DECLARE empty ENQUEUE holding ENQUEUE holding DRAIN empty DELETE absent',
    'absent DECLARE empty ENQUEUE holding DECLARE holding DELETE absent',
  ],
  chain: [
    'waiting STEP running STEP running DONE done STEP running FAIL failed STEP running',
    'waiting STEP running DONE done DONE done FAIL failed FAIL failed DONE done',
  ],
  group: [
    'open MEMBER open DONE complete MEMBER complete FAIL failed FAIL failed MEMBER failed DONE complete',
    'open FAIL failed',
  ],
  chord: [
    'counting COUNT counting UNLOCK unlocked BODY done COUNT done UNLOCK unlocked',
    'counting UNLOCK unlocked COUNT unlocked UNLOCK unlocked BODY done BODY done FAIL failed',
    'counting COUNT counting FAIL failed COUNT failed FAIL failed',
    'counting UNLOCK unlocked FAIL failed UNLOCK unlocked',
  ],
  connection: [
    'closed CONNECT connecting OPEN open LOSE lost CONNECT connecting REFUSE waiting CONNECT connecting OPEN open CLOSE closed',
    'closed CONNECT connecting REFUSE waiting CLOSE closed',
    'closed CONNECT connecting CLOSE closed',
    'closed CONNECT connecting OPEN open LOSE lost CLOSE closed',
  ],
  pod: [
    'absent PULL pulling START starting READY ready TERMINATE terminating GONE absent PULL pulling',
    'absent PULL pulling TERMINATE terminating GONE absent',
    'absent PULL pulling START starting TERMINATE terminating',
    'absent PULL pulling START starting CRASH waiting START starting READY ready CRASH waiting TERMINATE terminating',
  ],
}

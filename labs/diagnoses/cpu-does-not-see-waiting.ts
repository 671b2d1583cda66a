import type { LookRecord, RunRecord } from '../checks/run-record.ts'
import type { DiagnosisWord } from './diagnosis.ts'
import { mostWaiting } from './waiting.ts'

/** So many must wait before somebody would say that the autoscaler is blind. */
const MANY = 100

/** The autoscaler went by CPU, and many waited while there was little of it to see. */
export const cpuDoesNotSeeWaiting: DiagnosisWord = {
  parameters: {},
  slots: ['waiting', 'cpu', 'pods'],
  find(run: RunRecord) {
    const looks = run.looks.filter(({ metric }) => metric === 'cpu')
    const calm = looks.filter((look) => look.recommended <= look.current)
    const worst = mostWaiting(run, calm)
    if (worst === null || worst.waiting < MANY) return null
    return { waiting: worst.waiting, cpu: Math.round(cpuOf(worst.look)), pods: worst.look.current }
  },
}

const cpuOf = ({ value }: LookRecord): number => value ?? 0

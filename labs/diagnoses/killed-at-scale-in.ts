import { lengthText } from '../../simulator/index.ts'
import type { DiagnosisWord } from './diagnosis.ts'

/** Pods that were told to go were killed while they worked: their grace was shorter than their tasks. */
export const killedAtScaleIn: DiagnosisWord = {
  parameters: {},
  slots: ['killed', 'longest'],
  find(run) {
    const killed = run.pods.reduce((sum, pod) => sum + pod.killed, 0)
    if (killed === 0) return null
    const longest = run.tasks.reduce((most, { runtime }) => Math.max(most, runtime ?? 0), 0)
    return { killed, longest: lengthText(longest) }
  },
}

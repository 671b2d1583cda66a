import type { CheckWord } from './check.ts'

/** No pod that was told to go was killed with a task in it, which would be lost or run twice. */
export const noTaskKilled: CheckWord = {
  parameters: {},
  judge(run) {
    const first = run.pods.find(({ killed }) => killed > 0)
    if (first === undefined) return null
    const killed = run.pods.reduce((sum, pod) => sum + pod.killed, 0)
    return {
      time: first.to,
      sentence: `Pods that were told to go were killed while they worked: ${killed} tasks were cut off and had to begin again.`,
    }
  },
}

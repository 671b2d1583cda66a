import { pointsIn } from '../answers.ts'
import { type CheckWord, number, text } from './check.ts'
import { distance } from './requests.ts'

/** A curve that was predicted is so near to the real one, as a share of its highest point. */
export const curveNear: CheckWord = {
  parameters: { answer: 'answer', within: 'share' },
  judge(run, parameters) {
    const id = text(parameters, 'answer')
    const drawn = pointsIn(run.answers, id)
    if (drawn === null)
      return { time: 0, sentence: 'You have not drawn what you think will happen.' }
    const real = run.curves[id] ?? []
    const off = distance(drawn, real)
    const within = number(parameters, 'within')
    if (off <= within) return null
    const worst = real.reduce(
      (most, value, at) =>
        Math.abs(value - (drawn[at] ?? 0)) > Math.abs((real[most] ?? 0) - (drawn[most] ?? 0))
          ? at
          : most,
      0,
    )
    return {
      time: 0,
      sentence: `Your curve is ${percent(off)} off on average; ${percent(within)} are allowed. At its point ${worst + 1} you drew ${drawn[worst] ?? 0}, and it was ${real[worst] ?? 0}.`,
    }
  },
}

const percent = (share: number): string => `${Math.round(share * 100)} %`

import { describe, expect, it } from 'vitest'
import { Log, seconds } from '../../../simulator/index.ts'
import { corners, podTime, seriesOf } from './series.ts'

/** A pod that comes after 40 s and goes after two minutes, and three tasks. */
function story(): Log {
  const log = new Log()
  const actor = (kind: 'worker' | 'autoscaler' | 'client', name: string) =>
    log.actor({ kind, name })
  const pod = actor('worker', 'pod-1@sim')
  const scaler = actor('autoscaler', 'autoscaler')
  const look = (at: number, current: number, desired: number) =>
    log.append(seconds(at), 'autoscaler-decided', -1, scaler, -1, {
      metric: 'queue',
      value: 1,
      target: 1,
      current,
      recommended: desired,
      desired,
    })
  const phase = (at: number, phase: 'pulling' | 'starting' | 'ready' | 'terminating' | 'gone') =>
    log.append(seconds(at), 'pod-changed', -1, pod, -1, { phase })
  look(15, 0, 1)
  phase(15, 'pulling')
  phase(20, 'starting')
  log.append(seconds(30), 'task-started', log.task('a'), pod, -1, { name: 'mail', retries: 0 })
  look(30, 1, 1)
  phase(40, 'ready')
  look(120, 1, 0)
  phase(120, 'terminating')
  phase(135, 'gone')
  return log
}

describe('the series of an autoscaler', () => {
  it('has the pods that were asked for and those that were ready', () => {
    const { wanted, ready } = seriesOf(story())
    expect(wanted).toEqual([
      { time: seconds(15), value: 1 },
      { time: seconds(120), value: 0 },
    ])
    expect(ready.map(({ value }) => value)).toEqual([0, 1, 0])
  })

  it('counts what pods cost up to a moment, also of those that are there then', () => {
    const series = seriesOf(story())
    expect(podTime(series, seconds(200))).toBe(seconds(120))
    expect(podTime(series, seconds(35))).toBe(seconds(20))
    expect(podTime(series, seconds(10))).toBe(0)
  })

  it('draws steps with corners up to the end', () => {
    expect(
      corners(
        [
          { time: 1, value: 2 },
          { time: 4, value: 3 },
        ],
        9,
      ),
    ).toEqual([
      { time: 1, value: 2 },
      { time: 4, value: 2 },
      { time: 4, value: 3 },
      { time: 9, value: 3 },
    ])
  })
})

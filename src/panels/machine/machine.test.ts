import { describe, expect, it } from 'vitest'
import { PictureSeeker } from '../../../simulator/index.ts'
import { readRun } from '../../../tests/why/recorded.ts'
import { layOutChart, STATE } from './layout.ts'
import { CHART, TaskPath } from './path.ts'

describe('TaskPath', () => {
  it('takes arrows of the chart alone and ends where the picture says', () => {
    const same: Readonly<Record<string, string>> = { retry: 'retrying' }
    for (const name of ['lanes', 'jitter', 'early'] as const) {
      const { log } = readRun(name)
      const seeker = new PictureSeeker(log)
      for (const rows of [Math.floor(log.length / 3), log.length]) {
        for (const task of seeker.afterRows(rows).tasks.values()) {
          const steps = new TaskPath(log, task.id).upTo(rows)
          steps.forEach((step, nth) => {
            expect(step.from).toBe(steps[nth - 1]?.to ?? CHART.states[CHART.initial])
            expect(CHART.events.some((_, code) => arrow(step.from, code) === step.to)).toBe(true)
          })
          // A process died with it: nobody says so of the task itself.
          if (task.state === 'lost') continue
          expect(steps.at(-1)?.to).toBe(same[task.state] ?? task.state)
        }
      }
    }
  })

  const arrow = (from: string, code: number): string | undefined =>
    CHART.states[CHART.next(CHART.states.indexOf(from as (typeof CHART.states)[number]), code)]
})

describe('layOutChart', () => {
  const { states, arrows, width, height } = layOutChart(CHART)

  it('draws every state once, apart from the others and inside', () => {
    expect(states.map(({ name }) => name).toSorted()).toEqual([...CHART.states].toSorted())
    for (const [at, one] of states.entries()) {
      expect(one.x).toBeGreaterThanOrEqual(STATE.width / 2)
      expect(one.x).toBeLessThanOrEqual(width - STATE.width / 2)
      expect(one.y).toBeLessThanOrEqual(height - STATE.height / 2)
      for (const other of states.slice(at + 1)) {
        const apart =
          Math.abs(one.x - other.x) >= STATE.width || Math.abs(one.y - other.y) >= STATE.height
        expect(apart, `${one.name} and ${other.name}`).toBe(true)
      }
    }
  })

  it('draws every arrow of the chart between two states', () => {
    const drawn = new Set(arrows.map(({ from, to }) => `${from} ${to}`))
    CHART.states.forEach((from, state) => {
      CHART.events.forEach((_, code) => {
        const next = CHART.next(state, code)
        if (next >= 0 && next !== state) expect(drawn).toContain(`${from} ${CHART.states[next]!}`)
      })
    })
    for (const { path } of arrows) expect(path).toMatch(/^M[\d.,LCQ-]+$/u)
  })
})

import { expect, it } from 'vitest'
import type { CurveItem } from '../../../labs/answers.ts'
import { Chart } from './chart.ts'

const ITEM: CurveItem = {
  ...{ kind: 'curve', id: 'load', title: 'Load', note: '', unit: 'requests/s', service: 'api' },
  ...{ from: 10, every: 20, count: 4, most: 400 },
}

const chart = new Chart(ITEM, 80, 100)

it('has each moment in the middle of its span', () => {
  expect(chart.moments.map((moment) => chart.x(moment))).toEqual([10, 30, 50, 70])
  expect([0, 19, 21, 79, 200].map((x) => chart.momentAt(x))).toEqual([0, 0, 1, 3, 3])
})

it('gives small values room, and takes a place back to its value', () => {
  expect([0, 100, 400, 900].map((value) => chart.y(value))).toEqual([100, 50, 0, 0])
  expect([100, 50, 0, -20].map((y) => chart.valueAt(y))).toEqual([0, 100, 400, 400])
  expect(chart.grid).toEqual([25, 100, 225, 400])
})

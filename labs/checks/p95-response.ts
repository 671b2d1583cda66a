import { lengthText } from '../../simulator/index.ts'
import { type CheckWord, number } from './check.ts'
import { p95 } from './run-record.ts'

/** 95 of 100 visitors of a web front have their answer in less than so many seconds. */
export const p95Response: CheckWord = {
  parameters: { below: 'seconds' },
  judge({ requests, end }, parameters) {
    const limit = number(parameters, 'below') * 1_000_000
    if (requests.length === 0) return { time: end, sentence: 'Nobody had an answer.' }
    const value = p95(requests.map(({ latency }) => latency))
    if (value < limit) return null
    const first = requests.find(({ latency }) => latency >= limit)
    return {
      // The moment when its visitor has waited too long.
      time: first === undefined ? end : first.time - first.latency + limit,
      sentence: `The slowest 5 of 100 visitors waited ${lengthText(value)} or more for their answer; 95 of 100 must have it in less than ${lengthText(limit)}.`,
    }
  },
}

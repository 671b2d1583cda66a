import { describe, expect, it } from 'vitest'
import { FACT_KINDS } from '../../../simulator/index.ts'
import { syntheticLog } from '../../../tests/support/synthetic-log.ts'
import { tell } from '../../lib/history/tell.ts'
import { GROUPS, LogFilter, inGroup, type Group, type Query } from './log-filter.ts'

const log = syntheticLog()
const ALL: Query = { group: 'all', text: '', task: null }

function rowsOf(query: Query, upTo = log.length): number[] {
  const filter = new LogFilter(log, query)
  while (!filter.advance(upTo, 50)) continue
  return Array.from({ length: filter.count(upTo) }, (_, nth) => filter.row(nth))
}

describe('LogFilter', () => {
  it('finds what the words, the kind and the task ask for', () => {
    expect(rowsOf(ALL)).toHaveLength(log.length)
    const task = log.tasks[2]!
    const about = rowsOf({ ...ALL, task })
    expect(about.every((row) => log.tasks[log.taskAt(row)] === task)).toBe(true)
    const words = rowsOf({ ...ALL, text: 'STARTED' })
    expect(words.length).toBeGreaterThan(0)
    expect(words.every((row) => tell(log, row).toLowerCase().includes('started'))).toBe(true)
    expect(rowsOf({ group: 'workers', text: 'ready', task: null })).toHaveLength(2)
  })

  it('counts up to a playhead that goes back', () => {
    const filter = new LogFilter(log, { ...ALL, group: 'messages' })
    filter.advance(log.length, log.length)
    const half = Math.floor(log.length / 2)
    expect(filter.count(half)).toBe(rowsOf({ ...ALL, group: 'messages' }, half).length)
    expect(filter.count(0)).toBe(0)
  })

  it('puts all kinds but those for monitoring into a group', () => {
    const groups = (Object.keys(GROUPS) as Group[]).filter((group) => group !== 'all')
    const homeless = FACT_KINDS.filter((kind) => !groups.some((group) => inGroup(kind, group)))
    expect(homeless).toEqual(['event-sent'])
  })
})

import { describe, expect, it } from 'vitest'
import { seconds } from '../../simulator/index.ts'
import { runOf } from '../testing.ts'
import type { EffectRecord } from './run-record.ts'
import { rowsAgree } from './rows-agree.ts'

const effect = (at: number, ...changes: readonly Change[]): EffectRecord => ({
  ...{ time: seconds(at), service: 'sql', call: 'commit', subject: '' },
  entry: { changes: changes.map((change) => ({ ...change })) },
})

interface Change {
  readonly table: string
  readonly change: string
  readonly row: { readonly [column: string]: string | number }
}

const row = (table: string, id: number, text: string, change = 'inserted'): Change => ({
  ...{ table, change },
  row: { id, text },
})

describe('rows-agree', () => {
  const wanted = effect(0, row('expected', 7, 'a'), row('expected', 8, 'b'))
  const judge = (...effects: readonly EffectRecord[]) =>
    rowsAgree.judge(runOf({ effects: [wanted, ...effects] }), {
      ...{ table: 'reports', wanted: 'expected', column: 'id' },
    })

  it('holds where every row says what is wanted', () => {
    expect(judge(effect(11, row('reports', 7, 'a')), effect(12, row('reports', 8, 'b')))).toBeNull()
  })

  it('breaks at the first moment in which one does not', () => {
    expect(judge(effect(11, row('reports', 7, 'b')))).toEqual({
      time: seconds(11),
      sentence: 'In the table reports, text of 7 is b; a is right.',
    })
    expect(
      judge(effect(11, row('reports', 7, 'a')), effect(12, row('reports', 7, 'c', 'updated')))
        ?.time,
    ).toBe(seconds(12))
    expect(judge(effect(11, row('reports', 9, 'a')))?.sentence).toContain('nothing is right')
    expect(judge()?.sentence).toBe('Nothing ever came into the table reports.')
  })
})

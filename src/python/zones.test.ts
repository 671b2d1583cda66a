import { beforeAll, describe, expect, test } from 'vitest'
import { type Json, stringify } from '../../simulator/index.ts'
import { zoneNamed } from '../../simulator/beat/zones.ts'
import { nodePythonFiles } from './files-node.ts'
import { nodePackages } from './packages-node.ts'
import { createPython, type Python } from './python.ts'
import { errorOf, FakeSimulation, valueOf } from './testing/fake-simulation.ts'

let python: Python

beforeAll(async () => {
  python = await createPython({ files: await nodePythonFiles(), packages: nodePackages() })
}, 60_000)

/** Runs `main()` with this body; the simulation knows its zones. */
async function main(...lines: string[]) {
  const simulation = new FakeSimulation(python)
  simulation.hear = ({ name, say }) => {
    const zone = name === 'zone' ? zoneNamed(String((say as { name: Json }).name)) : null
    return stringify(
      name === 'zone'
        ? { zone: zone === null ? null : { at: zone.at, offsets: zone.offsets } }
        : {},
    )
  }
  const head = ['from datetime import datetime, timedelta', 'from zoneinfo import ZoneInfo']
  const body = [...head, 'def main():', ...lines.map((line) => `    ${line}`)]
  await simulation.begin({ 'client.py': body.join('\n') })
  return simulation.runMain()
}

describe('zoneinfo', () => {
  test('has summer and winter, and the hour that comes twice', async () => {
    const answer = await main(
      "zone = ZoneInfo('Europe/Prague')",
      'winter, summer = (datetime(2026, month, 1, 12, tzinfo=zone) for month in (1, 7))',
      'twice = [datetime(2026, 10, 25, 2, 30, tzinfo=zone, fold=fold) for fold in (0, 1)]',
      'found = [each.isoformat() for each in (winter, summer, *twice)]',
      'return [*found, summer.dst() == timedelta(hours=1), winter.dst() == timedelta(0)]',
    )
    expect(valueOf(answer)).toEqual([
      '2026-01-01T12:00:00+01:00',
      '2026-07-01T12:00:00+02:00',
      '2026-10-25T02:30:00+02:00',
      '2026-10-25T02:30:00+01:00',
      true,
      true,
    ])
  })

  test('follows its rules for decades, also in the south and by half hours', async () => {
    const answer = await main(
      "moments = [('Australia/Sydney', 2050, 1), ('Australia/Sydney', 2050, 7), ('Asia/Kolkata', 2026, 7)]",
      'return [datetime(y, m, 1, tzinfo=ZoneInfo(name)).isoformat()[-6:] for name, y, m in moments]',
    )
    expect(valueOf(answer)).toEqual(['+11:00', '+10:00', '+05:30'])
  })

  test('says which zone there is not', async () => {
    expect(errorOf(await main("ZoneInfo('Mars/Base')"))).toMatchObject({
      type: 'ZoneInfoNotFoundError',
      args: ['No time zone found with key Mars/Base'],
    })
  })
})

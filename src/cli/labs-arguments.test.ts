import { describe, expect, it } from 'vitest'
import { parseLabsCommand } from './labs-arguments.ts'

const problemOf = (...argv: readonly string[]): string | null => {
  const parsed = parseLabsCommand(argv)
  return parsed.ok ? null : parsed.problem
}

describe('the command line of labs', () => {
  it('reads what to check, on how many seeds, and where to write', () => {
    const argv = ['check', 'two-lanes', 'mine', '--seeds', '100', '--json', 'out.json']
    expect(parseLabsCommand(argv)).toEqual({
      ok: true,
      command: {
        ...{ do: 'check', slug: 'two-lanes', folder: 'mine' },
        ...{ seeds: 100, json: 'out.json', shrink: false },
      },
    })
    expect(parseLabsCommand(['check', 'a', 'b', '--shrink', '--seeds', '3'])).toMatchObject({
      command: { seeds: 3, shrink: true },
    })
  })

  it('leaves seeds and file open', () => {
    expect(parseLabsCommand(['check', 'a', 'b'])).toMatchObject({
      command: { seeds: null, json: null },
    })
    expect(parseLabsCommand(['list'])).toEqual({ ok: true, command: { do: 'list' } })
  })

  it('reads which labs to prove, and what a new one is called', () => {
    const read = (...argv: readonly string[]) => parseLabsCommand(argv)
    expect(read('test')).toEqual({ ok: true, command: { do: 'test', slugs: [], seeds: 100 } })
    expect(read('test', 'a', '--seeds', '5', 'b')).toEqual({
      ok: true,
      command: { do: 'test', slugs: ['a', 'b'], seeds: 5 },
    })
    expect(read('new', 'two-lanes')).toEqual({
      ok: true,
      command: { do: 'new', slug: 'two-lanes' },
    })
  })

  it.each([
    [['test', '--all'], 'No such option: --all'],
    [['test', '--seeds'], 'The number of seeds is a whole number from 1 to 10000.'],
    [['new'], 'A lab has one name of small letters and dashes, such as two-lanes.'],
    [['new', '../x'], 'A lab has one name of small letters and dashes, such as two-lanes.'],
    [[], 'Unknown command: (none). There are: list, check, test, new.'],
    [['grade'], 'Unknown command: grade. There are: list, check, test, new.'],
    [['list', 'all'], 'list takes nothing more: all'],
    [['check'], 'Which lab? Name it after check.'],
    [['check', 'a'], 'Which folder has the solution? Name it after the lab.'],
    [['check', 'a', 'b', '--fast', '1'], 'No such option: --fast'],
    [['check', 'a', 'b', '--json'], 'Option --json needs a value.'],
    [['check', 'a', 'b', '--seeds', '0'], 'The number of seeds is a whole number from 1 to 10000.'],
    [['check', 'a', 'b', '--seeds', 'x'], 'The number of seeds is a whole number from 1 to 10000.'],
  ])('refuses %j', (argv, problem) => {
    expect(problemOf(...argv)).toBe(problem)
  })
})

import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { ENGINES } from '../engines/engines.ts'
import { FORGED } from './forged.ts'
import type { Report } from './outcome.ts'
import { type Attacked, serveAttacked } from './serve.ts'

type Engine = keyof typeof ENGINES

interface Both {
  readonly control: Report
  readonly sandbox: Report
}

interface Attacks {
  readonly strangers: { readonly [who: string]: boolean }
  readonly forged: { readonly [name: string]: string }
  readonly thread: Both
  readonly frame: Both
  readonly leaving: Report
}

let attacked: Attacked

beforeAll(async () => {
  attacked = await serveAttacked()
}, 300_000)

afterAll(() => {
  attacked.close()
})

/** A way has got through as soon as somebody else's server has heard of it, whatever the page thinks. */
function withLeaks(frame: 'control' | 'sandbox', report: Report): Report {
  return Object.fromEntries(
    Object.entries(report).map(([way, outcome]) => [
      way,
      attacked.leaks.has(`${frame}/${way}`) ? 'through' : outcome,
    ]),
  )
}

/** What an engine refuses everybody when nobody has clicked: there it proves nothing. */
const ONLY_BY_A_CLICK: Readonly<Partial<Record<Engine, readonly string[]>>> = {
  WebKit: ['a window', 'a link that is clicked'],
}

/** Every way, and that it is refused, where without protection it gets through or does not exist. */
function judge({ control, sandbox }: Both, clicks: readonly string[] = []): void {
  const without = withLeaks('control', control)
  const within = withLeaks('sandbox', sandbox)
  expect(Object.keys(within).sort()).toEqual(Object.keys(without).sort())
  // A way that is refused without protection would prove nothing.
  expect(waysThat(without, 'refused').filter((way) => !clicks.includes(way))).toEqual([])
  expect(waysThat(within, 'through')).toEqual([])
  console.log(
    `${String(waysThat(without, 'through').length)} get through unprotected; not in this engine: ${waysThat(without, 'absent').join(', ')}`,
  )
}

const waysThat = (report: Report, outcome: string): readonly string[] =>
  Object.keys(report).filter((way) => report[way] === outcome)

describe.each(Object.keys(ENGINES) as Engine[])(
  'nothing gets out of the sandbox in %s',
  (engine) => {
    // Asked for by each test and made once: if it cannot be made, each says why, which a hook would not.
    let visit: Promise<Attacks> | null = null
    const attacksOf = (): Promise<Attacks> =>
      (visit ??= ENGINES[engine](attacked.page, 'window.attacks()') as Promise<Attacks>)

    it('from a thread that has all of its JavaScript', async () => {
      judge((await attacksOf()).thread)
    }, 600_000)

    it('from the frame itself', async () => {
      judge((await attacksOf()).frame, ONLY_BY_A_CLICK[engine])
    })

    it('by a message that must not be', async () => {
      const attacks = await attacksOf()
      expect(Object.keys(attacks.forged).sort()).toEqual(Object.keys(FORGED).sort())
      for (const [name, sentence] of Object.entries(attacks.forged)) {
        expect(sentence, name).toContain('said something that it must not say')
        expect(sentence, name).toContain('Your code is kept')
      }
    })

    it('by a stranger who opens the frame', async () => {
      expect((await attacksOf()).strangers).toEqual({
        'its creator': true,
        'whoever opens it bare': false,
        'a stranger outside': false,
      })
    })

    it('by going elsewhere', async () => {
      const attacks = await attacksOf()
      const ways = Object.keys(attacks.leaving)
      expect(ways).toHaveLength(2)
      // The last of them takes the page away, and the script with it.
      await ENGINES[engine](attacked.bare, 'window.leave()').catch(() => null)
      const control = Object.fromEntries(ways.map((way) => [way, 'refused' as const]))
      judge({ control, sandbox: attacks.leaving })
    }, 600_000)

    it('from Python', async () => {
      judge((await ENGINES[engine](attacked.python, 'window.attacks()')) as Both)
    }, 600_000)
  },
)

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
  readonly forged: {
    /** Those that a page takes that looks at nothing. */
    readonly control: readonly string[]
    /** What the learner reads of each. */
    readonly sandbox: { readonly [name: string]: string }
  }
  readonly thread: Both
  readonly frame: Both
  readonly leaving: Report
}

/** So many ways at least are refused in each engine that get through unprotected there. */
const LEAST = 60

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

/** Attacks a page in an engine; once more in a fresh browser where the first one never answers, and says so. */
async function attack(engine: Engine, url: string): Promise<unknown> {
  const go = (): Promise<unknown> => ENGINES[engine](url, 'window.attacks()')
  try {
    return await go()
  } catch (error) {
    console.warn(`${engine} did not answer: ${String(error)}. Once more.`)
    return await go()
  }
}

/** What an engine refuses everybody when nobody has clicked: there it proves nothing. */
const ONLY_BY_A_CLICK: Readonly<Partial<Record<Engine, readonly string[]>>> = {
  WebKit: ['a window', 'a link that is clicked'],
}

const waysThat = (report: Report, outcome: string): readonly string[] =>
  Object.keys(report).filter((way) => report[way] === outcome)

describe.each(Object.keys(ENGINES) as Engine[])(
  'nothing gets out of the sandbox in %s',
  (engine) => {
    let attacks: Attacks
    let python: Both
    /** How many ways of each kind get through unprotected, and are refused here. */
    const refused = new Map<string, number>()

    beforeAll(async () => {
      // What got through in another engine says nothing of this one.
      attacked.forget()
      attacks = (await attack(engine, attacked.page)) as Attacks
      // The last of its ways takes the page away, and the script with it.
      await ENGINES[engine](attacked.bare, 'window.leave()').catch(() => null)
      python = (await attack(engine, attacked.python)) as Both
    }, 900_000)

    /** Every way, and that it is refused, where without protection it gets through or does not exist. */
    function judge(kind: string, { control, sandbox }: Both, clicks: readonly string[] = []): void {
      const without = withLeaks('control', control)
      const within = withLeaks('sandbox', sandbox)
      expect(Object.keys(within).sort()).toEqual(Object.keys(without).sort())
      // A way that is refused without protection would prove nothing.
      expect(waysThat(without, 'refused').filter((way) => !clicks.includes(way))).toEqual([])
      expect(waysThat(within, 'through')).toEqual([])
      const through = waysThat(without, 'through')
      refused.set(kind, through.length)
      console.log(
        `${engine}, ${kind}: ${String(through.length)} get through unprotected and are refused here; not in this engine: ${waysThat(without, 'absent').join(', ') || 'none'}`,
      )
    }

    it('from a thread that has all of its JavaScript', () => judge('thread', attacks.thread))

    it('from the frame itself', () => judge('frame', attacks.frame, ONLY_BY_A_CLICK[engine]))

    it('from Python', () => judge('Python', python))

    it('by going elsewhere', () => {
      const ways = Object.keys(attacks.leaving)
      expect(ways).toHaveLength(2)
      const control = Object.fromEntries(ways.map((way) => [way, 'refused' as const]))
      judge('elsewhere', { control, sandbox: attacks.leaving })
    })

    it('by a message that must not be', () => {
      const { control, sandbox } = attacks.forged
      expect(Object.keys(sandbox).sort()).toEqual(Object.keys(FORGED).sort())
      // Each reaches a page that looks at nothing.
      expect(control).toEqual(Object.keys(FORGED))
      for (const [name, sentence] of Object.entries(sandbox)) {
        expect(sentence, name).toContain('said something that it must not say')
        expect(sentence, name).toContain('Your code is kept')
      }
      refused.set('messages', control.length)
    })

    it('by a stranger who opens the frame', () => {
      expect(attacks.strangers).toEqual({
        'its creator': true,
        'whoever opens it bare': false,
        'a stranger outside': false,
      })
    })

    it('by any of so many ways', () => {
      const kinds = [...refused].map(([kind, count]) => `${String(count)} ${kind}`)
      const all = [...refused.values()].reduce((sum, count) => sum + count, 0)
      console.log(`${engine}: ${String(all)} ways are refused (${kinds.join(', ')})`)
      expect(all).toBeGreaterThanOrEqual(LEAST)
    })
  },
)

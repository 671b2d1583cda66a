/** A bench like that of any lab, with tasks that come as often as the address says: `?rate=1000`. */
import { flushSync, mount } from 'svelte'
import '../../../src/components/base.css'
import Icons from '../../../src/components/Icons.svelte'
import Bench from '../../../src/screens/bench/Bench.svelte'
import { Session } from '../../../src/session/session.svelte.ts'
import { seconds } from '../../../simulator/index.ts'
import { clusterOf } from '../load.ts'

const asked = new URLSearchParams(location.search)
const rate = Number(asked.get('rate') ?? '700')
const workers = Number(asked.get('workers') ?? '4')
const TIME = 40

const session = new Session(
  {
    id: 'bench-of-the-stage',
    title: 'Bench of the stage',
    starter: [{ path: 'tasks.py', text: '' }],
    locked: new Set(['tasks.py']),
    ownFiles: false,
    client: null,
    form: null,
    asks: [],
    assemble: () => ({
      ok: true,
      files: {},
      cluster: clusterOf({
        rate,
        seconds: TIME,
        workers,
        slots: 8,
        mean: (workers * 8 * 0.6) / rate,
      }),
    }),
    actions: [],
    limits: { time: seconds(TIME), facts: 10_000_000 },
    seed: 7,
    speed: 1,
    guide: null,
  },
  new URL('../../../', location.href).href,
)

const target = document.getElementById('app')!
mount(Icons, { target })
mount(Bench, {
  target: document.getElementById('app')!,
  props: { session, crumbs: ['Bench of the stage'] },
})

/** Milliseconds from a seek until the page has drawn the moment, for each of these shares of the run. */
async function seeks(shares: readonly number[]): Promise<number[]> {
  const { playback } = session
  playback.pause()
  const took: number[] = []
  for (const share of shares) {
    await new Promise(requestAnimationFrame)
    const began = performance.now()
    playback.seek(playback.end * share)
    flushSync()
    // Style and layout are part of it.
    document.body.getBoundingClientRect()
    took.push(performance.now() - began)
  }
  return took
}

/** Milliseconds from the press of Run until the first token moves. */
function firstMove(): Promise<number> {
  return new Promise((resolve) => {
    const began = performance.now()
    const look = (): void => {
      const moves = document.querySelector('.stage svg .token, .stage canvas.painting')
      if (moves) resolve(performance.now() - began)
      else requestAnimationFrame(look)
    }
    document.querySelector<HTMLButtonElement>('footer .button.main')?.click()
    look()
  })
}

/** Frames of the page in some milliseconds, and those that were painted meanwhile. */
function frames(
  during: number,
): Promise<{ readonly page: number; readonly painted: number; readonly took: number }> {
  const painted = (): number =>
    Number(document.querySelector<HTMLElement>('canvas.raster')?.dataset['frames'] ?? '0')
  return new Promise((resolve) => {
    const [began, before] = [performance.now(), painted()]
    let page = 0
    const next = (): void => {
      const took = performance.now() - began
      page++
      if (took < during) requestAnimationFrame(next)
      else resolve({ page, painted: painted() - before, took })
    }
    requestAnimationFrame(next)
  })
}

Object.assign(window, {
  stageBench: { seeks, firstMove, frames, facts: () => session.playback.log.length },
})

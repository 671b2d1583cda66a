/** The part of the Stop tests that a browser runs: sits at the product's page in a frame, and presses its buttons. */

import { Sitting } from './sitting.ts'

/** What somebody saw who stopped a program, or waited for its end. Times are milliseconds. */
export interface StopReport {
  /** From Run to the first line of the program, with everything that had to be loaded. */
  readonly begun: number
  /** From the press on Stop until nothing runs any more. */
  readonly stopped: number
  /** What the console showed then. */
  readonly console: string
  /** What the page said of it. */
  readonly said: string
  /** The code is on the page as it was written. */
  readonly codeKept: boolean
  /** From the next press on Run to the end of a run that has none of the trouble: loaded again if it must be. */
  readonly next: number
  readonly nextConsole: string
}

/** A program, and the seeds with which it does and does not get into trouble. */
export interface StopCase {
  readonly tasks: string
  readonly client: string
  readonly trouble: number
  readonly well: number
  /** The run ends by itself, with these words of the page; null: somebody presses Stop. */
  readonly ends: string | null
}

declare global {
  interface Window {
    stopReport: typeof stopReport
  }
}

window.stopReport = stopReport

async function stopReport(test: StopCase): Promise<StopReport> {
  await keep(test)
  const page = await Sitting.open('/playground')
  page.open('client.py')
  await page.until('the code', () => page.code().includes('trouble'))
  page.speed('50')
  page.sow(test.trouble)
  let since = performance.now()
  page.press('Run')
  await page.until('its first line', () => page.console().includes('before the trouble'))
  const begun = performance.now() - since
  const { ends } = test
  // A loop with turns shows its line; in one long step the page says that it hears nothing.
  const inTrouble = (): boolean =>
    page.console().includes('into the trouble') || page.said().includes('cannot be heard')
  if (ends === null) await page.until('the trouble', inTrouble)
  if (ends === null) page.press('Stop')
  since = performance.now()
  await page.until('its end', () => page.button('Stop') === null)
  if (ends !== null) await page.until(`that it says "${ends}"`, () => page.said().includes(ends))
  const stopped = performance.now() - since
  const seen = { console: page.console(), said: page.said(), codeKept: page.code() === test.client }
  page.sow(test.well)
  since = performance.now()
  await page.until('Run', () => page.button('Run') !== null)
  page.press('Run')
  await page.until('the next run', () => page.console().includes('all is well'))
  const next = performance.now() - since
  const nextConsole = page.console()
  page.leave()
  return { begun, stopped, ...seen, next, nextConsole }
}

/** Puts a program where the page keeps what a learner wrote. */
function keep({ tasks, client }: StopCase): Promise<void> {
  const kept = {
    files: [
      { path: 'client.py', text: client },
      { path: 'tasks.py', text: tasks },
    ],
    form: {
      broker: 'redis',
      workers: [{ name: 'w1', queues: '', concurrency: '1', prefetch: '' }],
    },
    seed: 1,
    before: null,
    hints: {},
  }
  // What an earlier sitting put aside as it left would come before it.
  localStorage.clear()
  return new Promise((resolve, reject) => {
    // Whatever version an earlier sitting has made of it; a first one begins with the oldest, as a visitor of old.
    const opening = indexedDB.open('queuelab')
    // As the product made it at first.
    opening.onupgradeneeded = () => opening.result.createObjectStore('sittings')
    opening.onerror = () => reject(new Error('no store'))
    opening.onsuccess = () => {
      const writing = opening.result.transaction('sittings', 'readwrite')
      writing.objectStore('sittings').put(kept, 'playground')
      writing.onerror = () => reject(new Error('not kept'))
      writing.oncomplete = () => {
        opening.result.close()
        resolve()
      }
    }
  })
}

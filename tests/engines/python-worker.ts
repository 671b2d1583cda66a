/** The part that a browser's thread runs: Python, the simulator and nothing of the page. */
import type { LocalPythonFiles } from '../../src/python/boot.ts'
import { packages } from '../../src/python/packages.ts'
import { createPython } from '../../src/python/python.ts'
import type { Way } from '../../src/python/suspension.ts'
import { pythonReport } from './python-report.ts'

/** What the page asks for. */
export interface Asked {
  readonly files: LocalPythonFiles
  /** The way to wait; the engine's own where null. */
  readonly way: Way | null
}

async function answer({ files, way }: Asked) {
  const suspension = way === null ? {} : { suspension: way }
  const began = performance.now()
  const python = await createPython({ files, packages, ...suspension })
  const booted = performance.now()
  const report = await pythonReport(python)
  return { report, boot: booted - began, programs: performance.now() - booted }
}

addEventListener('message', ({ data }: MessageEvent<Asked>) => {
  answer(data).then(
    (answered) => {
      postMessage(answered)
    },
    (error: unknown) => {
      postMessage({
        error: error instanceof Error ? (error.stack ?? error.message) : String(error),
      })
    },
  )
})

import { runProgram } from '../driver/run-program.ts'
import { nodePythonFiles } from '../python/files-node.ts'
import { nodePackages } from '../python/packages-node.ts'
import { createPython } from '../python/python.ts'
import type { Sandbox } from './run.ts'

/** Real time that one run may take: several times what the longest needs on a busy machine. */
const MOST_MS = 60_000

/** Boots Python once; every run begins as in a fresh interpreter. */
export async function createSandbox(): Promise<Sandbox> {
  const python = await createPython({ files: await nodePythonFiles(), packages: nodePackages() })
  return {
    async run(spec) {
      let late = false
      const timer = setTimeout(() => {
        late = true
        python.stop()
      }, MOST_MS)
      try {
        const breathe = (): Promise<void> => new Promise((resolve) => setImmediate(resolve))
        return await runProgram(spec, python, { shouldStop: () => late, breathe })
      } finally {
        clearTimeout(timer)
      }
    },
  }
}

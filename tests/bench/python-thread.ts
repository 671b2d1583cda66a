/** The part of the Python bench that a browser's worker runs: Python boots in a classic worker alone. */
import { fetchPythonFiles } from '../../src/python/files-browser.ts'
import { packages } from '../../src/python/packages.ts'
import { createPython } from '../../src/python/python.ts'
import { pythonCosts } from './python-tasks.ts'

async function measure(): Promise<void> {
  const files = await fetchPythonFiles(new URL('/python/', location.href))
  const python = await createPython({ files, packages })
  postMessage(await pythonCosts(python, () => performance.now()))
}

void measure()

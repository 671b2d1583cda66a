import type { PythonFiles } from '../thread/protocol.ts'

/** Bytes of each file as unpacked: a server that compresses does not say. */
const SIZES = {
  'pyodide.asm.wasm': 9_598_218,
  'python_stdlib.zip': 2_545_637,
  'pyodide.asm.mjs': 1_250_344,
  'pyodide-lock.json': 119_077,
} as const

type FileName = keyof typeof SIZES

/**
 * Fetches Pyodide's files from the folder beside the page. `progress` hears how many bytes are
 * here, and of how many. Rejects with a sentence for the learner.
 */
export async function fetchPythonFiles(
  base: string | URL,
  progress: (loaded: number, total: number) => void = () => undefined,
): Promise<PythonFiles> {
  const all = Object.values(SIZES).reduce((sum, size) => sum + size, 0)
  let loaded = 0
  const fetchFile = async (name: FileName): Promise<ArrayBuffer> => {
    let counted = 0
    const bytes = await download(new URL(name, base), (size) => {
      const step = Math.min(size, SIZES[name] - counted)
      counted += step
      loaded += step
      progress(loaded, all)
    })
    loaded += SIZES[name] - counted
    progress(loaded, all)
    return bytes
  }
  const [wasm, stdlib, script, lock] = await Promise.all([
    fetchFile('pyodide.asm.wasm'),
    fetchFile('python_stdlib.zip'),
    fetchFile('pyodide.asm.mjs'),
    fetchFile('pyodide-lock.json'),
  ])
  const decoder = new TextDecoder()
  return { wasm, stdlib, script: decoder.decode(script), lock: decoder.decode(lock), memory: null }
}

async function download(url: URL, onBytes: (size: number) => void): Promise<ArrayBuffer> {
  const response = await fetch(url)
  if (!response.ok || response.body === null) {
    throw new Error(
      `Python could not be loaded: ${url.pathname} answered ${String(response.status)}.`,
    )
  }
  const counted = response.body.pipeThrough(
    new TransformStream<Uint8Array, Uint8Array>({
      transform(chunk, controller) {
        onBytes(chunk.byteLength)
        controller.enqueue(chunk)
      },
    }),
  )
  return new Response(counted).arrayBuffer()
}

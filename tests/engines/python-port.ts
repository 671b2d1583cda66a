/** The page of these tests: it hands Python's files to a thread, as the product does, and waits for its report. */
import type { Way } from '../../src/python/suspension.ts'
import type { Asked } from './python-worker.ts'

const bytesOf = async (path: string): Promise<ArrayBuffer> => (await fetch(path)).arrayBuffer()
const textOf = async (path: string): Promise<string> => (await fetch(path)).text()

async function reportIn(way: Way | null): Promise<unknown> {
  const [wasm, stdlib, lock, script, code] = await Promise.all([
    bytesOf('/wasm'),
    bytesOf('/stdlib'),
    textOf('/lock'),
    textOf('/script'),
    textOf('/worker'),
  ])
  const worker = new Worker(URL.createObjectURL(new Blob([code], { type: 'text/javascript' })))
  const answered = new Promise<unknown>((resolve, reject) => {
    worker.onmessage = ({ data }: MessageEvent<unknown>) => {
      resolve(data)
    }
    worker.onerror = ({ message }) => {
      reject(new Error(message))
    }
  })
  const asked: Asked = { files: { wasm, stdlib, lock, script, memory: null }, way }
  worker.postMessage(asked)
  return answered
}

declare global {
  interface Window {
    pythonReport: typeof reportIn
  }
}

window.pythonReport = reportIn

/** The lab thread's entry: bundled into one classic worker script, started by the frame. */
import { type LogBatch, transferables } from '../../simulator/index.ts'
import { packages } from '../python/packages.ts'
import { createPython } from '../python/python.ts'
import { answerCalls, type Give } from './answerer.ts'
import { Lab } from './lab.ts'
import type { LabThread, Pull } from './protocol.ts'

/** A message to itself comes after those of the page that wait already; a timer would cost 4 ms each. */
function breathe(): Promise<void> {
  return new Promise((resolve) => {
    const { port1, port2 } = new MessageChannel()
    port1.onmessage = () => {
      port1.close()
      resolve()
    }
    port2.postMessage(null)
  })
}

const lab = new Lab({
  boot: (files, onMemory) => {
    const memory = files.memory && new Uint8Array(files.memory)
    return createPython({ files, packages, memory, onMemory, breathe })
  },
  breathe,
  give: (batch) => give('ahead', batch),
  giveWords: (words) => give('words', words),
})

const thread: LabThread = {
  prepare: (files) => lab.prepare(files),
  memory: () => lab.memory(),
  start: (run) => lab.start(run),
  stop: () => lab.stop(),
  grade: (job) => lab.grade(job),
  grading: () => lab.grading(),
  pull: () => lab.pull(),
  ahead: () => lab.ahead(),
  words: () => lab.words(),
}

const buffersOf = (value: unknown): ArrayBuffer[] => {
  if (value instanceof ArrayBuffer) return [value]
  const { batch } = (value ?? {}) as Partial<Pull>
  if (batch) return transferables(batch)
  return isBatch(value) ? transferables(value) : []
}

const isBatch = (value: unknown): value is LogBatch =>
  typeof value === 'object' && value !== null && 'from' in value

let give: Give<LabThread> = () => undefined

addEventListener(
  'message',
  ({ ports: [port] }) => {
    if (port) give = answerCalls<LabThread>(port, thread, buffersOf)
  },
  { once: true },
)

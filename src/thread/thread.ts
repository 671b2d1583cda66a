/** The lab thread's entry: bundled into one classic worker script, started by the frame. */
import { transferables } from '../../simulator/index.ts'
import { packages } from '../python/packages.ts'
import { createPython } from '../python/python.ts'
import { answerCalls } from './answerer.ts'
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

const lab = new Lab({ boot: (files) => createPython({ files, packages }), breathe })

const thread: LabThread = {
  prepare: (files) => lab.prepare(files),
  start: (run) => lab.start(run),
  stop: () => lab.stop(),
  grade: (job) => lab.grade(job),
  grading: () => lab.grading(),
  pull: () => lab.pull(),
}

const buffersOf = (value: unknown): ArrayBuffer[] => {
  const { batch } = (value ?? {}) as Partial<Pull>
  return batch ? transferables(batch) : []
}

addEventListener(
  'message',
  ({ ports: [port] }) => {
    if (port) answerCalls<LabThread>(port, thread, buffersOf)
  },
  { once: true },
)

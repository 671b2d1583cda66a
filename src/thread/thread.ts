/** The lab thread's entry: bundled into one classic worker script. */
import { expose, transfer } from 'comlink'
import { transferables } from '../../simulator/index.ts'
import { packages } from '../python/packages.ts'
import { createPython } from '../python/python.ts'
import { Lab } from './lab.ts'
import type { LabThread } from './protocol.ts'

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
  pull: async () => {
    const pull = await lab.pull()
    return pull.batch ? transfer(pull, transferables(pull.batch)) : pull
  },
}

expose(thread)

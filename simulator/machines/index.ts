import { chainMachine } from './chain.machine.ts'
import { chordMachine } from './chord.machine.ts'
import { connectionMachine } from './connection.machine.ts'
import { deliveryMachine } from './delivery.machine.ts'
import { groupMachine } from './group.machine.ts'
import { podMachine } from './pod.machine.ts'
import { processMachine } from './process.machine.ts'
import { queueMachine } from './queue.machine.ts'
import { compileTable } from './table.ts'
import { taskMachine } from './task.machine.ts'
import { workerMachine } from './worker.machine.ts'

/** Every chart, the source of how things in the cluster may change. */
export const machines = {
  task: taskMachine,
  delivery: deliveryMachine,
  worker: workerMachine,
  process: processMachine,
  queue: queueMachine,
  chain: chainMachine,
  group: groupMachine,
  chord: chordMachine,
  connection: connectionMachine,
  pod: podMachine,
} as const

/** The same charts compiled: what a simulation runs. */
export const tables = {
  task: compileTable(taskMachine),
  delivery: compileTable(deliveryMachine),
  worker: compileTable(workerMachine),
  process: compileTable(processMachine),
  queue: compileTable(queueMachine),
  chain: compileTable(chainMachine),
  group: compileTable(groupMachine),
  chord: compileTable(chordMachine),
  connection: compileTable(connectionMachine),
  pod: compileTable(podMachine),
} as const

export { compileTable, move, step, type Table } from './table.ts'

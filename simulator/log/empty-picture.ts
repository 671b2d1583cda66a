import type { Picture } from './picture.ts'
import { TaskTable } from './task-table.ts'

/** The cluster before anything has happened. */
export const EMPTY_PICTURE: Picture = {
  rows: 0,
  time: 0,
  client: { state: 'absent', waitsFor: null, since: 0 },
  exchanges: [],
  bindings: [],
  queues: [],
  workers: [],
  tasks: TaskTable.empty(),
  chords: [],
  results: {},
  services: [],
  fronts: [],
}

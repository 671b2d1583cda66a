import type { Service } from '../service.ts'

/**
 * A SQLite database in a file that all processes of the run share. The database itself is the real one inside
 * Python (`python/sqlite3`), which says what has changed; here is only what a statement takes. A statement that
 * finds the database locked waits as SQLite's busy handler does, in simulated time
 * (https://www.sqlite.org/c3ref/busy_timeout.html, from documentation).
 */
export const sql: Service<Record<never, never>, Record<never, never>> = {
  kind: 'sql',
  connects: false,
  // A small transaction on a local disk, its sync included.
  latency: 0.001,
  always: {},
  codes: {},
  failing: [],
  keys: [],
  read: () => ({}),
  create: () => ({}),
  handle: (_state, { arguments: { pause } }) => ({
    code: null,
    text: '',
    // Between two looks whether the database is still locked.
    ...(typeof pause === 'number' ? { takes: pause } : {}),
  }),
}

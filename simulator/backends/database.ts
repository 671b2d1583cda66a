import type { Backend } from './backend.ts'

/** Rows of a table: a later write replaces an earlier one, a SUCCESS too; children are not kept (rules 6.10, 6.21). */
export const database: Backend = {
  name: 'database',
  enabled: true,
  keepsSuccess: false,
  chords: 'polled',
  readers: 'all',
  waits: 'looked for',
  nativeJoin: false,
  expires: 'by cleanup',
  keepsChildren: false,
}

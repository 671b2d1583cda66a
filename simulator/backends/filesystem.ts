import type { Backend } from './backend.ts'

/** A file for each result in a folder that all share (rule 6.24). */
export const filesystem: Backend = {
  name: 'filesystem',
  enabled: true,
  keepsSuccess: true,
  chords: 'polled',
  readers: 'all',
  waits: 'looked for',
  nativeJoin: false,
  expires: 'by cleanup',
  keepsChildren: true,
}

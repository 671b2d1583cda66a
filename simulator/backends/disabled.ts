import { type Backend, refusedChords } from './backend.ts'

/** No result backend: publishing works, nothing is kept (rule 6.3). */
export const disabled: Backend = {
  name: 'none',
  enabled: false,
  keepsSuccess: false,
  chords: refusedChords('Starting chords requires a result backend to be configured.'),
  readers: 'all',
  waits: 'heard',
  nativeJoin: false,
  expires: 'by cleanup',
  keepsChildren: false,
}

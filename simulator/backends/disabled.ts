import type { Backend } from './backend.ts'

/** No result backend: publishing works, nothing is kept (rule 6.3). */
export const disabled: Backend = {
  name: 'none',
  enabled: false,
  keepsSuccess: false,
  chordRefusal: [
    'Starting chords requires a result backend to be configured.',
    '',
    'Note that a group chained with a task is also upgraded to be a chord,',
    'as this pattern requires synchronization.',
    '',
    'Result backends that supports chords: Redis, Database, Memcached, and more.',
  ].join('\n'),
  chords: 'none',
  readers: 'all',
  waits: 'heard',
  nativeJoin: false,
  expires: 'by cleanup',
  keepsChildren: false,
}

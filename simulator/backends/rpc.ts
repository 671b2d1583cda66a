import type { Backend } from './backend.ts'

/** Results as messages to the publisher's own reply queue (rules 6.18 to 6.20). */
export const rpc: Backend = {
  name: 'rpc',
  enabled: true,
  keepsSuccess: false,
  chordRefusal: [
    'The "rpc" result backend does not support chords!',
    '',
    'Note that a group chained with a task is also upgraded to be a chord,',
    'as this pattern requires synchronization.',
    '',
    'Result backends that supports chords: Redis, Database, Memcached, and more.',
  ].join('\n'),
  chords: 'none',
  readers: 'publisher',
  waits: 'heard',
  nativeJoin: true,
  expires: 'by itself',
  keepsChildren: true,
}

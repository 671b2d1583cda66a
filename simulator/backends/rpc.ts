import { type Backend, refusedChords } from './backend.ts'

/** Results as messages to the publisher's own reply queue (rules 6.18 to 6.20). */
export const rpc: Backend = {
  name: 'rpc',
  enabled: true,
  keepsSuccess: false,
  chords: refusedChords('The "rpc" result backend does not support chords!'),
  readers: 'publisher',
  waits: 'heard',
  nativeJoin: true,
  expires: 'by itself',
  keepsChildren: true,
}

import type { Backend } from './backend.ts'

/** Redis: a key per result, chords counted in a sorted set (rules 6.10, 6.14, 5.35). */
export const redis: Backend = {
  name: 'redis',
  enabled: true,
  keepsSuccess: true,
  chords: 'counted',
  readers: 'all',
  waits: 'heard',
  nativeJoin: true,
  expires: 'by itself',
  keepsChildren: true,
}

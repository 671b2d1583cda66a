import type { Backend } from './backend.ts'

/** Memcached: keys that everybody reads and that expire, and counters for chords (rules 6.24, 6.25). */
export const cache: Backend = {
  name: 'cache',
  enabled: true,
  keepsSuccess: true,
  chords: 'counted',
  readers: 'all',
  waits: 'looked for',
  nativeJoin: true,
  expires: 'by itself',
  keepsChildren: true,
}

/** `cache+memory://`: a dict in each process, so nobody else sees what a worker stores (rule 6.24). */
export const memory: Backend = { ...cache, name: 'memory', readers: 'process' }

import type { Micros } from '../kernel/units.ts'
import type { Json } from '../messages/json.ts'
import type { ResultMeta } from '../program.ts'

/** What a result backend holds; plain data. */
export interface BackendState {
  readonly metas: { [id: string]: ResultMeta }
  readonly chords: { [group: string]: ChordState }
  /** When what is stored is gone by itself; absent: never. */
  readonly expiries: { [id: string]: Micros }
  /** Results of groups that were saved, as `GroupResult.as_tuple()` (rules 5.38, 5.61). */
  readonly groups: { [id: string]: Json }
}

/** One chord that is being counted (rule 5.35). */
export interface ChordState {
  /** Null while nobody has said it. */
  readonly size: number | null
  /** Tasks that joined it while it ran (rule 4.41). */
  readonly more: number
  /** Finished header tasks by what Redis keeps of them, so that an equal one counts once (rule 5.39). */
  readonly parts: { [key: string]: ChordPart }
}

export interface ChordPart {
  readonly index: number
  readonly id: string
  readonly state: string
  readonly result: Json
  /** `repr` of the exception, where the task failed. */
  readonly failure: string | null
}

/** How chords are counted, or Celery's message where they cannot be started (rules 5.42, 6.20). */
export type Chords = 'counted' | 'polled' | { readonly refused: string }

/** A refusal of chords, after its first line. */
export const refusedChords = (why: string): Chords => ({
  refused: [
    why,
    '',
    'Note that a group chained with a task is also upgraded to be a chord,',
    'as this pattern requires synchronization.',
    '',
    'Result backends that supports chords: Redis, Database, Memcached, and more.',
  ].join('\n'),
})

/** What makes one result backend differ from another. */
export interface Backend {
  readonly name: string
  /** Is anything stored at all? */
  readonly enabled: boolean
  /** A stored SUCCESS refuses every later write (rule 6.10). */
  readonly keepsSuccess: boolean
  /** How the tasks of a chord's header are counted: by the backend, or by `celery.chord_unlock` (rules 5.35, 5.40). */
  readonly chords: Chords
  /**
   * Who reads what is stored: everybody, the app that has sent the task, through its own reply queue (rule 6.18),
   * or the process that has stored it, in whose memory it is (rule 6.24).
   */
  readonly readers: 'all' | 'publisher' | 'process'
  /** Does a waiting program hear of a result, or look for it every half second (rules 6.15, 6.26)? */
  readonly waits: 'heard' | 'looked for'
  /** Several results are waited for at once (rule 6.25). */
  readonly nativeJoin: boolean
  /** What ends a result's life: its own time, or the task `celery.backend_cleanup` (rules 6.12, 6.25). */
  readonly expires: 'by itself' | 'by cleanup'
  /** Results of what a task has sent are stored with its own (rule 6.21). */
  readonly keepsChildren: boolean
}

/** An empty backend. */
export const createBackendState = (): BackendState => ({
  metas: {},
  expiries: {},
  chords: {},
  groups: {},
})

/** READY_STATES (rule 4.1). */
export const READY_STATES: ReadonlySet<string> = new Set(['SUCCESS', 'FAILURE', 'REVOKED'])

/** PROPAGATE_STATES (rule 4.1). */
export const FAILED_STATES: ReadonlySet<string> = new Set(['FAILURE', 'REVOKED'])

/** Writes a meta; false where a stored SUCCESS refuses it (rule 6.10). */
export function store(
  backend: Backend,
  state: BackendState,
  id: string,
  meta: ResultMeta,
): boolean {
  if (!backend.enabled) return false
  if (backend.keepsSuccess && state.metas[id]?.status === 'SUCCESS') return false
  state.metas[id] = meta
  return true
}

import { openDB } from 'idb'
import type { DBSchema, IDBPDatabase } from 'idb'
import type { ClusterForm } from './cluster-form.ts'
import type { TextFile } from './files.ts'

/** What is kept of a sitting between visits. */
export interface Kept {
  readonly files: readonly TextFile[]
  readonly form: ClusterForm | null
  readonly seed: number
  /** What stood here before the last reset to the starter, for undo. */
  readonly before: readonly TextFile[] | null
  /** How many hints of each check are open. */
  readonly hints: { readonly [check: string]: number }
}

interface Shelves extends DBSchema {
  sittings: { key: string; value: Kept }
}

let opened: Promise<IDBPDatabase<Shelves>> | null = null

function database(): Promise<IDBPDatabase<Shelves>> {
  opened ??= openDB<Shelves>('queuelab', 1, {
    upgrade: (db) => {
      db.createObjectStore('sittings')
    },
    // Another tab wants to upgrade, or the browser closed the connection: open again at the next use.
    blocking: (_current, _blocked, event) => {
      if (event.target instanceof IDBDatabase) event.target.close()
      opened = null
    },
    terminated: () => {
      opened = null
    },
  })
  opened.catch(() => {
    opened = null
  })
  return opened
}

/** What was kept of a bench, or null. Rejects where the browser gives no storage. */
export async function loadKept(bench: string): Promise<Kept | null> {
  const db = await database()
  return (await db.get('sittings', bench)) ?? null
}

/** Keeps a sitting. Rejects where storage is blocked or full. */
export async function keep(bench: string, kept: Kept): Promise<void> {
  const db = await database()
  await db.put('sittings', kept, bench)
}

/** A sentence for the learner about why their work could not be kept. */
export function whyNotKept(error: unknown): string {
  const full = error instanceof DOMException && error.name === 'QuotaExceededError'
  return full
    ? 'The disk space for this site is full, so your changes are not saved. They stay here while this page is open: copy them to a safe place before you close it.'
    : 'This browser does not let the page save anything here. Your changes stay while this page is open: copy them to a safe place before you close it.'
}

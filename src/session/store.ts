import { openDB } from 'idb'
import type { DBSchema, IDBPDatabase } from 'idb'
import type { Attempt, Kept, Project, QuizResult } from './progress/records.ts'

export type { Kept } from './progress/records.ts'

interface Shelves extends DBSchema {
  /** What is written at each bench, by the bench's id. */
  sittings: { key: string; value: Kept }
  /** Every check of a lab, in the order in which they were made. */
  attempts: { key: [lab: string, at: number]; value: Attempt }
  /** Every knowledge check that was answered to its end. */
  quizzes: { key: [module: string, at: number]; value: QuizResult }
  /** Projects of the Playground; their files are sittings. */
  projects: { key: string; value: Project }
}

/** The version of what lies in the browser; an older one is brought up to it when it is opened. */
const VERSION = 2

let opened: Promise<IDBPDatabase<Shelves>> | null = null

/** The database, opened once; a second call while it is open costs nothing. */
export function database(): Promise<IDBPDatabase<Shelves>> {
  opened ??= openDB<Shelves>('queuelab', VERSION, {
    upgrade: (db, from) => {
      // Each step takes what the one before left: nobody's work is lost with an update.
      if (from < 1) db.createObjectStore('sittings')
      if (from < 2) {
        db.createObjectStore('attempts', { keyPath: ['lab', 'at'] })
        db.createObjectStore('quizzes', { keyPath: ['module', 'at'] })
        db.createObjectStore('projects', { keyPath: 'id' })
      }
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
  return isFull(error)
    ? 'The disk space for this site is full, so your changes are not saved. They stay here while this page is open: copy them to a safe place before you close it.'
    : 'This browser does not let the page save anything here. Your changes stay while this page is open: copy them to a safe place before you close it.'
}

/** The browser gives this site no more room. */
export const isFull = (error: unknown): boolean =>
  error instanceof DOMException && error.name === 'QuotaExceededError'

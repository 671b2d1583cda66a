import { database } from '../store.ts'
import { benchOf, type Attempt, type QuizResult, type Records } from './records.ts'

/** Where records lie: the browser's database, or in tests another. */
export interface Storage {
  all(): Promise<Records>
  /** Keeps one more record. Rejects where there is no room, and then nothing has changed. */
  putAttempt(attempt: Attempt): Promise<void>
  putQuiz(result: QuizResult): Promise<void>
  /** Lays records over what is there: all of them or none. */
  putAll(records: Records): Promise<void>
  /** Forgets the work at some benches, the attempts at a lab, and a project. */
  clear(what: Forgotten): Promise<void>
}

/** What is to be forgotten. */
export interface Forgotten {
  readonly lab?: string
  readonly project?: string
}

/** The browser's own database. */
export const browserStorage: Storage = {
  async all() {
    const db = await database()
    const work = db.transaction(['sittings', 'attempts', 'quizzes', 'projects'])
    const sittings = work.objectStore('sittings')
    const [benches, kept, attempts, quizzes, projects] = await Promise.all([
      sittings.getAllKeys(),
      sittings.getAll(),
      work.objectStore('attempts').getAll(),
      work.objectStore('quizzes').getAll(),
      work.objectStore('projects').getAll(),
    ])
    const byBench = benches.flatMap((bench, at) => (kept[at] ? [[bench, kept[at]] as const] : []))
    return { sittings: Object.fromEntries(byBench), attempts, quizzes, projects }
  },

  async putAttempt(attempt) {
    await (await database()).put('attempts', attempt)
  },

  async putQuiz(result) {
    await (await database()).put('quizzes', result)
  },

  async putAll({ sittings, attempts, quizzes, projects }) {
    const db = await database()
    const work = db.transaction(['sittings', 'attempts', 'quizzes', 'projects'], 'readwrite')
    try {
      const puts = [
        ...Object.entries(sittings).map(([bench, kept]) =>
          work.objectStore('sittings').put(kept, bench),
        ),
        ...attempts.map((attempt) => work.objectStore('attempts').put(attempt)),
        ...quizzes.map((result) => work.objectStore('quizzes').put(result)),
        ...projects.map((project) => work.objectStore('projects').put(project)),
      ]
      await Promise.all([...puts, work.done])
    } catch (error) {
      // What was laid down before the one that failed goes with it; it may have been taken back already.
      work.done.catch(() => undefined)
      try {
        work.abort()
      } catch {
        // It has.
      }
      throw error
    }
  },

  async clear({ lab, project }) {
    const db = await database()
    const work = db.transaction(['sittings', 'attempts', 'projects'], 'readwrite')
    const gone = [
      ...(lab === undefined
        ? []
        : [
            work.objectStore('sittings').delete(lab),
            work.objectStore('attempts').delete(IDBKeyRange.bound([lab], [lab, []])),
          ]),
      ...(project === undefined
        ? []
        : [
            work.objectStore('sittings').delete(benchOf(project)),
            work.objectStore('projects').delete(project),
          ]),
    ]
    await Promise.all([...gone, work.done])
  },
}

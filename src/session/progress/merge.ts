import { sameFiles } from '../files.ts'
import type { Kept, Records } from './records.ts'

/**
 * Imported records over those that are here. Attempts and results of both stay; where the work at a bench
 * differs, the imported one is shown and the one that was here can be brought back with Undo.
 */
export function mergedWith(here: Records, imported: Records): Records {
  return {
    sittings: {
      ...here.sittings,
      ...Object.fromEntries(
        Object.entries(imported.sittings).map(([bench, kept]) => [
          bench,
          sittingOver(here.sittings[bench], kept),
        ]),
      ),
    },
    attempts: inOrder(
      united(here.attempts, imported.attempts, ({ lab, at }) => `${lab} ${String(at)}`),
    ),
    quizzes: inOrder(
      united(here.quizzes, imported.quizzes, ({ module, at }) => `${module} ${String(at)}`),
    ),
    projects: united(here.projects, imported.projects, ({ id }) => id),
  }
}

function sittingOver(here: Kept | undefined, imported: Kept): Kept {
  if (!here || sameFiles(here.files, imported.files)) return imported
  return { ...imported, before: here.files }
}

/** Both lists; of two alike the imported one. */
function united<T>(
  here: readonly T[],
  imported: readonly T[],
  keyOf: (one: T) => string,
): readonly T[] {
  return [...new Map([...here, ...imported].map((one) => [keyOf(one), one])).values()]
}

const inOrder = <T extends { readonly at: number }>(list: readonly T[]): readonly T[] =>
  list.toSorted((one, other) => one.at - other.at)

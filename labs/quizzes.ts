/** The knowledge checks of the modules: each is fetched when somebody sits down at it. */
import type { Quiz } from './quiz.ts'

/** The build reads the folders: what comes here is data (`.config/quizzes.ts`). */
const READ: Readonly<Record<string, () => Promise<Quiz>>> = import.meta.glob<Quiz>(
  './quizzes/*/quiz.yaml',
  { query: '?quiz', import: 'default' },
)

const pathOf = (module: string): string => `./quizzes/${module}/quiz.yaml`

/** Whether a module has a knowledge check. */
export const hasQuiz = (module: string): boolean => pathOf(module) in READ

/** The knowledge check of a module, or null. */
export const loadQuiz = async (module: string): Promise<Quiz | null> =>
  (await READ[pathOf(module)]?.()) ?? null

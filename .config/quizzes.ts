import { readFileSync } from 'node:fs'
import type { Plugin } from 'vite'
import { problemText } from '../labs/lab.ts'
import { parseQuiz } from '../labs/parse-quiz.ts'

/** `labs/quizzes/<module>/quiz.yaml?quiz`: the questions as data. */
const SHEET = /^(?<file>.*\/labs\/quizzes\/(?<module>[^/]+)\/quiz\.yaml)\?quiz$/u

/**
 * Reads the knowledge checks while the product is built: a page needs no YAML for them. A broken one breaks the
 * build, with every problem at its line.
 */
export function quizzes(): Plugin {
  return {
    name: 'queuelab:quizzes',
    load(id) {
      const { file, module } = SHEET.exec(id)?.groups ?? {}
      if (file === undefined || module === undefined) return null
      const parsed = parseQuiz(module, readFileSync(file, 'utf8'))
      if (!parsed.ok) throw new Error(parsed.problems.map(problemText).join('\n'))
      this.addWatchFile(file)
      return { code: `export default ${JSON.stringify(parsed.quiz)}`, moduleType: 'js' }
    },
  }
}

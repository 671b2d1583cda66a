import { existsSync, readdirSync, readFileSync } from 'node:fs'
import path from 'node:path'
import { describe, expect, it } from 'vitest'
import { NEEDS, PATHS } from '../../labs/course.ts'
import { LABS } from '../../labs/index.ts'
import { problemText } from '../../labs/lab.ts'
import { parseQuiz } from '../../labs/parse-quiz.ts'
import { firstOf, isRight, partsOf, pausedAt, type Question, type Quiz } from '../../labs/quiz.ts'
import { hasQuiz, loadQuiz } from '../../labs/quizzes.ts'
import { runProgram } from '../../src/driver/run-program.ts'
import { runSpecOf } from '../../src/session/foretell.ts'

const ROOT = path.resolve(import.meta.dirname, '../..')
const FOLDER = path.join(ROOT, 'labs/quizzes')
const rules = JSON.parse(readFileSync(path.join(ROOT, 'tests/rules/rules.json'), 'utf8')) as object
/** The canvas has a list of its own, docs/UPSTREAM.md. */
const CANVAS_RULES = 65

const course = PATHS.flatMap(({ modules }) => modules)
const slugs = course.flatMap(({ labs }) => labs)
const modules = readdirSync(FOLDER)

/** Questions of one form, as the curriculum counts them. */
const SIZES: { readonly [module: string]: number } = { F5: 10, F9: 10, F11: 10 }

function quizOf(module: string): Quiz {
  const parsed = parseQuiz(module, readFileSync(path.join(FOLDER, module, 'quiz.yaml'), 'utf8'))
  if (!parsed.ok) throw new Error(parsed.problems.map(problemText).join('\n'))
  return parsed.quiz
}

const isRule = (rule: string): boolean =>
  rule in rules || (rule.startsWith('5.') && Number(rule.slice(2)) <= CANVAS_RULES)

describe.each(modules)('the knowledge check of %s', (module) => {
  const { questions } = quizOf(module)
  const count = (...kinds: readonly Question['kind'][]) =>
    questions.filter(({ kind }) => kinds.includes(kind)).length

  it('is read by the page as from the disk', async () => {
    expect(hasQuiz(module)).toBe(true)
    expect(await loadQuiz(module)).toEqual(quizOf(module))
    expect(course.map(({ id }) => id)).toContain(module)
  })

  it('is a whole form: two fifths choices, a fifth each of true or false, fill in, scenario', () => {
    const size = SIZES[module] ?? 15
    expect(questions).toHaveLength(size)
    expect({
      choice: count('choice'),
      trueFalse: count('true-false'),
      fillIn: count('fill-in'),
      scenario: count('scenario', 'predict'),
    }).toEqual({
      choice: (size * 2) / 5,
      trueFalse: size / 5,
      fillIn: size / 5,
      scenario: size / 5,
    })
  })

  it('rests on rules that there are, or on a page of documentation', () => {
    const cited = questions.flatMap((one) => one.rules)
    expect(cited.filter((rule) => !isRule(rule))).toEqual([])
    const sources = questions.flatMap(({ source }) => source ?? [])
    expect(sources.filter((source) => !/^https:\/\/[a-z.-]+\/\S+$/u.test(source))).toEqual([])
  })

  it('leads from a third of its choices to a lab that shows it', () => {
    const choices = questions.filter(({ kind }) => kind === 'choice')
    expect(choices.filter(({ see }) => see !== null).length * 3).toBeGreaterThanOrEqual(
      choices.length,
    )
    expect(questions.flatMap(({ see }) => see ?? []).filter((see) => !slugs.includes(see))).toEqual(
      [],
    )
  })

  it('never says the same twice among the answers to a question, and explains each', () => {
    for (const question of questions)
      for (const part of partsOf(question, 1, null)) {
        if (part.kind !== 'pick') continue
        const says = part.options.map(({ say }) => say)
        expect(new Set(says).size).toBe(says.length)
        expect(part.options.filter(({ right }) => right)).toHaveLength(1)
        const unsaid = part.options.filter(({ right, because }) => !right && because === '')
        expect(unsaid).toEqual([])
      }
  })

  it('does not give the right answer away by its length', () => {
    const told = questions.filter(
      (one) => one.kind === 'choice' && one.wrong.every(({ say }) => say.length < one.right.length),
    )
    expect(told.length).toBeLessThanOrEqual(count('choice') / 2)
  })

  const runs = questions.filter((one) => one.kind === 'predict')
  it.each(runs)('really runs what $id asks about', async (question) => {
    const { log, ending } = await runProgram(runSpecOf(question.run), null)
    expect(ending.kind).not.toBe('failed')
    const stop = pausedAt(question.pause, log)
    expect(stop).toBeGreaterThanOrEqual(0)
    const came = firstOf(question.options, log, stop + 1)
    expect(came).not.toBeNull()
    // What was written as the first of the options is what its explanation takes for right.
    expect(came?.option).toBe(question.options[0])
    const [part] = partsOf(question, 7, log)
    if (part?.kind !== 'pick') throw new Error('a prediction is picked')
    const right = part.options.findIndex(({ say }) => say === question.options[0]?.say)
    expect(part.options.map((_, at) => isRight(part, at))).toEqual(
      part.options.map((_, at) => at === right),
    )
  })
})

it('the course names every lab once, and needs only labs that it names', () => {
  expect(new Set(slugs).size).toBe(slugs.length)
  expect(LABS.map(({ slug }) => slug).filter((slug) => !slugs.includes(slug))).toEqual([])
  const needed = Object.entries(NEEDS).flatMap(([slug, needs]) => [slug, ...needs])
  expect(needed.filter((slug) => !slugs.includes(slug))).toEqual([])
  expect(existsSync(FOLDER)).toBe(true)
})

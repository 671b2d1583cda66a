import { describe, expect, it } from 'vitest'
import { problemText } from './lab.ts'
import { parseQuiz } from './parse-quiz.ts'
import { drawn, isRight, partsOf, type Question, type Quiz } from './quiz.ts'

const COMMON = {
  level: 'basic',
  code: null,
  because: 'so',
  rules: ['3.26'],
  source: null,
  see: null,
} as const

const wrong = (...says: readonly string[]) => says.map((say) => ({ say, because: `not ${say}` }))
const choice: Question = {
  ...COMMON,
  id: 'c',
  ask: 'Which?',
  kind: 'choice',
  right: 'a',
  wrong: wrong('b', 'c', 'd'),
}
const fill: Question = {
  ...COMMON,
  id: 'f',
  ask: 'Write',
  kind: 'fill-in',
  answers: ['acks_late=True', 'late ack'],
}
const verdict: Question = {
  ...COMMON,
  id: 't',
  ask: 'It is so.',
  kind: 'true-false',
  answer: false,
  proof: 'p',
  others: wrong('q', 'r'),
}

describe('a question', () => {
  it('has its options in an order that hangs on the seed alone', () => {
    const order = (seed: number) =>
      partsOf(choice, seed, null).flatMap((part) =>
        part.kind === 'pick' ? part.options.map(({ say }) => say).join('') : [],
      )
    expect(order(4)).toEqual(order(4))
    const orders = new Set(Array.from({ length: 200 }, (_, seed) => order(seed)[0]))
    expect(orders.size).toBe(24)
  })

  it('takes a written answer as people write it', () => {
    const [part] = partsOf(fill, 1, null)
    if (!part) throw new Error('there is a part')
    for (const text of ['acks_late=True', ' acks_late = true ', '"acks_late=True"', 'Late  ack.'])
      expect(isRight(part, text), text).toBe(true)
    for (const text of ['', 'acks', 'acks_late=False', null, 0])
      expect(isRight(part, text), String(text)).toBe(false)
  })

  it('that is true or false also asks what shows it', () => {
    const [first, second] = partsOf(verdict, 1, null)
    expect(first?.kind === 'pick' && first.options.map(({ say, right }) => [say, right])).toEqual([
      ['True', false],
      ['False', true],
    ])
    expect(second?.kind === 'pick' && second.options).toHaveLength(3)
  })

  it('comes in another order with another seed, and none is left out', () => {
    const quiz: Quiz = { module: 'F1', questions: [choice, fill, verdict] }
    const orders = Array.from({ length: 60 }, (_, seed) => drawn(quiz, seed).map(({ id }) => id))
    expect(new Set(orders.map((ids) => ids.join())).size).toBe(6)
    expect(orders.every((ids) => ids.toSorted().join() === 'c,f,t')).toBe(true)
  })
})

const problemsOf = (text: string): readonly string[] => {
  const parsed = parseQuiz('F1', text)
  return parsed.ok ? [] : parsed.problems.map(problemText)
}

describe('a broken knowledge check', () => {
  it('is told by file and line', () => {
    const problems = problemsOf(
      [
        'questions:',
        '  - id: Not An Id',
        '    kind: choice',
        '    level: easy',
        '    ask: Which?',
        '    right: a',
        '    wrong:',
        '      - { say: b, because: no }',
        '    because: so',
        '    colour: red',
      ].join('\n'),
    )
    expect(problems).toEqual([
      expect.stringMatching(
        /^quizzes\/F1\/quiz\.yaml, line 10: There is no setting "colour" here/u,
      ),
      expect.stringMatching(/line \d+: Say what this question rests on/u),
      expect.stringMatching(/line 2: "Not An Id" is no id/u),
      expect.stringMatching(/line 4: "level" must be one of: basic, intermediate, advanced/u),
      expect.stringMatching(/line \d+: There must be at least 3 wrong answers/u),
    ])
  })

  it('may ask about facts, clusters and rules that there are, and no others', () => {
    const problems = problemsOf(
      [
        'questions:',
        '  - id: p',
        '    kind: predict',
        '    level: basic',
        '    ask: What next?',
        '    rule: many',
        '    because: so',
        '    run:',
        '      seconds: 5',
        '      cluster: { broker: pigeon, workers: [] }',
        '    pause: { fact: task-began }',
        '    options: [{ say: a, next: task-started, because: so }]',
      ].join('\n'),
    )
    expect(problems.some((one) => /line 6: "many" is no number of a rule/u.test(one))).toBe(true)
    expect(problems.some((one) => /line 10: .*broker/u.test(one))).toBe(true)
    expect(problems.some((one) => /line 11: There is no fact "task-began"/u.test(one))).toBe(true)
  })

  it('has no two questions of one id, and no question of an unknown kind', () => {
    const one = [
      '  - { id: a, kind: fill-in, level: basic, ask: x, because: y, rule: "1.1", answers: [z] }',
    ]
    expect(problemsOf(['questions:', ...one, ...one].join('\n'))).toEqual([
      expect.stringMatching(/Two questions are called a/u),
    ])
    expect(problemsOf('questions:\n  - { id: a, kind: essay }').join()).toMatch(
      /"kind" must be one of: choice/u,
    )
  })
})

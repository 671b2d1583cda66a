import {
  type Action,
  type ClusterSpec,
  FACT_KINDS,
  parseAction,
  parseClusterSpec,
  type Problem,
  seconds,
} from '../simulator/index.ts'
import type { FileProblem } from './lab.ts'
import {
  KINDS,
  LEVELS,
  type Choice,
  type Decision,
  type Foretold,
  type Pause,
  type Question,
  type QuestionRun,
  type Quiz,
  type Wrong,
} from './quiz.ts'
import { type Field, readYaml } from './yaml-field.ts'

export type ParsedQuiz =
  | { readonly ok: true; readonly quiz: Quiz }
  | { readonly ok: false; readonly problems: readonly FileProblem[] }

const COMMON = {
  required: ['id', 'kind', 'level', 'ask'],
  optional: ['code', 'because', 'rule', 'source', 'see'],
} as const

/** What each kind has besides. */
const KEYS: { readonly [kind in Question['kind']]: readonly string[] } = {
  choice: ['right', 'wrong'],
  'true-false': ['answer', 'proof', 'others'],
  'fill-in': ['answers'],
  scenario: ['decisions'],
  predict: ['run', 'pause', 'options'],
}

type Fields = ReadonlyMap<string, Field>

/** Reads the `quiz.yaml` of a module: `questions`, each with its kind. */
export function parseQuiz(module: string, text: string): ParsedQuiz {
  const { root, problems } = readYaml(`quizzes/${module}/quiz.yaml`, text)
  if (problems.length > 0) return { ok: false, problems }
  const list = root.record({ required: ['questions'] }).get('questions')
  const fields = list?.list() ?? []
  const questions = fields.map(readQuestion)
  questions.forEach(({ id }, at) => {
    if (questions.findIndex((other) => other.id === id) < at)
      fields[at]?.report(`Two questions are called ${id}. Give each an id of its own.`)
  })
  return problems.length > 0 ? { ok: false, problems } : { ok: true, quiz: { module, questions } }
}

function readQuestion(field: Field): Question {
  const kind = field.entries()?.get('kind')?.choice(KINDS) ?? 'choice'
  const fields = field.record({
    required: [...COMMON.required, ...KEYS[kind]],
    optional: COMMON.optional,
  })
  const rules = rulesOf(fields.get('rule'))
  const source = fields.get('source')?.text() ?? null
  if (rules.length === 0 && source === null)
    field.report(
      'Say what this question rests on: "rule" with a number such as "3.26", or "source" with an address.',
    )
  if (kind !== 'scenario' && !fields.has('because'))
    field.report('The setting "because" is missing here.')
  const asked = {
    id: wordOf(fields.get('id')),
    level: fields.get('level')?.choice(LEVELS) ?? 'basic',
    ask: textOf(fields, 'ask'),
    code: fields.get('code')?.text() ?? null,
    because: fields.get('because')?.text() ?? '',
    rules,
    source,
    see: fields.get('see')?.text() ?? null,
  }
  return { ...asked, ...readKind(kind, fields) }
}

type OfKind = Question extends infer Q
  ? Q extends Question
    ? Omit<Q, 'id' | 'level' | 'ask' | 'code' | 'because' | 'rules' | 'source' | 'see'>
    : never
  : never

function readKind(kind: Question['kind'], fields: Fields): OfKind {
  switch (kind) {
    case 'choice':
      return { kind, ...readChoice(fields, 3) }
    case 'true-false': {
      const answer = fields.get('answer')
      const value = answer?.value()
      if (typeof value !== 'boolean') answer?.report('"answer" must be true or false.')
      return {
        kind,
        answer: value === true,
        proof: textOf(fields, 'proof'),
        others: readWrong(fields.get('others'), 2),
      }
    }
    case 'fill-in': {
      const answers = fields.get('answers')
      const list = answers?.list().map((one) => one.text()) ?? []
      if (list.length === 0) answers?.report('Say at least one answer that is accepted.')
      return { kind, answers: list }
    }
    case 'scenario':
      return { kind, decisions: readDecisions(fields.get('decisions')) }
    case 'predict':
      return {
        kind,
        run: readRun(fields.get('run')),
        pause: readPause(fields.get('pause')),
        options: fields.get('options')?.list().map(readForetold) ?? [],
      }
  }
}

function readChoice(fields: Fields, least: number): Choice {
  return { right: textOf(fields, 'right'), wrong: readWrong(fields.get('wrong'), least) }
}

function readWrong(field: Field | undefined, least: number): readonly Wrong[] {
  const list = field?.list() ?? []
  if (field && list.length < least)
    field.report(`There must be at least ${String(least)} wrong answers, each with its "because".`)
  return list.map((one) => {
    const fields = one.record({ required: ['say', 'because'] })
    return { say: textOf(fields, 'say'), because: textOf(fields, 'because') }
  })
}

function readDecisions(field: Field | undefined): readonly Decision[] {
  const list = field?.list() ?? []
  if (field && (list.length < 1 || list.length > 3))
    field.report('A scenario has one to three decisions.')
  return list.map((one) => {
    const fields = one.record({ required: ['ask', 'right', 'wrong', 'because'] })
    return {
      ask: textOf(fields, 'ask'),
      ...readChoice(fields, 2),
      because: textOf(fields, 'because'),
    }
  })
}

const NO_CLUSTER: ClusterSpec = { broker: 'redis', backend: 'redis', app: 'tasks', workers: [] }

function readRun(field: Field | undefined): QuestionRun {
  const fields = field?.record({ required: ['cluster', 'seconds'], optional: ['actions', 'seed'] })
  const cluster = readCluster(fields?.get('cluster'))
  return {
    cluster,
    actions:
      fields
        ?.get('actions')
        ?.list()
        .flatMap((one) => readAction(one, cluster)) ?? [],
    seed: fields?.get('seed')?.whole(1, 1_000_000) ?? 1,
    time: seconds(fields?.get('seconds')?.number(1, 86_400) ?? 1),
  }
}

function readCluster(field: Field | undefined): ClusterSpec {
  const parsed = parseClusterSpec(field?.value())
  if (parsed.ok) return parsed.spec
  for (const { path, sentence } of parsed.problems) field?.at(path).report(`${path}: ${sentence}`)
  return NO_CLUSTER
}

function readAction(field: Field, cluster: ClusterSpec): readonly Action[] {
  const problems: Problem[] = []
  const action = parseAction(field.value(), cluster, '', problems)
  for (const { path, sentence } of problems) field.at(path).report(sentence)
  return action === null || problems.length > 0 ? [] : [action]
}

function readPause(field: Field | undefined): Pause {
  const fields = field?.record({ required: ['fact'], optional: ['nth'] })
  return {
    fact: factOf(fields?.get('fact')),
    nth: fields?.get('nth')?.whole(1, 10_000) ?? 1,
  }
}

function readForetold(field: Field): Foretold {
  const fields = field.record({ required: ['say', 'next', 'because'], optional: ['by', 'of'] })
  return {
    say: textOf(fields, 'say'),
    next: factOf(fields.get('next')),
    by: fields.get('by')?.text() ?? null,
    of: fields.get('of')?.text() ?? null,
    because: textOf(fields, 'because'),
  }
}

function factOf(field: Field | undefined): Foretold['next'] {
  const name = field?.text() ?? ''
  const kind = FACT_KINDS.find((one) => one === name)
  if (kind === undefined) field?.report(`There is no fact "${name}".`)
  return kind ?? 'noted'
}

/** One number or some; each must look like one. */
function rulesOf(field: Field | undefined): readonly string[] {
  if (field === undefined) return []
  const value = field.value()
  const rules = (Array.isArray(value) ? (value as readonly unknown[]) : [value]).map(String)
  for (const rule of rules)
    if (!/^\d+\.\d+b?$/u.test(rule))
      field.report(`"${rule}" is no number of a rule. Write it in quotes, such as "3.26".`)
  return rules
}

function wordOf(field: Field | undefined): string {
  const word = field?.text() ?? ''
  if (!/^[a-z0-9]+(-[a-z0-9]+)*$/u.test(word))
    field?.report(`"${word}" is no id. Use small letters, digits and -, such as late-ack.`)
  return word
}

const textOf = (fields: Fields, key: string): string => fields.get(key)?.text() ?? ''

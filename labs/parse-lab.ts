import { type ClusterSpec, type MachineSpec, seconds } from '../simulator/index.ts'
import { ANSWERS_FILE } from './answers.ts'
import { type CheckWord, parameterProblems } from './checks/check.ts'
import { CHECKS, checkWord } from './checks/index.ts'
import type { DiagnosisWord } from './diagnoses/diagnosis.ts'
import { DIAGNOSES, diagnosisWord } from './diagnoses/index.ts'
import type {
  CheckSpec,
  ClusterBounds,
  FileProblem,
  Files,
  HintSpec,
  Lab,
  LabTitle,
  MachineBounds,
  PodBounds,
} from './lab.ts'
import { slotsIn } from './fill.ts'
import { CLUSTER_FILE, parseCluster } from './parse-cluster.ts'
import { type ParsedAnswers, parseAnswers } from './parse-answers.ts'
import { readAction } from './read-action.ts'
import { readCluster } from './read-cluster.ts'
import { readItems } from './read-items.ts'
import { FAULTS_ALONE, readKnobs } from './read-knobs.ts'
import { type Field, readYaml } from './yaml-field.ts'

export type ParsedLab =
  | { readonly ok: true; readonly lab: Lab }
  | { readonly ok: false; readonly problems: readonly FileProblem[] }

const SHEET = 'lab.yaml'
const STARTER = 'starter/'

const KEYS = {
  required: ['cluster', 'bounds', 'editable', 'limits', 'seeds', 'checks', 'hints', 'mistakes'],
  optional: ['client', 'actions', 'answers', 'stars', 'shrink'],
} as const

/**
 * Reads the folder of a lab: its `title.json`, and the texts of `lab.yaml`, `instructions.md` and
 * `starter/`, by their paths in the folder.
 */
export function parseLab(title: LabTitle, folder: Files): ParsedLab {
  const { root, problems } = readYaml(SHEET, folder[SHEET] ?? '')
  if (problems.length > 0) return { ok: false, problems }
  const fields = root.record(KEYS)
  const missing = KEYS.required.some((key) => !fields.has(key))
  if (missing) return { ok: false, problems }
  const read = <T>(key: string, reader: (field: Field) => T, fallback: T): T => {
    const field = fields.get(key)
    return field === undefined ? fallback : reader(field)
  }
  const starter = Object.fromEntries(
    Object.entries(folder)
      .filter(([path]) => path.startsWith(STARTER))
      .map(([path, text]) => [path.slice(STARTER.length), text]),
  )
  const bounds = read('bounds', readBounds, { processes: 0, workers: [] })
  const base = read('cluster', readCluster, CLUSTER)
  const cluster = parseCluster(starter[CLUSTER_FILE] ?? '', bounds, base)
  const whole = cluster.ok ? cluster.cluster : base
  const asks = read('answers', (field) => readItems(field, whole), [])
  const answers = starterAnswers(asks, starter[ANSWERS_FILE])
  const hints = read('hints', (field) => field.list().map(readHint), [])
  const lab: Lab = {
    ...title,
    instructions: folder['instructions.md'] ?? '',
    client: read<Lab['client']>('client', readClient, null),
    cluster: whole,
    bounds,
    editable: read('editable', (field) => readEditable(field, starter), []),
    starter,
    asks,
    answers: answers.ok ? answers.answers : {},
    actions: read('actions', (field) => field.list().flatMap((one) => readAction(one, whole)), []),
    limits: read('limits', readLimits, { time: 0, facts: 0 }),
    seeds: read('seeds', (field) => field.whole(1, 1000), 1),
    checks: read('checks', readChecks, []),
    stars: read('stars', readChecks, []),
    hints,
    knobs: read('shrink', (field) => readKnobs(field, starter), FAULTS_ALONE),
    mistakes: read('mistakes', (field) => readMistakes(field, hints), {}),
  }
  const inStarter = [cluster, answers]
    .flatMap((parsed) => (parsed.ok ? [] : parsed.problems))
    .map((problem) => ({ ...problem, file: `${STARTER}${problem.file}` }))
  const all = [...problems, ...inStarter]
  return all.length > 0 ? { ok: false, problems: all } : { ok: true, lab }
}

/** A lab that asks nothing has no answers, and needs no file of them. */
const starterAnswers = (asks: Lab['asks'], text: string | undefined): ParsedAnswers =>
  asks.length === 0 && text === undefined
    ? { ok: true, answers: {} }
    : parseAnswers(text ?? '', asks)

const CLUSTER: ClusterSpec = { broker: 'redis', backend: 'redis', app: 'tasks', workers: [] }

function readBounds(field: Field): ClusterBounds {
  if (field.entries()?.has('pods') === true)
    return { processes: 0, workers: [], pods: readPodBounds(field) }
  const fields = field.record({ required: ['processes', 'workers'], optional: ['machines'] })
  const machines = fields.get('machines')
  return {
    processes: fields.get('processes')?.whole(1, 512) ?? 1,
    workers:
      fields
        .get('workers')
        ?.list()
        .map((name) => name.text()) ?? [],
    ...(machines === undefined ? {} : { machines: readMachineBounds(machines) }),
  }
}

function readMachineBounds(field: Field): MachineBounds {
  const fields = field.record({ required: ['names', 'sizes'] })
  return {
    names:
      fields
        .get('names')
        ?.list()
        .map((name) => name.text()) ?? [],
    sizes: fields.get('sizes')?.list().map(readSize) ?? [],
  }
}

function readSize(field: Field): MachineSpec {
  const fields = field.record({ required: ['name', 'cores', 'memory', 'price'] })
  return {
    name: fields.get('name')?.text() ?? '',
    cores: fields.get('cores')?.whole(1, 1024) ?? 1,
    memory: fields.get('memory')?.number(1, 16_777_216) ?? 1,
    price: fields.get('price')?.number(0, 1_000_000) ?? 0,
  }
}

function readPodBounds(field: Field): PodBounds {
  const fields = field.record({ required: ['pods', 'grace'] })
  return {
    most: fields.get('pods')?.whole(1, 50) ?? 1,
    grace: fields.get('grace')?.number(1, 3600) ?? 1,
  }
}

function readClient(field: Field): NonNullable<Lab['client']> {
  const fields = field.record({ required: ['module', 'entry'] })
  return {
    module: fields.get('module')?.text() ?? '',
    entry: fields.get('entry')?.choice(['main', 'script']) ?? 'main',
  }
}

function readEditable(field: Field, starter: Files): readonly string[] {
  return field.list().map((item) => {
    const path = item.text()
    if (path !== '' && !(path in starter)) item.report(`There is no file starter/${path}.`)
    return path
  })
}

function readLimits(field: Field): Lab['limits'] {
  const fields = field.record({ required: ['seconds', 'facts'], optional: ['settle'] })
  const settle = fields.get('settle')
  return {
    time: seconds(fields.get('seconds')?.number(1, 86_400) ?? 1),
    facts: fields.get('facts')?.whole(100, 1_000_000) ?? 100,
    ...(settle === undefined ? {} : { settle: seconds(settle.number(0, 86_400)) }),
  }
}

function readChecks(field: Field): readonly CheckSpec[] {
  return field.list().map((item) => {
    const fields = item.record({ required: ['id', 'title', 'word'], optional: ['with'] })
    return {
      id: fields.get('id')?.text() ?? '',
      title: fields.get('title')?.text() ?? '',
      ...readWord(fields, 'check', CHECKS, checkWord),
    }
  })
}

function readHint(item: Field): HintSpec {
  const fields = item.record({ required: ['id', 'word', 'steps'], optional: ['with'] })
  const { word, parameters } = readWord(fields, 'diagnosis', DIAGNOSES, diagnosisWord)
  const slots = diagnosisWord(word)?.slots ?? []
  const steps = fields
    .get('steps')
    ?.list()
    .map((step) => {
      const text = step.text()
      for (const slot of slotsIn(text)) {
        if (!slots.includes(slot))
          step.report(`${word} finds no {${slot}}. It finds: ${slots.join(', ')}.`)
      }
      return text
    })
  return { id: fields.get('id')?.text() ?? '', word, parameters, steps: steps ?? [] }
}

type Word = Pick<CheckWord, 'parameters' | 'optional'> | Pick<DiagnosisWord, 'parameters'>

/** A word of one of the two families, and what is said to it. */
function readWord(
  fields: ReadonlyMap<string, Field>,
  family: string,
  known: { readonly [word: string]: Word },
  find: (word: string) => Word | undefined,
): Pick<CheckSpec, 'word' | 'parameters'> {
  const field = fields.get('word')
  const word = field?.text() ?? ''
  const found = find(word)
  if (found === undefined) {
    field?.report(
      `There is no ${family} word "${word}". There are: ${Object.keys(known).join(', ')}.`,
    )
    return { word, parameters: {} }
  }
  return { word, parameters: readParameters(fields.get('with'), found, field) }
}

function readParameters(
  field: Field | undefined,
  known: Word,
  word: Field | undefined,
): { readonly [name: string]: unknown } {
  const optional = 'optional' in known ? (known.optional ?? {}) : {}
  const kinds = { ...known.parameters, ...optional }
  const names = Object.keys(known.parameters)
  if (field === undefined) {
    if (names.length > 0) word?.report(`This word needs "with": ${names.join(', ')}.`)
    return {}
  }
  const values: Record<string, unknown> = {}
  const keys = { required: names, optional: Object.keys(optional) }
  for (const [name, given] of field.record(keys)) {
    const kind = Object.hasOwn(kinds, name) ? kinds[name] : undefined
    if (kind === undefined) continue
    values[name] = given.value()
    for (const { path, sentence } of parameterProblems(kind, name, values[name]))
      given.at(path).report(sentence)
  }
  return values
}

function readMistakes(field: Field, hints: readonly HintSpec[]): Lab['mistakes'] {
  const mistakes: Record<string, string> = {}
  for (const [folder, hint] of field.entries() ?? []) {
    mistakes[folder] = hint.text()
    if (!hints.some(({ id }) => id === mistakes[folder]))
      hint.report(`There is no hint "${mistakes[folder]}" in this lab.`)
  }
  return mistakes
}

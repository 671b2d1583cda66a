import type { ClusterSpec, Json } from '../simulator/index.ts'
import type {
  ChoiceItem,
  CurveItem,
  Item,
  LineSpec,
  MatrixItem,
  OptionSpec,
  Path,
} from './answers.ts'
import { isPlace } from './apply-answers.ts'
import { readAction, readPlan } from './read-action.ts'
import type { Field } from './yaml-field.ts'

const KINDS = ['slider', 'choice', 'matrix', 'curve'] as const

const NAMED = { required: ['title'], optional: ['note'] }

const KEYS = {
  slider: ['unit', 'from', 'to', 'step', 'sets'],
  choice: ['options', 'at'],
  matrix: ['rows', 'columns', 'task', 'until'],
  curve: ['unit', 'from', 'every', 'count', 'most', 'service'],
} as const satisfies { readonly [kind in Item['kind']]: readonly string[] }

/** A slider may set nothing: then it is a prediction. The actions of a choice most often say when they happen. */
const OPTIONAL = new Set<string>(['sets', 'at'])

/** Reads `answers` of a `lab.yaml`: what the lab asks. */
export function readItems(field: Field, cluster: ClusterSpec): readonly Item[] {
  const items = field.list().flatMap((one) => readItem(one, cluster))
  checkMoments(field, items)
  for (const [index, { id }] of items.entries())
    if (items.findIndex((other) => other.id === id) < index)
      field.report(`Two answers are called "${id}". Give each a name of its own.`)
  return items
}

/** Who says when the actions of a choice happen is a choice too. */
function checkMoments(field: Field, items: readonly Item[]): void {
  for (const item of items) {
    if (item.kind !== 'choice' || item.at === null) continue
    const { id, at } = item
    if (!items.some((one) => one.kind === 'choice' && one.id === at))
      field.report(`"${id}" leaves it to "${at}" when its actions happen; there is no such choice.`)
  }
}

function readItem(field: Field, cluster: ClusterSpec): readonly Item[] {
  const entries = field.entries()
  const kind = KINDS.find((one) => entries?.has(one) === true)
  if (kind === undefined) {
    if (entries !== null)
      field.report(`An answer is one of: ${KINDS.join(', ')}; "slider: speed" names one.`)
    return []
  }
  const keys = KEYS[kind]
  const fields = field.record({
    required: [kind, ...NAMED.required, ...keys.filter((key) => !OPTIONAL.has(key))],
    optional: [...NAMED.optional, ...keys.filter((key) => OPTIONAL.has(key))],
  })
  const named = {
    id: fields.get(kind)?.text() ?? '',
    title: fields.get('title')?.text() ?? '',
    note: fields.get('note')?.text() ?? '',
  }
  if (kind === 'slider') return [{ kind, ...named, ...slider(fields, cluster) }]
  if (kind === 'choice') return [{ kind, ...named, ...choice(fields, cluster) }]
  if (kind === 'matrix') return [{ kind, ...named, ...matrix(fields, cluster) }]
  return [{ kind, ...named, ...curve(fields, cluster) }]
}

type Fields = ReadonlyMap<string, Field>

const MOST = 1_000_000_000

const numberOf = (fields: Fields, key: string, least = 0, most = MOST): number =>
  fields.get(key)?.number(least, most) ?? least

function slider(fields: Fields, cluster: ClusterSpec) {
  const from = numberOf(fields, 'from')
  const sets = fields.get('sets')
  return {
    unit: unitOf(fields),
    from,
    to: numberOf(fields, 'to', from),
    step: numberOf(fields, 'step', 0.001),
    sets: sets === undefined ? null : pathOf(sets, cluster),
  }
}

/** A unit may be none: a factor, a count. */
const unitOf = (fields: Fields): string => {
  const value = fields.get('unit')?.value()
  return typeof value === 'string' ? value : ''
}

function pathOf(field: Field, cluster: ClusterSpec): Path {
  const path = field.list().map((key) => key.text())
  if (!isPlace(cluster, path)) field.report(`The cluster has no place ${path.join(' > ')}.`)
  return path
}

const choice = (fields: Fields, cluster: ClusterSpec): Pick<ChoiceItem, 'options' | 'at'> => ({
  options: options(fields, cluster),
  at: fields.get('at')?.text() ?? null,
})

function options(fields: Fields, cluster: ClusterSpec): ChoiceItem['options'] {
  return (fields.get('options')?.list() ?? []).map((one): OptionSpec => {
    const option = one.record({ required: ['id', 'title'], optional: ['sets', 'actions', 'when'] })
    const when = option.get('when')
    const sets = option.get('sets')?.list() ?? []
    return {
      id: option.get('id')?.text() ?? '',
      title: option.get('title')?.text() ?? '',
      sets: sets.map((setting) => {
        const parts = setting.record({ required: ['path', 'to'] })
        const path = parts.get('path')
        return {
          path: path === undefined ? [] : pathOf(path, cluster),
          to: (parts.get('to')?.value() ?? null) as Json,
        }
      }),
      actions: (option.get('actions')?.list() ?? []).flatMap((act) => readAction(act, cluster)),
      when: when === undefined ? null : readPlan(when, cluster),
    }
  })
}

function matrix(
  fields: Fields,
  cluster: ClusterSpec,
): Omit<MatrixItem, 'kind' | 'id' | 'title' | 'note'> {
  return {
    rows: linesOf(fields, 'rows'),
    columns: linesOf(fields, 'columns'),
    task: nameOf(fields.get('task'), cluster.tasks ?? [], 'modelled task'),
    until: numberOf(fields, 'until', 1, 86_400),
  }
}

function linesOf(fields: Fields, key: string): readonly LineSpec[] {
  return (fields.get(key)?.list() ?? []).map((one) => {
    const line = one.record({ required: ['id', 'title', 'with'] })
    const values = [...(line.get('with')?.entries() ?? [])].map(([item, value]) => [
      item,
      value.value() as string | number,
    ])
    return {
      id: line.get('id')?.text() ?? '',
      title: line.get('title')?.text() ?? '',
      with: Object.fromEntries(values) as LineSpec['with'],
    }
  })
}

function curve(
  fields: Fields,
  cluster: ClusterSpec,
): Omit<CurveItem, 'kind' | 'id' | 'title' | 'note'> {
  return {
    unit: unitOf(fields),
    from: numberOf(fields, 'from'),
    every: numberOf(fields, 'every', 1),
    count: fields.get('count')?.whole(2, 40) ?? 2,
    most: numberOf(fields, 'most', 1),
    service: nameOf(fields.get('service'), cluster.services ?? [], 'service'),
  }
}

function nameOf(
  field: Field | undefined,
  known: readonly { readonly name: string }[],
  what: string,
): string {
  const name = field?.text() ?? ''
  if (name !== '' && known.every((one) => one.name !== name))
    field?.report(
      `There is no ${what} "${name}" in this cluster. There are: ${known.map((one) => one.name).join(', ')}.`,
    )
  return name
}

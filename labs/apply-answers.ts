import type { Action, ClusterSpec, Json } from '../simulator/index.ts'
import type { Answers, Item, OptionSpec, Path, Setting } from './answers.ts'

/** The cluster as the answers make it: sliders and choices set what they name. */
export function applyAnswers(
  cluster: ClusterSpec,
  items: readonly Item[],
  answers: Answers,
): ClusterSpec {
  const settings = items.flatMap((item) => settingsOf(item, answers))
  // A cluster is plain data, and each path was found in it when the lab was read.
  return settings.reduce<unknown>(
    (changed, { path, to }) => setAt(changed, path, to),
    cluster,
  ) as ClusterSpec
}

function settingsOf(item: Item, answers: Answers): readonly Setting[] {
  const value = answers[item.id]
  if (item.kind === 'slider' && item.sets !== null && typeof value === 'number')
    return [{ path: item.sets, to: value }]
  if (item.kind === 'choice') return item.options.find(({ id }) => id === value)?.sets ?? []
  return []
}

/** What happens from outside because of what was chosen. */
export const actionsOf = (items: readonly Item[], answers: Answers): readonly Action[] =>
  items.flatMap((item) => {
    if (item.kind !== 'choice') return []
    const actions = chosen(items, answers, item.id)?.actions ?? []
    if (item.at === null) return actions
    const when = chosen(items, answers, item.at)?.when ?? null
    return when === null
      ? []
      : actions.map((action) => ({ ...action, on: when.on, after: when.after + action.after }))
  })

/** The option of a choice that was taken. */
function chosen(items: readonly Item[], answers: Answers, id: string): OptionSpec | undefined {
  const item = items.find((one) => one.id === id)
  return item?.kind === 'choice' ? item.options.find((one) => one.id === answers[id]) : undefined
}

/** Is there a place for a value at this path? The last key may be new. */
export function isPlace(cluster: unknown, path: Path): boolean {
  const [key, ...rest] = path
  if (key === undefined) return false
  if (rest.length === 0) return isMap(cluster)
  return isPlace(inside(cluster, key), rest)
}

function inside(value: unknown, key: string): unknown {
  if (Array.isArray(value)) return value.find((one) => isMap(one) && one['name'] === key)
  return isMap(value) && Object.hasOwn(value, key) ? value[key] : undefined
}

function setAt(value: unknown, [key, ...rest]: Path, to: Json): unknown {
  if (key === undefined) return to
  if (Array.isArray(value))
    return value.map((one: unknown) =>
      isMap(one) && one['name'] === key ? setAt(one, rest, to) : one,
    )
  return isMap(value) ? { ...value, [key]: setAt(value[key], rest, to) } : value
}

const isMap = (value: unknown): value is { readonly [key: string]: unknown } =>
  typeof value === 'object' && value !== null && !Array.isArray(value)

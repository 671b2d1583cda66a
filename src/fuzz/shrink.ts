import type { FuzzCase, Op, Plan } from './case.ts'

/** Each list without one of its items, the longer cuts first. */
function* shorter<T>(list: readonly T[]): Generator<readonly T[]> {
  if (list.length > 3) {
    const half = list.length >> 1
    yield list.slice(0, half)
    yield list.slice(half)
  }
  for (let i = list.length - 1; i >= 0; i--) yield list.toSpliced(i, 1)
}

/** Cases with less in them, the boldest cuts first. */
function* smaller(one: FuzzCase): Generator<FuzzCase> {
  for (const actions of shorter(one.actions)) yield { ...one, actions }
  const { cluster, plan } = one
  if (plan !== null) for (const less of smallerPlans(plan)) yield { ...one, plan: less }
  if (cluster.load !== undefined && cluster.load.length > 0) {
    for (const load of shorter(cluster.load)) yield { ...one, cluster: { ...cluster, load } }
    if (plan !== null) yield { ...one, cluster: { ...cluster, load: [], tasks: [] } }
  }
  if (cluster.workers.length > 1)
    for (const workers of shorter(cluster.workers))
      yield { ...one, cluster: { ...cluster, workers } }
  for (const name of Object.keys(cluster.settings ?? {})) {
    const { [name]: _gone, ...settings } = cluster.settings ?? {}
    yield { ...one, cluster: { ...cluster, settings } }
  }
}

function* smallerPlans(plan: Plan): Generator<Plan> {
  for (const main of shorter<Op>(plan.main)) yield { ...plan, main }
  for (const [name, task] of Object.entries(plan.tasks)) {
    const put = (next: Partial<typeof task>): Plan => ({
      ...plan,
      tasks: { ...plan.tasks, [name]: { ...task, ...next } },
    })
    for (const body of shorter<Op>(task.body)) yield put({ body })
    if (Object.keys(task.options).length > 0) yield put({ options: {} })
  }
}

/** How many smaller cases are tried at most. */
const PATIENCE = 400

/** The smallest case that is still bad, found by leaving things out one after the other. */
export function shrink(one: FuzzCase, isBad: (smaller: FuzzCase) => boolean): FuzzCase {
  let best = one
  let tried = 0
  for (;;) {
    let found: FuzzCase | null = null
    for (const candidate of smaller(best)) {
      if (++tried > PATIENCE) return best
      if (!isBad(candidate)) continue
      found = candidate
      break
    }
    if (found === null) return best
    best = found
  }
}

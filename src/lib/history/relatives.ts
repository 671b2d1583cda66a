import type { History } from './history.ts'

/** Ids of a task's ancestors and descendants, without itself; empty where nothing is selected. */
export function relativesOf(history: History, id: string | null): ReadonlySet<string> {
  const kin = new Set<string>()
  const task = history.byId(id)
  if (!task) return kin
  for (let up = history.byId(task.parent); up && !kin.has(up.id); up = history.byId(up.parent)) {
    kin.add(up.id)
  }
  const open = [...task.children]
  for (let next = open.pop(); next !== undefined; next = open.pop()) {
    const child = history.tasks[next]
    if (!child || kin.has(child.id)) continue
    kin.add(child.id)
    open.push(...child.children)
  }
  kin.delete(task.id)
  return kin
}

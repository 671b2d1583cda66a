import { CeleryError } from '../messages/python-error.ts'
import type { ResultTree } from '../program.ts'

/** A result object in the making: freezing hangs parents under it afterwards. */
export interface ResultNode {
  readonly id: string
  /** Null for the result of one task, the members' for a group. */
  readonly results: readonly ResultNode[] | null
  parent: ResultNode | null
  readonly ignored: boolean
}

/** The result of one task. */
export const taskResult = (id: string, ignored = false): ResultNode => ({
  id,
  results: null,
  parent: null,
  ignored,
})

/** The result of a group. */
export const groupResult = (id: string, results: readonly ResultNode[]): ResultNode => ({
  id,
  results,
  parent: null,
  ignored: false,
})

/** Hangs a chord's header under the result of its body: under the oldest that has no parent. */
export function hangHeader(body: ResultNode, header: ResultNode): void {
  const seen = new Set<string>()
  let node = body
  for (;;) {
    if (seen.has(node.id))
      throw new CeleryError('builtins.RuntimeError', 'Recursive result parents')
    seen.add(node.id)
    if (node.parent === null) {
      node.parent = header
      return
    }
    node = node.parent
  }
}

/** The oldest ancestor of a result, itself without any. */
export function oldest(node: ResultNode): ResultNode {
  let found = node
  while (found.parent !== null) found = found.parent
  return found
}

/** Plain data of a result and all it hangs on. */
export function toTree(node: ResultNode): ResultTree {
  const parent = node.parent === null ? null : toTree(node.parent)
  if (node.results !== null) {
    return { type: 'GroupResult', id: node.id, parent, results: node.results.map(toTree) }
  }
  const tree = { type: 'AsyncResult', id: node.id, parent } as const
  return node.ignored ? { ...tree, ignored: true } : tree
}

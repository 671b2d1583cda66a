import type { Settings } from '../routing/settings.ts'
import {
  bodyOf,
  clone,
  headerTasks,
  newChain,
  newChord,
  requiredBody,
  tasksOf,
  unrolled,
} from './shapes.ts'
import type { Draft } from './draft.ts'
import { draftsOf } from './draft.ts'
import { link, linkError } from './links.ts'

/** The `|` of two signatures (table 5B). */
export function or(left: Draft, right: Draft, settings: Settings): Draft {
  if (left.type === 'chain') return chainOr(left, right, settings)
  if (left.type === 'group') return newChord(left, right)
  if (left.type === 'chord') return chordOr(left, right, settings)
  return plainOr(left, right, settings)
}

/** `chain(...)` of several signatures: all of them joined by `|` (rule 5.10). */
export function chainOf(tasks: readonly Draft[], settings: Settings): Draft {
  return tasks.reduce((chain, task) => or(chain, task, settings), newChain([]))
}

/** Clones of a chain's tasks; its links go to the last one, its errbacks to each. */
export function unchained(chain: Draft, settings: Settings): Draft[] {
  const tasks = tasksOf(chain).items.map((task) => clone(task))
  const last = tasks.at(-1)
  if (last !== undefined) {
    for (const callback of draftsOf(chain.options['link'])) link(last, callback)
  }
  for (const errback of draftsOf(chain.options['link_error'])) {
    for (const task of tasks) linkError(task, errback, settings)
  }
  return tasks
}

function plainOr(left: Draft, right: Draft, settings: Settings): Draft {
  if (right.type === 'chain') return newChain([left, ...unchained(right, settings)])
  return newChain([left, unrolled(right)])
}

function chordOr(chord: Draft, right: Draft, settings: Settings): Draft {
  const task = unrolled(right)
  const extendsBody = (right.type !== 'group' && right.type !== 'chain') || task !== right
  return extendsBody
    ? withLongerBody(clone(chord), task, settings)
    : plainOr(chord, right, settings)
}

function withLongerBody(chord: Draft, next: Draft, settings: Settings): Draft {
  chord.kwargs['body'] = or(requiredBody(chord), next, settings)
  return chord
}

function chainOr(chain: Draft, right: Draft, settings: Settings): Draft {
  if (right.type === 'chain') {
    return unchained(right, settings).reduce((left, task) => or(left, task, settings), chain)
  }
  if (right.type === 'group') return chainOrGroup(chain, right, settings)
  const last = tasksOf(chain).items.at(-1)
  if (last?.type === 'group') return withChordAtEnd(clone(chain), right, settings)
  if (last?.type === 'chord' && right.type !== 'chord') {
    const copy = clone(chain)
    const tail = tasksOf(copy).items.at(-1)
    if (tail !== undefined) withLongerBody(tail, right, settings)
    return copy
  }
  return newChain([...unchained(chain, settings), right])
}

function chainOrGroup(chain: Draft, group: Draft, settings: Settings): Draft {
  const single = unrolled(group)
  if (single.type !== 'group') return chainOr(chain, single, settings)
  const tasks = unchained(chain, settings)
  const last = tasks.at(-1)
  if (last === undefined) return group
  if (last.type !== 'chord') return newChain([...tasks, single])
  withLongerBody(last, single, settings)
  return newChain(tasks)
}

/** The group at the end becomes a chord; two chords in a row become one with a longer body. */
function withChordAtEnd(chain: Draft, body: Draft, settings: Settings): Draft {
  const tasks = tasksOf(chain).items
  const group = tasks.pop()
  if (group === undefined) return chain
  const chord = newChord(group, body)
  const before = tasks.at(-1)
  if (before?.type === 'chord') withLongerBody(before, chord, settings)
  else tasks.push(chord)
  return chain
}

/** Completions that a chord must wait for (rule 5.34): a chain's last, a chord's body, all of a group. */
export function chordSize(draft: Draft): number {
  if (draft.type === 'group') return sum(tasksOf(draft).items)
  if (draft.type === 'chord') {
    const body = bodyOf(draft)
    return body === null ? sum(headerTasks(draft).items) : chordSize(body)
  }
  if (draft.type !== 'chain') return 1
  const sizes = tasksOf(draft).items.map(chordSize)
  return sizes.findLast((size) => size > 0) ?? 0
}

const sum = (drafts: readonly Draft[]): number =>
  drafts.reduce((total, draft) => total + chordSize(draft), 0)

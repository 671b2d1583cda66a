import type { Draft } from './draft.ts'
import type { Actor } from './entry.ts'
import type { FactKind } from './facts.ts'
import type { Fold } from './fold-type.ts'
import type { ThreadPicture } from './picture.ts'

/** Web fronts and their visitors. */
export const FOLD_FRONTS = {
  'request-arrived': (draft, { actor, time, detail: { number, method, path } }) => {
    const front = draft.front(actor.name)
    const visit = { number, method, path, since: time, left: false }
    draft.putFront({ ...front, waiting: [...front.waiting, visit] })
  },
  'request-started': (draft, { actor, time, detail: { number, method, path } }) => {
    const thread = threadOf(actor)
    if (thread === null) return
    const front = draft.front(thread.front)
    const waiting = front.waiting.filter((visit) => visit.number !== number)
    draft.putFront({ ...front, waiting })
    const visit = { number, method, path, since: time, left: false }
    setThread(draft, thread.front, { index: thread.index, visit, waitsFor: null })
  },
  'request-handled': (draft, { actor }) => {
    const thread = threadOf(actor)
    if (thread === null) return
    setThread(draft, thread.front, { index: thread.index, visit: null, waitsFor: null })
  },
} satisfies { readonly [K in FactKind]?: Fold<K> }

/** Its visitor has an answer, or has lost patience: then the thread goes on for nobody. */
export function leaveFront(draft: Draft, name: string, number: number): void {
  const front = draft.front(name)
  const thread = front.threads.find(({ visit }) => visit?.number === number)
  if (thread?.visit) setThread(draft, name, { ...thread, visit: { ...thread.visit, left: true } })
  else if (front.waiting.some((visit) => visit.number === number))
    draft.putFront({ ...front, waiting: front.waiting.filter((visit) => visit.number !== number) })
}

/** What the handler in a thread of a front waits for; nothing of anybody else. */
export function threadWaits(
  draft: Draft,
  actor: Actor,
  waitsFor: ThreadPicture['waitsFor'],
): boolean {
  const thread = actor.kind === 'service' ? threadOf(actor) : null
  if (thread === null) return false
  const known = draft.front(thread.front).threads.find(({ index }) => index === thread.index)
  if (known) setThread(draft, thread.front, { ...known, waitsFor })
  return true
}

/** The thread that an actor is: `shop.org/3` is the third of `shop.org`. */
export function threadOf({
  name,
}: Actor): { readonly front: string; readonly index: number } | null {
  const at = name.lastIndexOf('/')
  return at < 0 ? null : { front: name.slice(0, at), index: Number(name.slice(at + 1)) }
}

function setThread(draft: Draft, name: string, thread: ThreadPicture): void {
  const front = draft.front(name)
  const others = front.threads.filter(({ index }) => index !== thread.index)
  const threads = [...others, thread].toSorted((one, other) => one.index - other.index)
  draft.putFront({ ...front, threads })
}

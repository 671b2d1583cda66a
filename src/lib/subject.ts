import type { NodeRef } from './hands/acts.ts'

/** What the inspector looks at: one thing of the cluster, by its name or its task's id. */
export interface Subject {
  readonly kind: 'task' | 'message' | 'queue' | 'exchange' | 'worker' | 'process' | 'service'
  /** A task's id (of a message: that of its task), or the name that the log gives it. */
  readonly id: string
}

/** The word for each kind of thing. */
export const SUBJECT_WORDS: Readonly<Record<Subject['kind'], string>> = {
  task: 'Task',
  message: 'Message',
  queue: 'Queue',
  exchange: 'Exchange',
  worker: 'Worker',
  process: 'Process',
  service: 'Service',
}

export const sameSubject = (one: Subject | null, other: Subject | null): boolean =>
  one?.kind === other?.kind && one?.id === other?.id

/** A thing on the stage as the inspector looks at it; null where it knows no such thing. */
export function subjectOf(node: NodeRef): Subject | null {
  switch (node.kind) {
    case 'process':
      return { kind: 'process', id: `${node.name}/${String(node.index)}` }
    case 'queue':
    case 'worker':
    case 'service':
    case 'task':
      return { kind: node.kind, id: node.name }
    default:
      return null
  }
}

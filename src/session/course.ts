/** Loaded with the first intent to run: the machine and the thread behind a sitting. */
import { createActor } from 'xstate'
import { BROKEN, ThreadClient } from '../thread/client.ts'
import type { Loading } from '../thread/client.ts'
import type { Ending, GradeReport, Pull, RunSpec, Word } from '../thread/protocol.ts'
import { sittingMachine } from './sitting.machine.ts'
import type { SittingEvent } from './sitting.machine.ts'

export type Phase =
  | 'idle'
  | 'loading'
  | 'starting'
  | 'running'
  | 'stopping'
  | 'grading'
  | 'graded'
  | 'ended'
  | 'failed'

/** How a sitting stands, after every step of its machine. */
export interface Standing {
  readonly phase: Phase
  readonly ending: Ending | null
  readonly error: string | null
  readonly cut: boolean
  readonly silent: boolean
  readonly report: GradeReport | null
  readonly graded: { readonly done: number; readonly of: number } | null
}

export interface CourseHooks {
  readonly hear: (pull: Pull, run: RunSpec) => void
  readonly hearWords: (words: readonly Word[], run: RunSpec) => void
  readonly onStanding: (standing: Standing) => void
  readonly onLoading: (loading: Loading | null) => void
}

export interface Course {
  send(event: SittingEvent): void
  /** Begins to load Python; nothing is shown if that fails, the next run will say so. */
  warm(): void
  end(): void
  /** As `end`, and gives back the memory that only a next thread would need. */
  sleep(): void
}

const PHASES: readonly Phase[] = [
  'idle',
  'loading',
  'starting',
  'running',
  'stopping',
  'grading',
  'graded',
  'ended',
  'failed',
]

/** Begins the course of a sitting, with Python or without; `root` is the folder of the product. */
export function beginCourse(root: string, python: boolean, hooks: CourseHooks): Course {
  const link = new ThreadClient(root, python, {
    onLoading: hooks.onLoading,
    onTold: (batch) => actor.send({ type: 'told', batch }),
    onWords: (words) => {
      const { run } = actor.getSnapshot().context
      if (run) hooks.hearWords(words, run)
    },
    onLost: (sentence) => actor.send({ type: 'lost', sentence }),
  })
  const hear: CourseHooks['hear'] = (pull, run) => {
    try {
      hooks.hear(pull, run)
    } catch (error) {
      // The log found what the look at the message could not: two actors of one name, say.
      throw new Error(BROKEN, { cause: error })
    }
  }
  const actor = createActor(sittingMachine, { input: { link, hear, nextFrame } })
  actor.subscribe(({ value, context }) => {
    const phase = PHASES.find((known) => known === value)
    // `cut` is passed through in one step and never seen.
    if (phase) hooks.onStanding({ phase, ...context })
  })
  actor.start()
  return {
    send: (event) => actor.send(event),
    warm: () => {
      link.ready().catch(() => undefined)
    },
    end: () => {
      actor.stop()
      link.end()
    },
    sleep: () => {
      actor.stop()
      link.sleep()
    },
  }
}

/** The next frame, or a quarter of a second: a hidden page has no frames and still wants its facts. */
function nextFrame(): Promise<void> {
  return new Promise((resolve) => {
    const late = setTimeout(resolve, 250)
    requestAnimationFrame(() => {
      clearTimeout(late)
      resolve()
    })
  })
}

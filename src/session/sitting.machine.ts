/** The course of a sitting: from nothing, through loading Python and running, to an ending; and grading. */
import type { LogBatch } from '../../simulator/index.ts'
import { assign, fromCallback, fromPromise, setup } from 'xstate'
import { DEAF, deafAfter, givenUp, Watchdog } from './watchdog.ts'
import type { Ending, GradeJob, GradeReport, Pull, RunSpec } from '../thread/protocol.ts'

/** What the machine needs from the lab thread; `src/thread/client.ts` is the real one. */
export interface Link {
  /** Loads Python into the thread; at once where that is done. */
  ready(): Promise<void>
  start(run: RunSpec): Promise<void>
  pull(): Promise<Pull>
  stop(): Promise<void>
  grade(job: GradeJob): Promise<GradeReport>
  grading(): Promise<{ readonly done: number; readonly of: number }>
  /** Ends the thread, whatever it does, and begins another. */
  replace(): void
}

/** How long the thread has to answer Stop before it is ended, in milliseconds of the wall clock. */
export const PATIENCE = 700

export interface SittingInput {
  readonly link: Link
  /** Called with every pull, and the run it belongs to: the last one may come when another has begun. */
  readonly hear: (pull: Pull, run: RunSpec) => void
  /** Resolves when it is time for the next pull: a frame, or a little while in a hidden tab. */
  readonly nextFrame: () => Promise<void>
}

interface Pumping extends SittingInput {
  readonly run: RunSpec | null
  readonly deaf: number
}

interface Context extends SittingInput {
  readonly run: RunSpec | null
  readonly job: GradeJob | null
  readonly ending: Ending | null
  readonly report: GradeReport | null
  readonly graded: { readonly done: number; readonly of: number } | null
  readonly error: string | null
  /** The last Stop was not heard, so the thread had to be ended. */
  readonly cut: boolean
  /** The thread has not answered for some seconds. */
  readonly silent: boolean
  /** After so long without an answer the thread is given up: the slowest loading of Python decides. */
  readonly deaf: number
}

export type SittingEvent =
  | { readonly type: 'run'; readonly run: RunSpec }
  | { readonly type: 'check'; readonly job: GradeJob }
  | { readonly type: 'stop' }
  | { readonly type: 'lost'; readonly sentence: string }
  /** Facts that came ahead of a pull: of a body, say, that never comes back. */
  | { readonly type: 'told'; readonly batch: LogBatch }
  | { readonly type: 'silent'; readonly silent: boolean }
  | { readonly type: 'pulled'; readonly pull: Pull }
  | { readonly type: 'graded'; readonly done: number; readonly of: number }

const sentenceOf = (error: unknown): string =>
  error instanceof Error ? error.message : String(error)

const failed = (sentence: string): Ending => ({ kind: 'failed', sentence })

const watchdog = (send: (event: SittingEvent) => void, deaf: number): Watchdog =>
  new Watchdog({
    deaf,
    onSilent: (silent) => send({ type: 'silent', silent }),
    onDeaf: () => send({ type: 'lost', sentence: givenUp(deaf) }),
  })

export const sittingMachine = setup({
  types: {
    context: {} as Context,
    input: {} as SittingInput,
    events: {} as SittingEvent,
  },
  actors: {
    /** Gives how long it took, in milliseconds. */
    boot: fromPromise(async ({ input }: { input: { link: Link } }) => {
      const since = performance.now()
      await input.link.ready()
      return performance.now() - since
    }),
    start: fromPromise(async ({ input }: { input: { link: Link; run: RunSpec | null } }) => {
      if (input.run) await input.link.start(input.run)
    }),
    /** Pulls one batch per frame until the run is over. */
    pump: fromCallback<SittingEvent, Pumping>(({ input, sendBack }) => {
      let ended = false
      const going = (): boolean => !ended
      const dog = watchdog(sendBack, input.deaf)
      const loop = async (): Promise<void> => {
        while (going()) {
          const pull = await dog.over(input.link.pull())
          // Heard even after Stop: the thread counts these facts as told.
          if (input.run) input.hear(pull, input.run)
          if (!going()) return
          sendBack({ type: 'pulled', pull })
          if (pull.status.kind === 'ended') return
          await input.nextFrame()
        }
      }
      loop().catch((error: unknown) => {
        if (going()) sendBack({ type: 'lost', sentence: sentenceOf(error) })
      })
      return () => {
        ended = true
        dog.end()
      }
    }),
    /** Asks for an end and fetches what was still logged. */
    stop: fromPromise(async ({ input }: { input: Pumping }) => {
      await input.link.stop()
      const pull = await input.link.pull()
      if (input.run) input.hear(pull, input.run)
    }),
    grade: fromPromise<GradeReport, { link: Link; job: GradeJob | null }>(({ input }) => {
      if (!input.job) throw new Error('There is nothing to check.')
      return input.link.grade(input.job)
    }),
    progress: fromCallback<SittingEvent, Pumping>(({ input, sendBack }) => {
      let ended = false
      const going = (): boolean => !ended
      const dog = watchdog(sendBack, input.deaf)
      const loop = async (): Promise<void> => {
        while (going()) {
          const { done, of } = await dog.over(input.link.grading())
          if (going()) sendBack({ type: 'graded', done, of })
          await new Promise((resolve) => setTimeout(resolve, 150))
        }
      }
      // Progress is a courtesy: `grade` itself says what went wrong.
      loop().catch(() => undefined)
      return () => {
        ended = true
        dog.end()
      }
    }),
  },
  actions: {
    keepEnding: assign(({ event }) =>
      event.type === 'pulled' && event.pull.status.kind === 'ended'
        ? { ending: event.pull.status.ending }
        : {},
    ),
    hearTold: ({ context: { run, hear }, event }) => {
      if (event.type !== 'told' || run === null) return
      const { batch } = event
      hear({ batch, status: { kind: 'running', time: batch.times.at(-1) ?? 0 } }, run)
    },
    /** Python that has grown or broken makes place for another while the learner looks at the run. */
    renew: ({ context, event }) => {
      if (event.type !== 'pulled' || event.pull.status.kind !== 'ended') return
      if (event.pull.status.worn) context.link.replace()
    },
  },
  delays: { patience: PATIENCE },
}).createMachine({
  id: 'sitting',
  context: ({ input }) => ({
    ...input,
    run: null,
    job: null,
    ending: null,
    report: null,
    graded: null,
    error: null,
    cut: false,
    silent: false,
    deaf: DEAF,
  }),
  initial: 'idle',
  on: {
    run: {
      target: '.loading',
      actions: assign(({ event }) => ({
        run: event.run,
        job: null,
        ending: null,
        error: null,
        cut: false,
        silent: false,
      })),
    },
    check: {
      target: '.loading',
      actions: assign(({ event }) => ({
        job: event.job,
        run: null,
        report: null,
        graded: null,
        error: null,
        cut: false,
        silent: false,
      })),
    },
    told: { actions: 'hearTold' },
    silent: { actions: assign(({ event }) => ({ silent: event.silent })) },
    lost: {
      target: '.failed',
      actions: [
        ({ context }) => context.link.replace(),
        assign(({ event }) => ({ error: event.sentence, ending: failed(event.sentence) })),
      ],
    },
  },
  states: {
    idle: {},
    loading: {
      invoke: {
        src: 'boot',
        input: ({ context }) => ({ link: context.link }),
        onDone: {
          target: 'loaded',
          actions: assign(({ context, event }) => ({
            deaf: Math.max(context.deaf, deafAfter(event.output)),
          })),
        },
        onError: {
          target: 'failed',
          actions: [
            ({ context }) => context.link.replace(),
            assign(({ event }) => ({ error: sentenceOf(event.error) })),
          ],
        },
      },
      // Python goes on loading by itself: the next run will want it.
      on: { stop: { target: 'ended', actions: assign({ ending: { kind: 'stopped' } }) } },
    },
    loaded: {
      always: [
        { guard: ({ context }) => context.job !== null, target: 'grading' },
        { target: 'starting' },
      ],
    },
    starting: {
      invoke: {
        src: 'start',
        input: ({ context }) => ({ link: context.link, run: context.run }),
        onDone: 'running',
        onError: {
          target: 'failed',
          actions: assign(({ event }) => ({ error: sentenceOf(event.error) })),
        },
      },
      on: { stop: 'stopping' },
    },
    running: {
      invoke: { src: 'pump', input: ({ context }) => context },
      on: {
        pulled: [
          {
            guard: ({ event }) => event.pull.status.kind === 'ended',
            target: 'ended',
            actions: ['keepEnding', 'renew'],
          },
        ],
        stop: 'stopping',
      },
    },
    stopping: {
      invoke: {
        src: 'stop',
        input: ({ context }) => context,
        onDone: { target: 'ended', actions: assign({ ending: { kind: 'stopped' } }) },
        onError: 'cut',
      },
      after: { patience: 'cut' },
    },
    /** The thread does not hear: C code that never comes back, or a body that swallows everything. */
    cut: {
      entry: [
        ({ context }) => context.link.replace(),
        assign({ cut: true, ending: { kind: 'stopped' } }),
      ],
      always: 'ended',
    },
    grading: {
      invoke: [
        {
          src: 'grade',
          input: ({ context }) => ({ link: context.link, job: context.job }),
          onDone: { target: 'graded', actions: assign(({ event }) => ({ report: event.output })) },
          onError: {
            target: 'failed',
            actions: assign(({ event }) => ({ error: sentenceOf(event.error) })),
          },
        },
        { src: 'progress', input: ({ context }) => context },
      ],
      on: {
        graded: {
          actions: assign(({ event }) => ({ graded: { done: event.done, of: event.of } })),
        },
        stop: 'stopping',
      },
    },
    graded: {},
    ended: {},
    failed: {},
  },
})

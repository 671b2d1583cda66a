/** A thread that means harm, in the place of the lab thread: tries every way out, and says what it must not. */
import { answerCalls } from '../../src/thread/answerer.ts'
import type { LabThread } from '../../src/thread/protocol.ts'
import { FORGED } from './forged.ts'
import { tryAll, type Target } from './outcome.ts'
import { THREAD_WAYS } from './thread-ways.ts'

let told = ''
let forged: string | undefined

const never = (): Promise<never> => new Promise(() => undefined)

const thread: LabThread = {
  prepare: () => Promise.resolve(),
  memory: () => Promise.resolve(null),
  ahead: never,
  words: never,
  async start({ files }) {
    forged = files['forged']
    const target = files['target']
    if (target !== undefined) {
      told = JSON.stringify(await tryAll(THREAD_WAYS, JSON.parse(target) as Target))
    }
  },
  pull: () =>
    forged === undefined
      ? Promise.resolve({ batch: null, status: { kind: 'loading', what: told } })
      : never(),
  stop: () => Promise.resolve(),
  grade: never,
  grading: never,
}

addEventListener(
  'message',
  ({ ports: [port] }) => {
    if (!port) return
    answerCalls<LabThread>(port, thread, () => [])
    port.addEventListener('message', ({ data }: MessageEvent<{ id: number; method: string }>) => {
      if (data.method === 'pull' && forged !== undefined) FORGED[forged]?.(port, data.id)
    })
  },
  { once: true },
)

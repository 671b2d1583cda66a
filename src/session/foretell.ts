/** Really runs what a question asks about: in the lab thread, without Python. */
import { Log } from '../../simulator/index.ts'
import type { QuestionRun } from '../../labs/quiz.ts'
import { ThreadClient } from '../thread/client.ts'
import type { RunSpec } from '../thread/protocol.ts'

/** Facts of a question's run: it is small, and a mistake in it must not fill the page. */
const MOST_FACTS = 5000

/** The run of a question as any other. */
export const runSpecOf = ({ cluster, actions, seed, time }: QuestionRun): RunSpec => ({
  files: {},
  client: null,
  cluster,
  actions,
  seed,
  limits: { time, facts: MOST_FACTS },
})

/** The whole log of a question's run; rejects with a sentence where the thread does not come up. */
export async function foretold(root: string, run: QuestionRun): Promise<Log> {
  const log = new Log()
  let lose: (error: Error) => void = () => undefined
  const lost = new Promise<never>((_resolve, reject) => {
    lose = reject
  })
  // Nobody waits for it where all goes well.
  lost.catch(() => undefined)
  const link = new ThreadClient(root, false, {
    onLoading: () => undefined,
    onTold: (batch) => log.appendBatch(batch),
    onLost: (sentence) => lose(new Error(sentence)),
  })
  try {
    await Promise.race([link.ready(), lost])
    await link.start(runSpecOf(run))
    for (;;) {
      const { batch, status } = await Promise.race([link.pull(), lost])
      if (batch) log.appendBatch(batch)
      if (status.kind === 'ended') return log
    }
  } finally {
    link.end()
  }
}

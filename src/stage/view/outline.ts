import { stateWord } from '../../lib/marks.ts'
import { labelText, type TaskLabel } from '../../lib/history/task-names.ts'
import type { Micros, Picture } from '../../../simulator/index.ts'
import type { Topology } from '../layout/topology.ts'
import type { StageView } from './stage-view.ts'
import { countdown, statusText } from './words.ts'

/** A line of the stage as text: a thing, and the tasks it holds. */
export interface OutlineItem {
  readonly key: string
  readonly text: string
  readonly tasks: readonly { readonly id: string; readonly text: string }[]
}

/** More tasks than this in one place are counted. */
const MOST = 20

/** The whole stage in words, in the order in which messages flow. */
export function outlineOf(
  topology: Topology,
  view: StageView,
  picture: Picture,
  label: (id: string) => TaskLabel,
  time: Micros,
): readonly OutlineItem[] {
  const name = (id: string): string => labelText(label(id))
  const { client, results } = view
  const word = (id: string): string => {
    const task = picture.tasks.get(id)
    return task ? stateWord(task) : ''
  }
  return [
    { key: 'client', text: `Client: ${client.status}, ${client.sent} sent`, tasks: [] },
    ...topology.queues.map((queue) => {
      const { waiting, unacked } = view.queues.get(queue.name) ?? { waiting: [], unacked: 0 }
      return {
        key: `queue ${queue.name}`,
        text: `Queue ${queue.name}: ${waiting.length} waiting, ${unacked} unacked`,
        tasks: waiting.slice(0, MOST).map((id) => ({ id, text: `${name(id)}, ${word(id)}` })),
      }
    }),
    ...topology.workers.map(({ name: worker }) => {
      const it = view.workers.get(worker)
      const running = [...(it?.processes ?? [])].flatMap(([index, id]) =>
        id === null ? [] : [{ id, text: `process ${index} runs ${name(id)}` }],
      )
      const held = (it?.room ?? []).slice(0, MOST).map(({ task, until }) => ({
        id: task,
        text:
          until === null
            ? `${name(task)} waits for a process`
            : `${name(task)} due in ${countdown(until - time)}`,
      }))
      const status = it ? statusText(it, true) : 'not started'
      return {
        key: `worker ${worker}`,
        text: `Worker ${worker}: ${status}`,
        tasks: [...running, ...held],
      }
    }),
    {
      key: 'results',
      text: `Results: ${results.done} done, ${results.retry} retried, ${results.failed} failed`,
      tasks: [],
    },
  ]
}

import { stateWord } from '../../lib/marks.ts'
import { labelText, type TaskLabel } from '../../lib/history/task-names.ts'
import type { Micros, Picture } from '../../../simulator/index.ts'
import type { Topology } from '../layout/topology.ts'
import type { QueueView, StageView } from './stage-view.ts'
import { troubleText } from './troubles.ts'
import { countdown, frontText, serviceTrouble, statusText } from './words.ts'

/** A line of the stage as text: a thing, and the tasks it holds. */
export interface OutlineItem {
  readonly key: string
  readonly text: string
  readonly tasks: readonly { readonly id: string; readonly text: string }[]
}

/** More tasks than this in one place are counted. */
const MOST = 20

const NO_QUEUE: QueueView = { waiting: [], unacked: 0, lost: 0, lanes: [] }
const NO_CALLS = { away: false, slow: null, effects: 0, answered: 0, unanswered: 0 }

const linkWords = (text: string | null): readonly string[] =>
  text === null ? [] : [`link ${text}`]

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
    ...topology.beats.map((beat) => ({
      key: `beat ${beat}`,
      text: `${beat}: ${view.beats.get(beat)?.sent ?? 0} sent by its schedule`,
      tasks: [],
    })),
    ...topology.fronts.map(({ name: front }) => ({
      key: `front ${front}`,
      text: frontText(front, view.fronts.get(front)),
      tasks: [],
    })),
    ...(view.troubles.brokerAway
      ? [{ key: 'broker', text: 'The broker cannot be reached', tasks: [] }]
      : []),
    ...topology.queues.map((queue) => {
      const { waiting, unacked, lost, lanes } = view.queues.get(queue.name) ?? NO_QUEUE
      const more = [
        ...(lost > 0 ? [`${lost} lost or dead letters`] : []),
        ...lanes.map(({ priority, count }) => `${count} of priority ${priority}`),
      ]
      return {
        key: `queue ${queue.name}`,
        text: `Queue ${queue.name}: ${waiting.length} waiting, ${[`${unacked} unacked`, ...more].join(', ')}`,
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
        text: `Worker ${worker}: ${[status, ...linkWords(troubleText(view.troubles.link(worker)))].join(', ')}`,
        tasks: [...running, ...held],
      }
    }),
    ...topology.services.map((service) => {
      const called = view.services.get(service) ?? NO_CALLS
      const { effects, answered, unanswered } = called
      const state = serviceTrouble(called) ?? 'there'
      return {
        key: `service ${service}`,
        text: `Service ${service}: ${state}, ${effects} done there, ${answered} answered, ${unanswered} without an answer`,
        tasks: [],
      }
    }),
    {
      key: 'results',
      text: `Results${view.troubles.backendAway ? ', which cannot be reached' : ''}: ${results.done} done, ${results.retry} retried, ${results.failed} failed`,
      tasks: [],
    },
  ]
}

/** What can be done to tasks, and by whoever sends them. */
import type { Log, TaskMessage } from '../../../simulator/index.ts'
import { type Act, act, type Moment, type Strength } from './act.ts'
import { linkActs } from './links.ts'

/** The client sends one more, and its link can be slow or cut. */
export function clientActs(moment: Moment, { lasts, delay }: Strength): readonly Act[] {
  return [...sendActs(moment, null), ...linkActs('client', 'the client', lasts, delay)]
}

/** One more of each type of task, with the arguments of the last one. */
export function sendActs({ log, picture }: Moment, queue: string | null): readonly Act[] {
  return lastMessages(log, picture.rows)
    .slice(0, 6)
    .map(({ headers, body: [args, kwargs] }) =>
      act(
        `send ${headers.task}`,
        `Send ${headers.task.split('.').at(-1) ?? headers.task}`,
        args.length === 0 ? 'one more of this task' : `with ${headers.argsrepr}`,
        { verb: 'publish', target: headers.task, args, kwargs, queue },
      ),
    )
}

/** How far back somebody may have sent a type of task that is offered. */
const FAR = 5000

/** The last message of each type that was sent before a moment. */
function lastMessages(log: Log, rows: number): readonly TaskMessage[] {
  const found = new Map<string, TaskMessage>()
  for (let row = rows - 1; row >= Math.max(0, rows - FAR); row--) {
    if (log.kindAt(row) !== 'message-published') continue
    const { message } = log.detail(row, 'message-published')
    if (message.headers.task !== '' && !found.has(message.headers.task))
      found.set(message.headers.task, message)
  }
  return [...found.values()].sort((a, b) => (a.headers.task < b.headers.task ? -1 : 1))
}

/** A task is revoked, ended, or sent once more. */
export function taskActs(id: string, { picture, log }: Moment): readonly Act[] {
  const task = picture.tasks.get(id)
  if (!task) return []
  const over = task.finished === null || task.state === 'retry' ? null : 'It is over.'
  const message = lastMessages(log, picture.rows).find(({ headers }) => headers.task === task.name)
  return [
    act('revoke', 'Revoke', 'whoever would start it passes it over', control('revoke', id), over),
    terminateAct(id, task.state === 'started' ? null : 'It is not running.'),
    ...(message
      ? [
          act('again', 'Send one more like it', 'the same task, as it was last called', {
            verb: 'publish',
            target: task.name,
            args: message.body[0],
            kwargs: message.body[1],
            queue: null,
          } as const),
        ]
      : []),
  ]
}

/** A task that runs is ended by a signal to its process. */
export const terminateAct = (id: string, not: string | null): Act =>
  act(
    'terminate',
    'Revoke and end it',
    'its process is told to end (SIGTERM)',
    {
      ...control('revoke', id),
      arguments: { task_id: id, terminate: true, signal: 'SIGTERM' },
    },
    not,
  )

const control = (method: string, id: string) =>
  ({ verb: 'control', target: '', method, arguments: { task_id: id } }) as const

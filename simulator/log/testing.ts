import type { TaskMessage } from '../messages/message.ts'
import type { ActorKind } from './entry.ts'
import type { ExceptionInfo, FactDetails, FactKind } from './facts.ts'
import { Log } from './log.ts'

/** For tests: writes a log with names in place of numbers. */
export class Scribe {
  readonly log = new Log()
  time = 0

  /** Adds a fact `wait` microseconds after the last one. Actors as in the log; `t`-ids are tasks. */
  say<K extends FactKind>(
    who: string,
    kind: K,
    detail: FactDetails[K],
    options: { readonly task?: string; readonly cause?: number; readonly wait?: number } = {},
  ): number {
    this.time += options.wait ?? 1
    const task = options.task === undefined ? -1 : this.log.task(options.task)
    const actor = this.log.actor({ kind: kindOf(who), name: who.replace('queue:', '') })
    return this.log.append(this.time, kind, task, actor, options.cause ?? -1, detail)
  }
}

function kindOf(who: string): ActorKind {
  if (who.startsWith('queue:')) return 'queue'
  if (who === 'client' || who === 'broker' || who === 'lab' || who === 'autoscaler') return who
  if (who === 'mail.example.com') return 'service'
  return who.includes('/') ? 'process' : 'worker'
}

/** For tests: a task message as `tasks.<name>` with no arguments would make it. */
export function messageOf(
  id: string,
  name: string,
  headers: Partial<TaskMessage['headers']> = {},
): TaskMessage {
  return {
    exchange: '',
    routingKey: 'celery',
    headers: {
      lang: 'py',
      task: name,
      id,
      shadow: null,
      eta: null,
      expires: null,
      group: null,
      group_index: null,
      retries: 0,
      timelimit: [null, null],
      root_id: id,
      parent_id: null,
      argsrepr: '()',
      kwargsrepr: '{}',
      origin: 'gen1@client',
      ignore_result: false,
      replaced_task_nesting: 0,
      stamped_headers: null,
      stamps: {},
      ...headers,
    },
    properties: { correlation_id: id, reply_to: 'r', delivery_mode: 2, priority: 0 },
    body: [[], {}, { callbacks: null, errbacks: null, chain: null, chord: null }],
    contentType: 'application/json',
    contentEncoding: 'utf-8',
    declare: ['celery'],
  }
}

/** For tests: `ValueError('boom')`. */
export const BOOM: ExceptionInfo = {
  type: 'ValueError',
  module: 'builtins',
  args: ['boom'],
  repr: "ValueError('boom')",
  message: 'boom',
  frames: [],
}

import type { LogLevel } from '../log/facts.ts'
import { pythonSeconds } from '../messages/seconds.ts'
import { arrow } from '../world/machines.ts'
import { moveCanvas } from '../world/publishing.ts'
import { isHushed } from '../world/log-level.ts'
import { moveRequest } from '../world/requests.ts'
import type { ProcessState, RequestState } from '../world/state.ts'
import { titleOf } from './request-context.ts'
import type { Outcome } from '../world/steps.ts'
import type { World } from '../world/world.ts'

/** Whose try it was, and who tells of it. */
interface Teller {
  readonly world: World
  readonly process: ProcessState
  readonly request: RequestState
}

type Tellers = {
  readonly [K in Outcome['kind']]: (
    teller: Teller,
    outcome: Extract<Outcome, { readonly kind: K }>,
  ) => void
}

/** Celery's own line about a task. */
function log({ world, process, request }: Teller, level: LogLevel, text: string): void {
  world.own(process, 'logged', request.task, {
    level,
    text: `Task ${titleOf(request.context)} ${text}`,
  })
}

const move = ({ world, request }: Teller, event: string): void => moveRequest(world, request, event)

const SUCCEED = arrow('task', 'SUCCEED')

const TELLERS: Tellers = {
  succeeded(teller, { result, repr, runtime }) {
    const { world, process, request } = teller
    moveRequest(world, request, SUCCEED)
    moveCanvas(world, request.context, false)
    world.own(process, 'task-succeeded', request.task, { result, repr, runtime })
    log(teller, 'INFO', `succeeded in ${pythonSeconds(runtime)}s: ${repr}`)
  },
  failed(teller, { error, runtime, expected, traceback, untold }) {
    const { world, process, request } = teller
    move(teller, 'FAIL')
    moveCanvas(world, request.context, true)
    if (untold === true) return
    world.own(process, 'task-failed', request.task, { error, runtime })
    if (expected) log(teller, 'INFO', `raised expected: ${error.repr}`)
    else log(teller, 'ERROR', `raised unexpected: ${error.repr}\n${traceback}`)
  },
  retried(teller, { error, due, message, wait }) {
    const { world, process, request } = teller
    move(teller, 'RETRY')
    const retries = request.context.retries + 1
    world.own(process, 'task-retried', request.task, {
      error,
      due,
      retries,
      ...(wait === undefined ? {} : { wait }),
    })
    log(teller, 'INFO', `retry: ${message}`)
  },
  ignored(teller, { reason }) {
    move(teller, 'IGNORE')
    teller.world.own(teller.process, 'task-ignored', teller.request.task, { reason })
    log(teller, 'INFO', 'ignored')
  },
  skipped(teller) {
    move(teller, 'SKIP')
    teller.world.own(teller.process, 'task-skipped', teller.request.task, {})
    log(teller, 'INFO', 'Task already completed successfully.')
  },
  rejected(teller, { requeue, reason, traceback }) {
    move(teller, 'REJECT')
    teller.world.own(teller.process, 'task-rejected', teller.request.task, { requeue, reason })
    log(teller, 'WARNING', `reject requeue=${requeue ? 'True' : 'False'}: ${reason}\n${traceback}`)
  },
}

/** How a try ended: the task's state, its fact, and Celery's log line (rules 4.4 to 4.9). */
export function tellOutcome(
  world: World,
  process: ProcessState,
  request: RequestState,
  outcome: Outcome,
): void {
  const rows = request.template?.shared?.rows
  if (outcome.kind === 'succeeded' && rows !== undefined) {
    moveRequest(world, request, SUCCEED)
    world.ownRow(process, request.task, rows.succeeded, outcome.runtime)
    if (!isHushed(world.state, process, 'INFO'))
      world.ownRow(process, request.task, rows.succeededLine, outcome.runtime)
    return
  }
  const tell = TELLERS[outcome.kind] as (teller: Teller, outcome: Outcome) => void
  tell({ world, process, request }, outcome)
}

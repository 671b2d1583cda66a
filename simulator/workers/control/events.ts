import { sendEvent } from '../../world/events.ts'
import { stopWorker } from '../shutdown/stop.ts'
import { type Called, type Command, NO_REPLY, ok, say } from './command.ts'

/** A worker started with `-E` sends events of all groups, and none can be taken away from all (rule 3.66). */
const sendsAll = ({ worker, main }: Called): boolean =>
  worker.options.events || main.app.settings['worker_send_task_events'] === true

const enableEvents: Command = (called) => {
  const { tuning } = called.worker
  if (tuning.events) return ok('task events already enabled')
  tuning.events = true
  say(called, 'INFO', 'Events of group {task} enabled by remote.')
  return ok('task events enabled')
}

const disableEvents: Command = (called) => {
  const { tuning } = called.worker
  if (!tuning.events || sendsAll(called)) return ok('task events already disabled')
  tuning.events = false
  say(called, 'INFO', 'Events of group {task} disabled by remote.')
  return ok('task events disabled')
}

const heartbeat: Command = (called) => {
  const software = { sw_ident: 'py-celery', sw_ver: '5.6.3', sw_sys: 'Linux' }
  say(called, 'DEBUG', 'Heartbeat requested by remote.')
  sendEvent(called.world, called.worker, 'worker-heartbeat', -1, { freq: 5, ...software })
  return null
}

/** A warm shutdown; nobody hears a reply (rule 3.66). */
const shutdown: Command = (called) => {
  const { world, worker, main } = called
  say(called, 'WARNING', 'Got shutdown from remote')
  stopWorker(world, worker, main.cause)
  return NO_REPLY
}

/** Commands about events, and the end of a worker. */
export const EVENT_COMMANDS = {
  enable_events: enableEvents,
  disable_events: disableEvents,
  heartbeat,
  shutdown,
  ping: () => ok('pong'),
} as const satisfies { readonly [method: string]: Command }

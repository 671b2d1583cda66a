import type { PoisonKind } from '../cluster/fault-spec.ts'
import { POISONS } from '../cluster/fault-spec.ts'
import { buildMessage } from '../messages/build.ts'
import type { TaskMessage } from '../messages/message.ts'
import { initial, move } from '../world/machines.ts'
import { OPCODES } from '../world/opcodes.ts'
import { add } from '../world/pages.ts'
import { NONE, type World } from '../world/world.ts'
import type { FaultMember } from './fault.ts'

/** Somebody else's program puts a message into a queue that no worker can make a task of (rules 1.9, 1.10, 1.13). */
export const poisonMessage: FaultMember<'poison-message'> = {
  name: 'poison-message',
  lasting: 'at once',
  read: (fields) => ({
    queue: fields.text('queue', 'celery'),
    kind: fields.choice('kind', POISONS) ?? 'unknown',
  }),
  begin(world, { queue, kind }, { cause: began }) {
    const id = world.streams.stream('poison').uuid()
    const message = poison(world, id, queue, kind)
    const task = world.log.task(id)
    const cause = world.fact('message-published', world.actor.lab, task, began, { message })
    const taskState = move('task', initial('task'), 'PUBLISH', id)
    const arrival = { message, task, taskState, known: false, cause, sender: NONE }
    world.scheduleHop('enqueue', OPCODES.arrive, add(world.state.arrivals, arrival), 0)
  },
}

/** What is wrong with each kind. */
const FLAWS: { readonly [K in PoisonKind]: Partial<TaskMessage> } = {
  unknown: {},
  undecodable: { undecodable: true },
  untrusted: { contentType: 'application/x-python-serialize', contentEncoding: 'binary' },
  'bad-eta': {},
}

/** A task that workers know: so that its name is not what is wrong with the message. */
function knownTask(world: World): string {
  const known = world.state.workers.flatMap(({ main }) =>
    Object.keys(world.process(main).app.tasks),
  )
  return known[0] ?? 'elsewhere.task'
}

function poison(world: World, id: string, queue: string, kind: PoisonKind): TaskMessage {
  const { headers, properties, body } = buildMessage({
    id,
    name: kind === 'unknown' ? '' : knownTask(world),
    args: [],
    argsAsList: false,
    kwargs: {},
    options: {},
    now: world.now,
    origin: 'elsewhere',
  })
  return {
    exchange: '',
    routingKey: queue,
    headers: kind === 'bad-eta' ? { ...headers, eta: 'soon' } : headers,
    properties: { ...properties, delivery_mode: 2 },
    body,
    contentType: 'application/json',
    contentEncoding: 'utf-8',
    declare: [],
    ...FLAWS[kind],
  }
}

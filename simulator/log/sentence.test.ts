import { describe, expect, test } from 'vitest'
import type { FactDetails, FactKind } from './facts.ts'
import { FACT_KINDS } from './facts.ts'
import { phrase, sentence } from './sentence.ts'
import { SENTENCES, type SentenceKey } from './sentence-texts.ts'
import { BOOM, messageOf, Scribe } from './testing.ts'
import { why } from './why.ts'

type Example = {
  readonly [K in FactKind]: readonly [who: string, kind: K, detail: FactDetails[K], text: string]
}[FactKind]

const KEY = { exchange: 'mail', routingKey: 'mail.new' }
const MESSAGE = messageOf('a', 'tasks.add')

/** Each fact with the sentence that tells it; task `a` is tasks.add, t1. */
const EXAMPLES: readonly Example[] = [
  ['client', 'program-started', { file: 'client.py' }, 'Your program client.py started.'],
  ['client', 'program-ended', { returned: 5, repr: '5' }, 'Your program ended and returned 5.'],
  [
    'client',
    'program-failed',
    { error: BOOM },
    "Your program stopped with an error: ValueError('boom').",
  ],
  ['client', 'printed', { stream: 'stdout', text: 'hello {who}\n' }, 'client printed: hello {who}'],
  ['w1@sim', 'logged', { level: 'INFO', text: 'w1@sim ready.' }, 'w1@sim logged: w1@sim ready.'],
  ['client', 'noted', { text: 'Not simulated yet.' }, 'Not simulated yet.'],
  [
    'lab',
    'action-taken',
    { verb: 'stop', target: 'w1' },
    'w1 was told to stop when its running tasks are done.',
  ],
  ['lab', 'action-taken', { verb: 'start', target: 'w1' }, 'w1 was told to start.'],
  ['lab', 'action-taken', { verb: 'kill', target: 'w1' }, 'w1 was sent a signal that ends it.'],
  [
    'lab',
    'fault-began',
    { fault: 'kill-process', worker: null, lasts: null },
    'Fault: a process of the worker of the task is killed.',
  ],
  [
    'lab',
    'fault-began',
    { fault: 'out-of-memory', worker: 'w1', lasts: null },
    'Fault: the machine of w1 is out of memory and kills the process that has most of it.',
  ],
  [
    'lab',
    'fault-began',
    { fault: 'kill-worker', worker: 'w1', lasts: null },
    'Fault: w1 is killed.',
  ],
  [
    'lab',
    'fault-began',
    { fault: 'kill-node', node: 'n1', lasts: null },
    'Fault: the machine n1 goes down with every worker on it.',
  ],
  [
    'lab',
    'fault-began',
    { fault: 'kill-node', node: null, lasts: null },
    'Fault: the machine of the task goes down with every worker on it.',
  ],
  [
    'lab',
    'fault-began',
    { fault: 'lost-ack', worker: 'w1', count: 2, lasts: null },
    'Fault: the next acknowledgements of w1 will not reach the broker.',
  ],
  [
    'lab',
    'fault-began',
    { fault: 'duplicate-delivery', queue: 'mail', count: 2, lasts: null },
    'Fault: the broker will hand out the next messages of the queue mail twice.',
  ],
  [
    'lab',
    'fault-began',
    { fault: 'clock-skew', worker: 'w1', by: -1_500_000, lasts: 1 },
    'Fault: the clock of w1 is wrong by -1.5 s.',
  ],
  [
    'lab',
    'fault-began',
    { fault: 'poison-task', task: 'tasks.add', lasts: 1 },
    'Fault: tasks.add kills every process that it starts in.',
  ],
  [
    'lab',
    'fault-began',
    { fault: 'drop-connections', lasts: null },
    'Fault: the broker closes every connection.',
  ],
  ['lab', 'fault-began', { fault: 'broker-away', lasts: 1 }, 'Fault: the broker goes away.'],
  [
    'lab',
    'fault-began',
    { fault: 'broker-restart', how: 'stop', lasts: 1 },
    'Fault: the broker is stopped, and started again.',
  ],
  [
    'lab',
    'fault-began',
    { fault: 'kill-pod', lasts: null },
    'Fault: the machine of the oldest pod dies.',
  ],
  [
    'lab',
    'fault-began',
    { fault: 'backend-away', lasts: 1 },
    'Fault: the result backend goes away.',
  ],
  [
    'lab',
    'fault-began',
    { fault: 'partition', nodes: ['w1', 'client'], from: 'broker', lasts: 1 },
    'Fault: nothing passes between w1, client and the broker; neither end is told.',
  ],
  [
    'lab',
    'fault-began',
    { fault: 'broker-restart', how: 'kill', lasts: 1 },
    'Fault: the broker is killed, and started again.',
  ],
  [
    'lab',
    'fault-began',
    { fault: 'slow-link', nodes: null, from: 'both', delay: 200_000, jitter: 50_000, lasts: 1 },
    'Fault: everything between all machines and broker and result backend takes 0.2 s longer each way, and up to 0.05 s more.',
  ],
  [
    'lab',
    'fault-began',
    { fault: 'broker-restart', how: 'power-loss', lasts: 1 },
    'Fault: the machine of the broker loses power, and is started again.',
  ],
  [
    'lab',
    'fault-began',
    { fault: 'lossy-link', nodes: ['w1'], from: 'backend', loss: 0.1, lasts: 1 },
    'Fault: 10 % of the packets between w1 and the result backend are lost and sent again.',
  ],
  [
    'lab',
    'fault-began',
    { fault: 'fail-over', unreplicated: 500_000, lasts: 1 },
    'Fault: Redis dies, and a replica takes over that has not heard of the last 0.5 s.',
  ],
  [
    'lab',
    'fault-began',
    { fault: 'broker-node-down', node: 'r1', lasts: 1 },
    'Fault: the node r1 of RabbitMQ goes down.',
  ],
  [
    'queue:mail',
    'queue-closed',
    { name: 'mail', reason: 'its node is down' },
    'Nobody can use the queue mail for now: its node is down.',
  ],
  ['queue:mail', 'queue-opened', { name: 'mail' }, 'The queue mail can be used again.'],
  [
    'lab',
    'fault-began',
    { fault: 'memory-alarm', lasts: 1 },
    'Fault: RabbitMQ is short of memory and takes nothing from whoever sends.',
  ],
  [
    'lab',
    'fault-began',
    { fault: 'poison-message', queue: 'mail', kind: 'unknown', lasts: null },
    'Fault: a message comes into mail that no worker can use.',
  ],
  [
    'lab',
    'fault-began',
    { fault: 'reordering', nodes: ['w1'], from: 'broker', jitter: 200_000, lasts: 1 },
    'Fault: packets between w1 and the broker take up to 0.2 s longer, each by chance: connections overtake each other.',
  ],
  [
    'lab',
    'fault-ended',
    { fault: 'kill-worker', worker: 'w1', lasts: null },
    'The fault kill-worker is over.',
  ],
  [
    'w1@sim',
    'ack-lost',
    { tag: 1, queue: 'mail' },
    'w1@sim acknowledged tasks.add (t1), but the broker never heard of it.',
  ],
  [
    'mail',
    'message-enqueued',
    { tag: 2, reason: 'duplicated', priority: 0 },
    'tasks.add (t1) is in the queue mail once more: the broker hands it out twice.',
  ],
  [
    'lab',
    'action-taken',
    { verb: 'dropconnections', target: '' },
    'The broker closed all its connections.',
  ],
  ['lab', 'action-taken', { verb: 'shake', target: 'w1' }, 'From outside: shake w1.'],
  [
    'client',
    'exchange-declared',
    { name: 'mail', type: 'topic' },
    'client declared the exchange mail of type topic.',
  ],
  [
    'w1@sim',
    'queue-declared',
    { name: 'celery', arguments: {} },
    'w1@sim declared the queue celery.',
  ],
  [
    'w1@sim',
    'queue-bound',
    { ...KEY, queue: 'celery' },
    'w1@sim bound the queue celery to the exchange mail with the key mail.new.',
  ],
  [
    'w1@sim',
    'exchange-bound',
    { ...KEY, destination: 'late' },
    'w1@sim bound the exchange late to the exchange mail with the key mail.new.',
  ],
  [
    'queue:mail',
    'message-enqueued',
    { tag: 1, reason: 'dead-lettered', priority: 0 },
    'tasks.add (t1) waits in the queue mail as a dead letter.',
  ],
  [
    'queue:mail',
    'message-dead-lettered',
    {
      tag: 1,
      queue: 'mail',
      reason: 'rejected',
      exchange: 'dlx',
      routingKey: 'dead',
      waited: false,
    },
    'The message for tasks.add (t1) left the queue mail as a dead letter (rejected), to the exchange dlx with the key dead.',
  ],
  [
    'client',
    'message-taken',
    { tag: 1, queue: 'mail' },
    'client took the message for tasks.add (t1) out of the queue mail by itself.',
  ],
  [
    'broker',
    'message-lost',
    { exchange: '', routingKey: 'mail', reason: 'restart' },
    'The message for tasks.add (t1) was on its way when the broker stopped: it is lost.',
  ],
  [
    'broker',
    'message-lost',
    { exchange: '', routingKey: 'mail', reason: 'channel' },
    'The message for tasks.add (t1) came over a channel that the broker had closed: it is lost.',
  ],
  [
    'broker',
    'exchange-deleted',
    { name: 'news', reason: 'it is not durable' },
    'The exchange news is gone: it is not durable.',
  ],
  [
    'client',
    'connection-blocked',
    {},
    'client may send nothing for now: RabbitMQ is short of memory and reads no more from its connection.',
  ],
  [
    'client',
    'connection-unblocked',
    {},
    'client may send again: RabbitMQ reads from its connection.',
  ],
  [
    'queue:mail',
    'message-enqueued',
    { tag: 1, reason: 'untaken', priority: 0 },
    'tasks.add (t1) waits in the queue mail again: the broker has forgotten that a worker took it.',
  ],
  [
    'queue:mail',
    'message-enqueued',
    { tag: 1, reason: 'revived', priority: 0 },
    'tasks.add (t1) waits in the queue mail again, though it was done: the broker has forgotten that.',
  ],
  [
    'queue:mail',
    'message-refused',
    { queue: 'mail', reason: 'maxlen' },
    'The queue mail is full and did not take the message for tasks.add (t1).',
  ],
  [
    'queue:mail',
    'message-refused',
    { queue: 'mail', reason: 'nobody listens' },
    'No worker listened to mail when tasks.add (t1) was sent there: a broadcast on Redis is kept for nobody.',
  ],
  [
    'queue:mail',
    'message-refused',
    { queue: 'mail', reason: 'node down' },
    'The node of the queue mail is down: the message for tasks.add (t1) is lost.',
  ],
  [
    'queue:mail',
    'message-refused',
    { queue: 'mail', reason: 'out of memory' },
    'Redis has no memory left and did not take the message for tasks.add (t1) into the queue mail.',
  ],
  [
    'queue:mail',
    'message-refused',
    { queue: 'mail', reason: 'went round' },
    'The dead letter of tasks.add (t1) would go round for ever through the queue mail: the broker throws it away.',
  ],
  [
    'queue:mail',
    'queue-deleted',
    { name: 'mail', reason: 'nobody has used it for a while' },
    'The queue mail is gone: nobody has used it for a while.',
  ],
  [
    'autoscaler',
    'autoscaler-decided',
    { metric: 'cpu', value: 92.34, target: 70, current: 2, recommended: 3, desired: 3 },
    'CPU is at 92.3 % and shall be at 70 %: the number of pods shall be 3 instead of 2.',
  ],
  [
    'autoscaler',
    'autoscaler-decided',
    { metric: 'cpu', value: 9, target: 70, current: 3, recommended: 1, desired: 1 },
    'CPU is at 9 % and may be at 70 %: the number of pods shall be 1 instead of 3.',
  ],
  [
    'autoscaler',
    'autoscaler-decided',
    { metric: 'cpu', value: 70, target: 70, current: 3, recommended: 3, desired: 3 },
    'CPU is at 70 %: the number of pods stays 3.',
  ],
  [
    'autoscaler',
    'autoscaler-decided',
    { metric: 'cpu', value: null, target: 70, current: 1, recommended: 1, desired: 1 },
    'No pod is ready to tell its CPU: the number of pods stays 1.',
  ],
  [
    'autoscaler',
    'autoscaler-decided',
    { metric: 'queue', value: 30, target: 5, current: 2, recommended: 6, desired: 4 },
    'The queue has 30 messages and shall have 5 a pod: the number of pods shall be 4 instead of 2.',
  ],
  [
    'autoscaler',
    'autoscaler-decided',
    { metric: 'queue', value: 4, target: 5, current: 2, recommended: 1, desired: 1 },
    'The queue has 4 messages and may have 5 a pod: the number of pods shall be 1 instead of 2.',
  ],
  [
    'autoscaler',
    'autoscaler-decided',
    { metric: 'queue', value: 10, target: 5, current: 2, recommended: 2, desired: 2 },
    'The queue has 10 messages: the number of pods stays 2.',
  ],
  [
    'autoscaler',
    'autoscaler-decided',
    { metric: 'age', value: 61.28, target: 20, current: 2, recommended: 7, desired: 6 },
    'The oldest message has waited 61.3 s and shall wait 20 s: the number of pods shall be 6 instead of 2.',
  ],
  [
    'autoscaler',
    'autoscaler-decided',
    { metric: 'age', value: 0, target: 20, current: 2, recommended: 0, desired: 1 },
    'The oldest message has waited 0 s and may wait 20 s: the number of pods shall be 1 instead of 2.',
  ],
  [
    'autoscaler',
    'autoscaler-decided',
    { metric: 'age', value: 19, target: 20, current: 2, recommended: 2, desired: 2 },
    'The oldest message has waited 19 s: the number of pods stays 2.',
  ],
  ['w1@sim', 'pod-changed', { phase: 'pulling' }, 'w1@sim is a new pod: its image is on its way.'],
  ['w1@sim', 'pod-changed', { phase: 'starting' }, 'The container of w1@sim starts.'],
  ['w1@sim', 'pod-changed', { phase: 'ready' }, 'w1@sim is ready: its probe says so.'],
  [
    'w1@sim',
    'pod-changed',
    { phase: 'waiting' },
    'The container of w1@sim has ended: it is started again after a while.',
  ],
  [
    'w1@sim',
    'pod-changed',
    { phase: 'terminating' },
    'w1@sim is to go: it got SIGTERM and may finish what it is running.',
  ],
  ['w1@sim', 'pod-changed', { phase: 'gone' }, 'The pod w1@sim is gone.'],
  [
    'w1@sim',
    'pod-changed',
    { phase: 'gone', killed: 2 },
    'The grace period of w1@sim was over: SIGKILL ended it with what it was running, tasks: 2.',
  ],
  [
    'w1@sim',
    'pod-changed',
    { phase: 'gone', lost: true },
    'The machine of w1@sim died, and the pod with it.',
  ],
  [
    'w1@sim',
    'channel-closed',
    { code: 406, text: 'PRECONDITION_FAILED - no' },
    'The broker closed the channel of w1@sim: PRECONDITION_FAILED - no.',
  ],
  [
    'client',
    'message-published',
    { message: MESSAGE },
    'client sent tasks.add (t1) to the queue celery.',
  ],
  [
    'client',
    'message-published',
    { message: { ...MESSAGE, ...KEY } },
    'client sent tasks.add (t1) to the exchange mail with the key mail.new.',
  ],
  [
    'w1@sim/1',
    'message-published',
    { message: messageOf('a', 'tasks.add', { retries: 2 }) },
    'w1@sim/1 sent tasks.add (t1) again: this is retry 2.',
  ],
  [
    'queue:mail',
    'message-enqueued',
    { tag: 1, reason: 'published', priority: 0 },
    'tasks.add (t1) waits in the queue mail.',
  ],
  [
    'queue:mail',
    'message-enqueued',
    { tag: 1, reason: 'requeued', priority: 0 },
    'tasks.add (t1) is back in the queue mail: its worker asked for it to be tried again.',
  ],
  [
    'queue:mail',
    'message-enqueued',
    { tag: 1, reason: 'restored', priority: 0 },
    'tasks.add (t1) is back in the queue mail: its worker went away without acknowledging it.',
  ],
  [
    'queue:mail',
    'message-enqueued',
    { tag: 1, reason: 'overdue', priority: 0 },
    'tasks.add (t1) is back in the queue mail: nobody acknowledged it within the visibility timeout.',
  ],
  [
    'queue:mail',
    'message-enqueued',
    { tag: 1, reason: 'returned', priority: 0 },
    'tasks.add (t1) is at the end of the queue mail again: its worker stopped before it was done with it.',
  ],
  [
    'broker',
    'message-unroutable',
    KEY,
    'The broker had no queue for tasks.add (t1): nothing is bound to the exchange mail with the key mail.new, so the message is gone.',
  ],
  [
    'w1@sim',
    'message-delivered',
    { tag: 1, queue: 'celery', redelivered: false },
    'w1@sim took tasks.add (t1) from the queue celery.',
  ],
  [
    'w1@sim',
    'message-delivered',
    { tag: 1, queue: 'celery', redelivered: true },
    'w1@sim took tasks.add (t1) from the queue celery; it had been delivered before.',
  ],
  [
    'w1@sim',
    'message-acked',
    { tag: 1, queue: 'celery' },
    'w1@sim acknowledged tasks.add (t1): the broker can forget the message.',
  ],
  [
    'w1@sim',
    'message-rejected',
    { tag: 1, queue: 'celery', requeue: false },
    'w1@sim rejected tasks.add (t1): the broker throws the message away.',
  ],
  [
    'w1@sim',
    'message-rejected',
    { tag: 1, queue: 'celery', requeue: true },
    'w1@sim rejected tasks.add (t1) and asked the broker to put it back in the queue celery.',
  ],
  [
    'broker',
    'message-dropped',
    { tag: 1, queue: 'celery', reason: 'purged' },
    'The message for tasks.add (t1) left the queue celery without being delivered: purged.',
  ],
  [
    'w1@sim',
    'worker-started',
    { hostname: 'w1@sim', queues: ['a', 'b'], concurrency: 2, pool: 'prefork' },
    'w1@sim starts: it will take messages from a, b with 2 processes.',
  ],
  [
    'w1@sim',
    'worker-started',
    { hostname: 'w1@sim', queues: ['a'], concurrency: 1, pool: 'prefork' },
    'w1@sim starts: it will take messages from a with one process.',
  ],
  ['w1@sim', 'worker-ready', {}, 'w1@sim is ready and takes messages.'],
  [
    'w1@sim',
    'worker-stopping',
    { how: 'warm' },
    'w1@sim takes no more messages and stops when its running tasks are done.',
  ],
  ['w1@sim', 'worker-stopping', { how: 'cold' }, 'w1@sim stops now and ends its running tasks.'],
  ['w1@sim', 'worker-stopped', { reason: 'warm' }, 'w1@sim has stopped.'],
  [
    'w1@sim',
    'worker-stopped',
    { reason: 'cold' },
    'w1@sim has stopped; tasks that were running were cut off.',
  ],
  [
    'w1@sim',
    'worker-stopped',
    { reason: 'killed' },
    'w1@sim is dead: it had no time to finish or to give anything back.',
  ],
  ['w1@sim', 'worker-stopped', { reason: 'failed' }, 'w1@sim could not start.'],
  [
    'w1@sim',
    'prefetch-set',
    { count: 8 },
    'w1@sim will hold at most 8 unacknowledged messages at a time.',
  ],
  ['w1@sim', 'prefetch-set', { count: 0 }, 'w1@sim will take as many messages as there are.'],
  ['w1@sim/1', 'process-started', { index: 1, pid: 100 }, 'The process w1@sim/1 is here.'],
  [
    'w1@sim/1',
    'process-ended',
    { reason: 'shutdown' },
    'The process w1@sim/1 ended with its worker.',
  ],
  ['w1@sim/1', 'process-ended', { reason: 'killed' }, 'The process w1@sim/1 was killed.'],
  ['w1@sim/1', 'process-ended', { reason: 'crashed' }, 'The process w1@sim/1 crashed.'],
  [
    'w1@sim/1',
    'process-ended',
    { reason: 'recycled' },
    'The process w1@sim/1 has done its share of tasks and makes room for a new one.',
  ],
  ['w1@sim', 'task-received', { tag: 1 }, 'w1@sim received tasks.add (t1).'],
  [
    'client',
    'control-sent',
    { method: 'ping', arguments: {}, destination: null },
    'client told all workers: ping.',
  ],
  [
    'client',
    'control-sent',
    { method: 'ping', arguments: {}, destination: ['w1@sim', 'w2@sim'] },
    'client told w1@sim, w2@sim: ping.',
  ],
  [
    'w1@sim',
    'control-handled',
    { method: 'ping', reply: { ok: 'pong' } },
    'w1@sim did as it was told: ping.',
  ],
  [
    'w1@sim',
    'control-handled',
    { method: 'rate_limit', reply: { error: 'unknown task' } },
    'w1@sim could not do rate_limit: unknown task.',
  ],
  ['w1@sim', 'consumer-added', { queue: 'mail' }, 'w1@sim takes messages from the queue mail too.'],
  [
    'w1@sim',
    'consumer-cancelled',
    { queue: 'mail' },
    'w1@sim takes no more messages from the queue mail.',
  ],
  [
    'w1@sim',
    'connection-lost',
    { to: 'broker', reason: 'the broker closed it' },
    'w1@sim lost its connection to the broker: the broker closed it.',
  ],
  [
    'w1@sim',
    'connection-refused',
    { to: 'broker', error: '[Errno 111] Connection refused', retryIn: 2_000_000 },
    'w1@sim cannot reach the broker and tries again in 2 s: [Errno 111] Connection refused.',
  ],
  [
    'client',
    'connection-refused',
    { to: 'backend', error: '[Errno 111] Connection refused', retryIn: null },
    'client cannot reach the result backend and gives up: [Errno 111] Connection refused.',
  ],
  ['w1@sim', 'connection-opened', { to: 'broker' }, 'w1@sim is connected to the broker again.'],
  [
    'client',
    'publish-failed',
    { error: 'Connection refused', again: true },
    'The message for tasks.add (t1) did not reach the broker: Connection refused. client tries again.',
  ],
  [
    'client',
    'publish-failed',
    { error: 'Connection refused', again: false },
    'The message for tasks.add (t1) did not reach the broker: Connection refused. client gives up and raises an error.',
  ],
  [
    'w1@sim',
    'ack-void',
    { tag: 0, queue: 'celery', refused: true },
    'w1@sim acknowledged tasks.add (t1) on a connection that is gone: the broker does not hear it, and the message it gave out again stays.',
  ],
  [
    'w1@sim',
    'ack-void',
    { tag: 0, queue: 'celery', refused: false },
    'w1@sim acknowledged tasks.add (t1), which had been given back meanwhile: Redis drops it for whoever has it now.',
  ],
  [
    'w1@sim',
    'ack-void',
    { tag: 0, queue: 'mail', refused: true, finds: 'waiting' },
    'w1@sim acknowledged tasks.add (t1), which is back in the queue mail: nothing is removed, and it will run again.',
  ],
  [
    'w1@sim',
    'ack-void',
    { tag: 0, queue: 'mail', refused: true, finds: 'settled' },
    'w1@sim acknowledged tasks.add (t1), which was acknowledged through another delivery: nothing is left to remove.',
  ],
  [
    'w1@sim',
    'ack-void',
    { tag: 0, queue: 'mail', refused: true, finds: 'again' },
    'w1@sim acknowledged tasks.add (t1) with a receipt that is too old: the message was handed out again, and stays.',
  ],
  [
    'queue:celery',
    'message-dropped',
    { tag: 1, queue: 'celery', reason: 'not kept' },
    'The message for tasks.add (t1) is gone: its worker ended, and nobody else had kept it.',
  ],
  [
    'queue:celery',
    'message-dropped',
    { tag: 1, queue: 'celery', reason: 'forgotten' },
    'The message for tasks.add (t1) is gone: a copy with the same delivery tag was acknowledged, so nothing would bring this one back.',
  ],
  [
    'queue:celery',
    'message-dropped',
    { tag: 1, queue: 'celery', reason: 'merged' },
    'The message for tasks.add (t1) came back once for two copies: they had one delivery tag between them.',
  ],
  [
    'w1@sim',
    'heartbeat-missed',
    { worker: 'w2@sim' },
    'w1@sim has not heard of w2@sim for too long and takes it for gone.',
  ],
  [
    'broker',
    'heartbeat-missed',
    { worker: 'w2@sim' },
    'The broker has missed the heartbeats of w2@sim: it closes the connection and takes its messages back.',
  ],
  [
    'w1@sim/1',
    'link-stalled',
    { to: 'backend' },
    'w1@sim/1 waits for an answer from the result backend that does not come, and does nothing else meanwhile.',
  ],
  ['client', 'link-resumed', { to: 'broker' }, 'client hears from the broker again and goes on.'],
  [
    'client',
    'message-lost',
    { exchange: '', routingKey: 'celery', reason: 'connection' },
    'tasks.add (t1) never reached the broker: the connection of client died with it on the way, and nobody was told.',
  ],
  [
    'w1@sim',
    'task-cancelled',
    { requeued: false },
    'w1@sim cut tasks.add (t1) off; it had been acknowledged, so nobody will run it again.',
  ],
  [
    'w1@sim',
    'task-cancelled',
    { requeued: true },
    'w1@sim cut tasks.add (t1) off; its message goes back to its queue.',
  ],
  [
    'w1@sim',
    'worker-stopping',
    { how: 'soft' },
    'w1@sim takes no more messages; running tasks have some seconds more before they are ended.',
  ],
  [
    'client',
    'eager-started',
    { name: 'tasks.add', retries: 0 },
    'client runs tasks.add (t1) right here: tasks.add is called eagerly, no message is sent.',
  ],
  [
    'client',
    'eager-ended',
    { state: 'SUCCESS', repr: '3', thrown: false },
    'client is done with tasks.add (t1) here; its result is SUCCESS: 3.',
  ],
  [
    'client',
    'eager-ended',
    { state: 'FAILURE', repr: "ValueError('v')", thrown: true },
    "client is done with tasks.add (t1) here; it raises ValueError('v') in its caller.",
  ],
  [
    'client',
    'body-parked',
    { on: { kind: 'replies', method: 'ping' } },
    'client waits for workers to answer ping.',
  ],
  [
    'w1@sim',
    'task-limited',
    { until: 61_500_000 },
    'w1@sim lets tasks.add (t1) wait: its rate limit allows it at 01:01.500 at the earliest.',
  ],
  [
    'w1@sim',
    'task-held',
    { until: 83_456_789 },
    'w1@sim holds tasks.add (t1) until its time comes, at 01:23.456.',
  ],
  ['w1@sim', 'task-reserved', {}, 'w1@sim lined tasks.add (t1) up for a free process.'],
  [
    'w1@sim',
    'task-unknown',
    { name: 'tasks.nope' },
    'w1@sim does not know the task tasks.nope: no module it has loaded defines it.',
  ],
  [
    'w1@sim',
    'message-invalid',
    { reason: 'bad eta' },
    'w1@sim could not use the message for tasks.add (t1): bad eta',
  ],
  [
    'w1@sim',
    'task-revoked',
    { reason: 'expired' },
    'w1@sim threw tasks.add (t1) away: it had expired.',
  ],
  [
    'w1@sim',
    'task-revoked',
    { reason: 'revoked' },
    'w1@sim threw tasks.add (t1) away: it had been revoked.',
  ],
  [
    'w1@sim',
    'task-revoked',
    { reason: 'terminated' },
    'w1@sim ended tasks.add (t1) while it ran: it had been revoked.',
  ],
  [
    'w1@sim/1',
    'task-started',
    { name: 'tasks.add', retries: 0 },
    'w1@sim/1 started tasks.add (t1).',
  ],
  [
    'w1@sim/1',
    'task-started',
    { name: 'tasks.add', retries: 1 },
    'w1@sim/1 started tasks.add (t1); this is retry 1.',
  ],
  [
    'w1@sim/1',
    'body-parked',
    { on: { kind: 'sleep', until: 2_000_000 } },
    'w1@sim/1 sleeps until 00:02.000.',
  ],
  [
    'client',
    'body-parked',
    { on: { kind: 'result', ids: ['a'] } },
    'client waits for the result of tasks.add (t1).',
  ],
  [
    'client',
    'body-parked',
    { on: { kind: 'result', ids: ['a', 'b'] } },
    'client waits for 2 results.',
  ],
  [
    'client',
    'body-parked',
    { on: { kind: 'state', id: 'made up' } },
    'client asks for the state of an unknown task.',
  ],
  ['client', 'body-parked', { on: { kind: 'computing' } }, 'client is computing.'],
  ['client', 'body-resumed', {}, 'client goes on.'],
  [
    'w1@sim/1',
    'task-succeeded',
    { result: 5, repr: '5', runtime: 10 },
    'w1@sim/1 finished tasks.add (t1): it returned 5.',
  ],
  [
    'w1@sim/1',
    'task-failed',
    { error: BOOM, runtime: 10 },
    "w1@sim/1 failed tasks.add (t1): it raised ValueError('boom').",
  ],
  [
    'w1@sim/1',
    'task-retried',
    { error: null, due: 0, retries: 1 },
    'w1@sim/1 will have tasks.add (t1) tried again at 00:00.000.',
  ],
  [
    'w1@sim/1',
    'task-retried',
    { error: BOOM, due: 3_661_000_000, retries: 1 },
    "w1@sim/1 will have tasks.add (t1) tried again at 1:01:01.000, because it raised ValueError('boom').",
  ],
  [
    'w1@sim/1',
    'task-ignored',
    { reason: 'not today' },
    'w1@sim/1 ended tasks.add (t1) without a result, as it asked: not today',
  ],
  [
    'w1@sim/1',
    'task-rejected',
    { requeue: false, reason: 'no' },
    'w1@sim/1 ended tasks.add (t1) without a result: it rejected its message.',
  ],
  [
    'w1@sim/1',
    'task-rejected',
    { requeue: true, reason: 'no' },
    'w1@sim/1 ended tasks.add (t1) without a result: it wants its message back in the queue.',
  ],
  [
    'w1@sim/1',
    'task-finished',
    { state: 'SUCCESS' },
    'w1@sim/1 is done with tasks.add (t1); its state is SUCCESS.',
  ],
  [
    'w1@sim/1',
    'task-internal-error',
    { error: BOOM },
    "w1@sim/1 ran into an error around tasks.add (t1), outside its own code: ValueError('boom').",
  ],
  [
    'w1@sim/1',
    'task-skipped',
    {},
    'w1@sim/1 did not run tasks.add (t1) again: it has succeeded already, and worker_deduplicate_successful_tasks is on.',
  ],
  [
    'w1@sim',
    'receivers-called',
    { signal: 'worker_ready' },
    'w1@sim called the functions connected to the signal worker_ready.',
  ],
  [
    'w1@sim/1',
    'errback-called',
    { name: 'tasks.oops' },
    'w1@sim/1 called the error callback tasks.oops for tasks.add (t1).',
  ],
  [
    'w1@sim/1',
    'state-stored',
    { state: 'STARTED', result: null, kept: true },
    'w1@sim/1 stored STARTED for tasks.add (t1).',
  ],
  [
    'w1@sim/1',
    'state-stored',
    { state: 'SUCCESS', result: [true, null], kept: true },
    'w1@sim/1 stored SUCCESS for tasks.add (t1), with the result [True, None].',
  ],
  [
    'w1@sim',
    'state-stored',
    { state: 'REVOKED', result: null, kept: false },
    'w1@sim wanted to store REVOKED for tasks.add (t1), but it has succeeded already and stays so.',
  ],
  ['client', 'result-forgotten', {}, 'client had the result of tasks.add (t1) forgotten.'],
  [
    'w1@sim/1',
    'chord-counted',
    { group: 'g', count: 2, size: 3 },
    '2 of 3 tasks of the chord are done, now that tasks.add (t1) is.',
  ],
  [
    'w1@sim/1',
    'chord-unlocked',
    { group: 'g', body: 'b' },
    'All tasks of the chord are done: w1@sim/1 sends its body.',
  ],
  [
    'w1@sim/1',
    'chord-failed',
    { group: 'g', body: 'b', error: BOOM },
    "The body of the chord will not run, because a task of it failed: ValueError('boom').",
  ],
  [
    'w1@sim',
    'event-sent',
    { type: 'task-started', fields: {} },
    'w1@sim sent the event task-started.',
  ],
]

function tell([who, kind, detail]: Example): { readonly text: string; readonly key: SentenceKey } {
  const scribe = new Scribe()
  scribe.say('client', 'message-published', { message: MESSAGE }, { task: 'a' })
  const row = scribe.say(who, kind, detail, { task: 'a' })
  return { text: sentence(scribe.log, row), key: phrase(scribe.log, row).key }
}

describe('a sentence', () => {
  test.each(EXAMPLES.map((example) => [example[3], example] as const))('%s', (text, example) => {
    expect(tell(example).text).toBe(text)
  })

  test('is there for each kind of fact, and each sentence is used', () => {
    expect(new Set(EXAMPLES.map(([, kind]) => kind))).toEqual(new Set(FACT_KINDS))
    const used = new Set(EXAMPLES.map((example) => tell(example).key))
    expect(used).toEqual(new Set(Object.keys(SENTENCES)))
  })

  test('does without a task, and without the name of one that was never published', () => {
    const scribe = new Scribe()
    const invalid = scribe.say('w1@sim', 'message-invalid', { reason: 'no task' })
    expect(sentence(scribe.log, invalid)).toBe(
      'w1@sim could not use the message for a message: no task',
    )
    const received = scribe.say('w1@sim', 'task-received', { tag: 1 }, { task: 'x' })
    expect(sentence(scribe.log, received)).toBe('w1@sim received t1.')
    expect(scribe.log.tasks).toEqual(['x'])
  })

  test('learns the name of a task as soon as its message is in the log', () => {
    const scribe = new Scribe()
    const stored = { state: 'PROGRESS', result: null, kept: true }
    const row = scribe.say('w1@sim/1', 'state-stored', stored, { task: 'a' })
    expect(sentence(scribe.log, row)).toBe('w1@sim/1 stored PROGRESS for t1.')
    scribe.say('client', 'message-published', { message: MESSAGE }, { task: 'a' })
    expect(sentence(scribe.log, row)).toBe('w1@sim/1 stored PROGRESS for tasks.add (t1).')
  })
})

describe('why', () => {
  test('follows the causes of a fact back to the first', () => {
    const scribe = new Scribe()
    const began = scribe.say('client', 'program-started', { file: 'client.py' })
    scribe.say('w1@sim', 'worker-ready', {})
    const sent = scribe.say('client', 'message-published', { message: MESSAGE }, { cause: began })
    const got = scribe.say('w1@sim', 'task-received', { tag: 0 }, { cause: sent })
    expect(why(scribe.log, got)).toEqual([sent, began])
    expect(why(scribe.log, began)).toEqual([])
  })
})

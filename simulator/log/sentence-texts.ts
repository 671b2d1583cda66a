/**
 * Every sentence that a fact can be told in, whole, with named slots: to translate them all, translate
 * this table. A key is the kind of fact, with a variant after the slash.
 */
export const SENTENCES = {
  'program-started': 'Your program {file} started.',
  'program-ended': 'Your program ended and returned {value}.',
  'program-failed': 'Your program stopped with an error: {error}.',
  printed: '{who} printed: {text}',
  logged: '{who} logged: {text}',
  noted: '{text}',
  'noted-mistake': 'Worth a look: {text}.',
  'action-taken/start': '{worker} was told to start.',
  'action-taken/stop': '{worker} was told to stop when its running tasks are done.',
  'action-taken/kill': '{worker} was sent a signal that ends it.',
  'action-taken/restart': '{worker} was told to restart (SIGHUP).',
  'action-taken/signal': '{worker} was sent {signal}.',
  'action-taken/dropconnections': 'The broker closed all its connections.',
  'action-taken/purge': 'What waited in the queue {target} was thrown away by hand.',
  'action-taken/publish': '{target} was sent by hand.',
  'action-taken/prefetch': '{worker} was told by hand how many messages to take ahead.',
  'action-taken/control': '{worker} was sent a remote control command by hand.',
  'action-taken/control-all': 'All workers were sent a remote control command by hand.',
  'action-taken/deploy': 'New code was put in place: each worker restarts to load it.',
  'action-taken/reconfigure': 'The cluster was changed: each worker restarts with what is new.',
  'action-taken/reseed': 'From here on chance comes from seed {target}.',
  'action-taken': 'From outside: {verb} {target}.',

  'exchange-declared': '{who} declared the exchange {exchange} of type {type}.',
  'queue-declared': '{who} declared the queue {queue}.',
  'queue-bound': '{who} bound the queue {queue} to the exchange {exchange} with the key {key}.',

  'message-published': '{who} sent {task} to the queue {queue}.',
  'message-published/exchange': '{who} sent {task} to the exchange {exchange} with the key {key}.',
  'message-published/retry': '{who} sent {task} again: this is retry {retries}.',
  'message-enqueued': '{task} waits in the queue {queue}.',
  'message-enqueued/requeued':
    '{task} is back in the queue {queue}: its worker asked for it to be tried again.',
  'message-enqueued/restored':
    '{task} is back in the queue {queue}: its worker went away without acknowledging it.',
  'message-enqueued/untaken':
    '{task} waits in the queue {queue} again: the broker has forgotten that a worker took it.',
  'message-enqueued/revived':
    '{task} waits in the queue {queue} again, though it was done: the broker has forgotten that.',
  'message-enqueued/dead-lettered': '{task} waits in the queue {queue} as a dead letter.',
  'message-dead-lettered':
    'The message for {task} left the queue {queue} as a dead letter ({reason}), to the exchange {exchange} with the key {key}.',
  'message-taken': '{who} took the message for {task} out of the queue {queue} by itself.',
  'message-fetched':
    '{who} took the message for {task} out of the queue {queue} and has to settle it.',
  'message-fetched/again':
    '{who} took the message for {task} out of the queue {queue}; it had been delivered before.',
  'message-settled/ack': '{who} acknowledged the message for {task} from the queue {queue}.',
  'message-settled/reject':
    '{who} rejected the message for {task} from the queue {queue}: it is gone.',
  'message-settled/requeue': '{who} gave the message for {task} back to the queue {queue}.',
  'message-lost/restart':
    'The message for {task} was on its way when the broker stopped: it is lost.',
  'message-lost/connection':
    '{task} never reached the broker: the connection of {who} died with it on the way, and nobody was told.',
  'message-lost/channel':
    'The message for {task} came over a channel that the broker had closed: it is lost.',
  'message-refused/round':
    'The dead letter of {task} would go round for ever through the queue {queue}: the broker throws it away.',
  'message-refused/broadcast':
    'No worker listened to {queue} when {task} was sent there: a broadcast on Redis is kept for nobody.',
  'message-refused/node': 'The node of the queue {queue} is down: the message for {task} is lost.',
  'message-refused/memory':
    'Redis has no memory left and did not take the message for {task} into the queue {queue}.',
  'message-refused': 'The queue {queue} is full and did not take the message for {task}.',
  'queue-closed': 'Nobody can use the queue {queue} for now: {reason}.',
  'queue-opened': 'The queue {queue} can be used again.',
  'exchange-deleted': 'The exchange {exchange} is gone: {reason}.',
  'queue-deleted': 'The queue {queue} is gone: {reason}.',
  'channel-closed': 'The broker closed the channel of {who}: {text}.',
  'exchange-bound':
    '{who} bound the exchange {destination} to the exchange {exchange} with the key {key}.',
  'message-enqueued/duplicated':
    '{task} is in the queue {queue} once more: the broker hands it out twice.',
  'message-enqueued/overdue':
    '{task} is back in the queue {queue}: nobody acknowledged it within the visibility timeout.',
  'message-enqueued/returned':
    '{task} is at the end of the queue {queue} again: its worker stopped before it was done with it.',
  'message-unroutable':
    'The broker had no queue for {task}: nothing is bound to the exchange {exchange} with the key {key}, so the message is gone.',
  'message-delivered': '{who} took {task} from the queue {queue}.',
  'message-delivered/again':
    '{who} took {task} from the queue {queue}; it had been delivered before.',
  'message-acked': '{who} acknowledged {task}: the broker can forget the message.',
  'message-rejected': '{who} rejected {task}: the broker throws the message away.',
  'message-rejected/requeue':
    '{who} rejected {task} and asked the broker to put it back in the queue {queue}.',
  'message-dropped/not kept':
    'The message for {task} is gone: its worker ended, and nobody else had kept it.',
  'message-dropped/forgotten':
    'The message for {task} is gone: a copy with the same delivery tag was acknowledged, so nothing would bring this one back.',
  'message-dropped/merged':
    'The message for {task} came back once for two copies: they had one delivery tag between them.',
  'message-dropped':
    'The message for {task} left the queue {queue} without being delivered: {reason}.',

  'worker-started': '{who} starts: it will take messages from {queues} with {count} processes.',
  'worker-started/one': '{who} starts: it will take messages from {queues} with one process.',
  'worker-ready': '{who} is ready and takes messages.',
  'worker-stopping/warm': '{who} takes no more messages and stops when its running tasks are done.',
  'worker-stopping/soft':
    '{who} takes no more messages; running tasks have some seconds more before they are ended.',
  'worker-stopping/cold': '{who} stops now and ends its running tasks.',
  'worker-stopped/warm': '{who} has stopped.',
  'worker-stopped/cold': '{who} has stopped; tasks that were running were cut off.',
  'worker-stopped/killed': '{who} is dead: it had no time to finish or to give anything back.',
  'worker-stopped/failed': '{who} could not start.',
  'prefetch-set': '{who} will hold at most {count} unacknowledged messages at a time.',
  'prefetch-set/unlimited': '{who} will take as many messages as there are.',
  'process-started': 'The process {who} is here.',
  'process-ended/shutdown': 'The process {who} ended with its worker.',
  'process-ended/killed': 'The process {who} was killed.',
  'process-ended/crashed': 'The process {who} crashed.',
  'process-ended/recycled':
    'The process {who} has done its share of tasks and makes room for a new one.',

  'task-received': '{who} received {task}.',
  'task-held': '{who} holds {task} until its time comes, at {time}.',
  'task-reserved': '{who} lined {task} up for a free process.',
  'task-unknown': '{who} does not know the task {name}: no module it has loaded defines it.',
  'message-invalid': '{who} could not use the message for {task}: {reason}',
  'task-revoked/expired': '{who} threw {task} away: it had expired.',
  'task-revoked/revoked': '{who} threw {task} away: it had been revoked.',
  'task-revoked/terminated': '{who} ended {task} while it ran: it had been revoked.',

  'task-started': '{who} started {task}.',
  'task-started/retry': '{who} started {task}; this is retry {retries}.',
  'body-parked/sleep': '{who} sleeps until {time}.',
  'body-parked/result': '{who} waits for the result of {tasks}.',
  'body-parked/results': '{who} waits for {count} results.',
  'body-parked/state': '{who} asks for the state of {tasks}.',
  'body-parked/replies': '{who} waits for workers to answer {method}.',
  'body-parked/service': '{who} calls {service}: {call}.',
  'body-parked/computing': '{who} is computing.',
  'body-resumed': '{who} goes on.',
  'task-succeeded': '{who} finished {task}: it returned {value}.',
  'task-failed': '{who} failed {task}: it raised {error}.',
  'task-retried': '{who} will have {task} tried again at {time}.',
  'task-retried/error': '{who} will have {task} tried again at {time}, because it raised {error}.',
  'task-ignored': '{who} ended {task} without a result, as it asked: {reason}',
  'task-rejected': '{who} ended {task} without a result: it rejected its message.',
  'task-rejected/requeue':
    '{who} ended {task} without a result: it wants its message back in the queue.',
  'task-finished': '{who} is done with {task}; its state is {state}.',
  'task-internal-error': '{who} ran into an error around {task}, outside its own code: {error}.',
  'task-skipped':
    '{who} did not run {task} again: it has succeeded already, and worker_deduplicate_successful_tasks is on.',
  'receivers-called': '{who} called the functions connected to the signal {signal}.',
  'errback-called': '{who} called the error callback {name} for {task}.',

  'state-stored': '{who} stored {state} for {task}.',
  'state-stored/value': '{who} stored {state} for {task}, with the result {value}.',
  'state-stored/refused':
    '{who} wanted to store {state} for {task}, but it has succeeded already and stays so.',
  'result-forgotten': '{who} had the result of {task} forgotten.',
  'chord-counted': '{count} of {size} tasks of the chord are done, now that {task} is.',
  'chord-unlocked': 'All tasks of the chord are done: {who} sends its body.',
  'chord-failed': 'The body of the chord will not run, because a task of it failed: {error}.',

  'event-sent': '{who} sent the event {type}.',

  'control-sent': '{who} told all workers: {method}.',
  'control-sent/some': '{who} told {workers}: {method}.',
  'control-handled': '{who} did as it was told: {method}.',
  'control-handled/refused': '{who} could not do {method}: {error}.',
  'consumer-added': '{who} takes messages from the queue {queue} too.',
  'consumer-cancelled': '{who} takes no more messages from the queue {queue}.',

  'eager-started': '{who} runs {task} right here: {name} is called eagerly, no message is sent.',
  'eager-ended': '{who} is done with {task} here; its result is {state}: {value}.',
  'eager-ended/thrown': '{who} is done with {task} here; it raises {value} in its caller.',
  'connection-lost': '{who} lost its connection to the {server}: {reason}.',
  'connection-refused': '{who} cannot reach the {server} and tries again in {seconds} s: {error}.',
  'connection-refused/last': '{who} cannot reach the {server} and gives up: {error}.',
  'connection-blocked':
    '{who} may send nothing for now: RabbitMQ is short of memory and reads no more from its connection.',
  'connection-unblocked': '{who} may send again: RabbitMQ reads from its connection.',
  'connection-opened': '{who} is connected to the {server} again.',
  'publish-failed': 'The message for {task} did not reach the broker: {error}. {who} tries again.',
  'publish-failed/last':
    'The message for {task} did not reach the broker: {error}. {who} gives up and raises an error.',
  'call-unwritten': '{who} wanted to send {name}, but its message cannot be written: {error}.',
  'ack-void':
    '{who} acknowledged {task} on a connection that is gone: the broker does not hear it, and the message it gave out again stays.',
  'ack-void/waiting':
    '{who} acknowledged {task}, which is back in the queue {queue}: nothing is removed, and it will run again.',
  'ack-void/again':
    '{who} acknowledged {task} with a receipt that is too old: the message was handed out again, and stays.',
  'ack-void/settled':
    '{who} acknowledged {task}, which was acknowledged through another delivery: nothing is left to remove.',
  'ack-void/taken':
    '{who} acknowledged {task}, which had been given back meanwhile: Redis drops it for whoever has it now.',
  'heartbeat-missed/broker':
    'The broker has missed the heartbeats of {worker}: it closes the connection and takes its messages back.',
  'heartbeat-missed': '{who} has not heard of {worker} for too long and takes it for gone.',
  'fault-began/kill-process': 'Fault: a process of {target} is killed.',
  'fault-began/out-of-memory':
    'Fault: the machine of {target} is out of memory and kills the process that has most of it.',
  'fault-began/kill-worker': 'Fault: {target} is killed.',
  'fault-began/kill-node': 'Fault: the machine {target} goes down with every worker on it.',
  'fault-began/lost-ack': 'Fault: the next acknowledgements of {target} will not reach the broker.',
  'fault-began/duplicate-delivery':
    'Fault: the broker will hand out the next messages of the queue {target} twice.',
  'fault-began/clock-skew': 'Fault: the clock of {target} is wrong by {seconds} s.',
  'fault-began/poison-task': 'Fault: {target} kills every process that it starts in.',
  'fault-began/drop-connections': 'Fault: the broker closes every connection.',
  'fault-began/broker-away': 'Fault: the broker goes away.',
  'fault-began/broker-restart/stop': 'Fault: the broker is stopped, and started again.',
  'fault-began/broker-restart/kill': 'Fault: the broker is killed, and started again.',
  'fault-began/broker-restart/power-loss':
    'Fault: the machine of the broker loses power, and is started again.',
  'fault-began/fail-over':
    'Fault: Redis dies, and a replica takes over that has not heard of the last {seconds} s.',
  'fault-began/broker-node-down': 'Fault: the node {target} of RabbitMQ goes down.',
  'fault-began/memory-alarm':
    'Fault: RabbitMQ is short of memory and takes nothing from whoever sends.',
  'fault-began/kill-pod': 'Fault: the machine of the oldest pod dies.',
  'fault-began/service-away': 'Fault: {target} goes away.',
  'fault-began/service-slow': 'Fault: each call of {target} takes {seconds} s.',
  'fault-began/poison-message': 'Fault: a message comes into {target} that no worker can use.',
  'fault-began/backend-away': 'Fault: the result backend goes away.',
  'fault-began/partition':
    'Fault: nothing passes between {target} and {server}; neither end is told.',
  'fault-began/slow-link':
    'Fault: everything between {target} and {server} takes {seconds} s longer each way, and up to {jitter} s more.',
  'fault-began/lossy-link':
    'Fault: {percent} % of the packets between {target} and {server} are lost and sent again.',
  'fault-began/reordering':
    'Fault: packets between {target} and {server} take up to {jitter} s longer, each by chance: connections overtake each other.',
  'fault-ended': 'The fault {fault} is over.',
  'ack-lost': '{who} acknowledged {task}, but the broker never heard of it.',

  'autoscaler-decided/cpu-up':
    'CPU is at {value} % and shall be at {target} %: the number of pods shall be {desired} instead of {current}.',
  'autoscaler-decided/cpu-down':
    'CPU is at {value} % and may be at {target} %: the number of pods shall be {desired} instead of {current}.',
  'autoscaler-decided/cpu-same': 'CPU is at {value} %: the number of pods stays {current}.',
  'autoscaler-decided/queue-up':
    'The queue has {value} messages and shall have {target} a pod: the number of pods shall be {desired} instead of {current}.',
  'autoscaler-decided/queue-down':
    'The queue has {value} messages and may have {target} a pod: the number of pods shall be {desired} instead of {current}.',
  'autoscaler-decided/queue-same':
    'The queue has {value} messages: the number of pods stays {current}.',
  'autoscaler-decided/age-up':
    'The oldest message has waited {value} s and shall wait {target} s: the number of pods shall be {desired} instead of {current}.',
  'autoscaler-decided/age-down':
    'The oldest message has waited {value} s and may wait {target} s: the number of pods shall be {desired} instead of {current}.',
  'autoscaler-decided/age-same':
    'The oldest message has waited {value} s: the number of pods stays {current}.',
  'autoscaler-decided/blind':
    'No pod is ready to tell its CPU: the number of pods stays {current}.',
  'pod-changed/pulling': '{who} is a new pod: its image is on its way.',
  'pod-changed/starting': 'The container of {who} starts.',
  'pod-changed/ready': '{who} is ready: its probe says so.',
  'pod-changed/waiting': 'The container of {who} has ended: it is started again after a while.',
  'pod-changed/terminating': '{who} is to go: it got SIGTERM and may finish what it is running.',
  'pod-changed/gone': 'The pod {who} is gone.',
  'pod-changed/killed':
    'The grace period of {who} was over: SIGKILL ended it with what it was running, tasks: {count}.',
  'pod-changed/lost': 'The machine of {who} died, and the pod with it.',
  'task-cancelled': '{who} cut {task} off; it had been acknowledged, so nobody will run it again.',
  'task-cancelled/requeued': '{who} cut {task} off; its message goes back to its queue.',

  'service-effect': '{who}: {call} has taken effect.',
  'service-away/refuses': '{who} is away until {time}: nobody listens there.',
  'service-away/silent': '{who} is silent until {time}: no answer comes.',
  'service-back': '{who} is back.',
  'service-slowed': '{who} is slow until {time}: a call takes about {latency}.',
  'service-recovered': '{who} is as quick as before.',
  'request-arrived': 'A visitor asks {who} for {request}.',
  'request-handled': '{who} is done with {request}: {status}.',
  'request-started': '{who} begins to answer {request}, which has waited for {waited}.',
  'request-ended': '{who} answered {request} with {status} after {latency}.',
  'request-ended/unwanted':
    '{who} answered {request} with {status} after {latency}, and should have answered with {wanted}.',
  'service-missed/away': '{call} is lost: {who} was away, and the sender does not hear of it.',
  'service-missed/refused':
    '{who} would not take {call} ({reply}), and the sender does not hear of it.',
  'service-answered': '{service} answered {call}.',
  'service-answered/code': '{service} answered {call} with {reply}.',
  'service-answered/refused': '{service} does not listen: the connection was refused.',
  'service-answered/timed out': '{service} did not answer {call} in time: {who} waits no longer.',
  'service-answered/disconnected': 'The connection of {who} to {service} is broken.',
  'service-answered/unknown host': 'There is no {service} for {who} to call.',
  'link-stalled':
    '{who} waits for an answer from the {server} that does not come, and does nothing else meanwhile.',
  'link-resumed': '{who} hears from the {server} again and goes on.',
  'task-limited': '{who} lets {task} wait: its rate limit allows it at {time} at the earliest.',
} as const

export type SentenceKey = keyof typeof SENTENCES

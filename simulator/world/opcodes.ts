/** What an event of the calendar does; its entity and argument are told here. */
export const OPCODES = {
  /** entity: process, argument: its generation */
  step: 0,
  /** A parked body goes on. entity: process, argument: number of the wait */
  wake: 1,
  /** A wait for results has lasted too long. entity: process, argument: number of the wait */
  timeout: 2,
  /** A message reaches its queues. entity: index in `arrivals` */
  arrive: 3,
  /** A message reaches a worker. entity: worker, argument: tag */
  deliver: 4,
  /** A held task is due. entity: request, argument: generation of its worker's main process */
  due: 5,
  /** entity: index of the action, argument: index of the process that set it off + 1; 0: none */
  action: 6,
  /** A worker starts. entity: worker */
  start: 7,
  /** A running task has come to its soft time limit. entity: process, argument: request */
  softLimit: 9,
  /** A running task has come to its hard time limit. entity: process, argument: request */
  hardLimit: 10,
  /** A control message reaches a worker. entity: worker, argument: index in `controls` */
  control: 12,
  /** A reply reaches who asked. entity: index in `controls`, argument: index in its `sent` */
  reply: 13,
  /** An autoscaler looks at its worker. entity: worker, argument: generation of its main process */
  autoscale: 14,
  /** A load sends its next message. entity: index in `loads` */
  load: 17,
  /** An outside autoscaler looks. */
  scale: 20,
  /** A pod goes on, or is probed. entity: its place, argument: its generation */
  pod: 21,
  /** A rate limit may allow its next task. entity: worker, argument: bucket */
  bucket: 11,
  /** A timer of the broker's own, told by its effect. */
  brokerTimer: 15,
  /** The same, but nothing to keep a run going for. */
  brokerWatch: 16,
  /** A fault is over. entity: index in `faults` */
  faultEnd: 18,
  /** A poisoned body has begun. entity: process, argument: its generation */
  poison: 19,
  /** A thread or greenlet may have its turn in the Python that it shares. entity: process */
  turn: 24,
  /** A pool makes good the processes that it has lost. entity: worker, argument: generation of its main process */
  maintain: 25,
  /** A worker's attempt to connect is over. entity: worker, argument: epoch of its connection */
  dial: 30,
  /** What is stuck on a wire is sent again. entity: process, argument: code of the wire's jam */
  resend: 40,
  /** Nothing that a process sends is confirmed. entity: process, argument: life of its wire */
  unheard: 41,
  /** A server answers at last. entity: process, argument: since when it waits */
  answered: 42,
  /** What a worker tells of a message reaches the broker. entity: its number */
  settle: 43,
  /** A control message reaches the broker, and from there the workers. entity: index in `controls` */
  broadcast: 44,
  /** A reply reaches the broker. entity: index in `controls`, argument: index in its `sent` */
  replied: 45,
  /** A worker sends a heartbeat of its connection. entity: worker, argument: epoch of its connection */
  beat: 46,
  /** RabbitMQ looks whether it has heard of a worker. entity: worker, argument: epoch of its connection */
  missed: 47,
  /** RabbitMQ hears that nobody is at the other end. entity: worker, argument: epoch of the connection */
  reset: 48,
  /** What a Redis consumer has asked for is over, and nobody hears it. entity: worker */
  unasked: 49,
  /** A worker looks whether it has heard of a neighbour. entity: worker, argument: the neighbour */
  gossip: 50,
  /** A new process must have said by now that it is up. entity: process, argument: its generation */
  alive: 51,
  /** A worker sends a heartbeat event to whoever listens. entity: worker, argument: generation of its main process */
  heartbeat: 53,
  /** A process has ended that held messages by itself. entity: process, argument: 1 where it was killed */
  leaveChannels: 52,
  /** A call reaches its service. entity: its number in `services.calls` */
  call: 54,
  /** Its answer reaches the caller. entity: its number */
  called: 55,
  /** A service goes away, or is back. entity: its place in the cluster, argument: 2 * outage, + 1 at its end */
  outage: 56,
  /** A service slows down, or is as quick as before. entity: its place in the cluster, argument: 2 * spell, + 1 at its end */
  slowSpell: 61,
  /** Somebody visits a web front. entity: the front, argument: which kind of request */
  visit: 57,
  /** The request reaches the front. entity: its number in `services.visits` */
  visited: 58,
  /** The answer reaches the visitor. entity: its number */
  served: 59,
  /** A visitor has waited long enough. entity: its number */
  impatient: 60,
  /** The kernel of a machine looks for memory. entity: the machine */
  shortOfMemory: 62,
  /** A worker has waited for its neighbours. entity: worker, argument: epoch of its connection */
  mingled: 31,
} as const

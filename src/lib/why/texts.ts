/** Every sentence that a Why? may add to those of the log, whole, with named slots: to translate them, translate this. */
export const REASONS = {
  jitter: 'Jitter drew {drew} s out of 0 to {seconds} s: it may draw anything in between.',
  'backoff/first': '{seconds} s is your backoff for the first retry.',
  'backoff/once': '{seconds} s is your backoff of {factor} s, doubled once.',
  'backoff/twice': '{seconds} s is your backoff of {factor} s, doubled twice.',
  'backoff/often': '{seconds} s is your backoff of {factor} s, doubled {times} times.',
  'backoff/most': '{seconds} s is the longest pause that your backoff allows.',
  'pause/call': 'Your code asked for this pause when it called retry().',
  'pause/default': 'Nobody said how long, so it is default_retry_delay: {seconds} s.',
  autoretry: 'autoretry_for asks for another try after such an error.',
  'no-retry': 'Nothing in your code asks to try again after this error.',
  'no-tries-left': 'This was retry {retries}, and max_retries allows no more.',
  raised: 'The error comes from this line: {error}.',
  drawn: 'Chance decided it: {service} answers some calls like this, and the seed says which.',
  slow: '{service} is slow since {since}: a call takes about {latency}.',
  away: '{service} is away since {since}, until {until}.',
  'late-ack': 'acks_late is on, so the message was still unacknowledged while the task ran.',
  'early-ack':
    'Its message was acknowledged at {time}, before the task began: nobody will deliver it again.',
  'not-acked': 'Its message had not been acknowledged yet, so the broker kept it.',
  visibility: 'The visibility timeout was over: Redis delivers what nobody acknowledged in time.',
  'slots/all': 'It waited {wait}: all {count} processes that take from {queue} were busy.',
  'slots/one': 'It waited {wait}: the only process that takes from {queue} was busy.',
  'slots/none': 'It waited {wait}: no worker was there that takes from {queue}.',
  ahead: '{count} messages were in front of it in the queue {queue}.',
  reserved: '{worker} had taken it {wait} before one of its processes was free for it.',
  prefetch: '{worker} takes up to {count} messages ahead of its processes.',
  freed: '{process} came free when it was done with {task}.',
  eta: 'It was sent with a countdown or an ETA: not before {time}.',
  expires: 'It was sent with an expiry: not after {time}.',
  'rate-limit': 'Its rate limit sets its pace.',
  route: 'A route sends {name} to the queue {queue}.',
  awaits: 'It needs the result of {task}, which is {state}.',
  'awaits/many': 'It needs {count} results, and {open} of them are not there yet.',
  'chord/last': '{task} was the last of the {count} tasks in the header.',
  target: 'The autoscaler aims at {target}, by {metric}.',
  'bounds/most': 'It would be {recommended} pods, but the most you allow is {desired}.',
  'bounds/window':
    'By the numbers of this moment it would be {recommended}: its windows and policies hold it back.',
  'grace-over': 'It was not done when its grace period ended.',
  line: 'This line of your code called it.',
} as const

export type ReasonKey = keyof typeof REASONS

/** What is asked, by the fact it is asked about; `why` where nothing says it better. */
export const QUESTIONS = {
  why: 'Why?',
  'task-retried': 'Why does it wait {wait}?',
  'task-failed': 'Why did it fail?',
  'task-started': 'Why does it begin now?',
  'task-held': 'Why is it held back?',
  'task-limited': 'Why must it wait?',
  'task-revoked': 'Why was it thrown away?',
  'task-rejected': 'Why was it rejected?',
  'message-enqueued/again': 'Why is it in the queue again?',
  'message-enqueued': 'Why is it in this queue?',
  'message-unroutable': 'Why did it get nowhere?',
  'message-delivered': 'Why was it taken now?',
  'message-dropped': 'Why is it gone?',
  'process-ended': 'Why did the process end?',
  'worker-stopped': 'Why did it stop?',
  'connection-lost': 'Why did the connection break?',
  'service-answered': 'Why this answer?',
  'body-parked': 'What does it wait for?',
  'chord-unlocked': 'Why does the body start now?',
  'autoscaler-decided': 'Why so many pods?',
} as const

export type QuestionKey = keyof typeof QUESTIONS

/** Fills the slots of a sentence. */
export const fill = (text: string, slots: Readonly<Record<string, string>>): string =>
  text.replaceAll(/\{(\w+)\}/gu, (whole, slot: string) => slots[slot] ?? whole)

import { type Log, type Picture, PictureSeeker, type WorkerPicture } from '../../simulator/index.ts'

/** The picture after every row must hold together, and agree with the row that comes next. */
export function pictureHolds(log: Log): readonly string[] {
  const seeker = new PictureSeeker(log)
  const found: string[] = []
  for (let row = 0; row < log.length; row++) {
    found.push(...contradictsNext(seeker.afterRows(row), log, row))
    const picture = seeker.afterRows(row + 1)
    const broken = [...queuesBroken(picture), ...picture.workers.flatMap(workerBroken(picture))]
    found.push(...broken.map((text) => `row ${row}: ${text}`))
  }
  return found
}

/** What is taken from a queue waits in it, and what is settled is held by somebody. */
function contradictsNext(before: Picture, log: Log, row: number): readonly string[] {
  const entry = log.entry(row)
  if (entry.kind === 'message-delivered') {
    const queue = before.queues.find(({ name }) => name === entry.detail.queue)
    if (!queue?.waitingTags.includes(entry.detail.tag)) return [`row ${row}: it did not wait`]
  }
  if (entry.kind === 'message-acked' || entry.kind === 'message-rejected') {
    const queue = before.queues.find(({ name }) => name === entry.detail.queue)
    if (!queue?.unackedTags.includes(entry.detail.tag)) return [`row ${row}: nobody held it`]
  }
  if (entry.kind === 'task-started') {
    const process = before.workers
      .flatMap(({ processes }) => processes)
      .find(({ name }) => name === entry.actor.name)
    if (process?.state !== 'idle') return [`row ${row}: ${entry.actor.name} was not idle`]
  }
  return []
}

function queuesBroken(picture: Picture): readonly string[] {
  return picture.queues.flatMap(({ name, waiting, waitingTags, unacked, unackedTags }) => [
    ...(waiting.length === waitingTags.length ? [] : [`${name} has lost a tag`]),
    ...(unacked === unackedTags.length ? [] : [`${name} has miscounted`]),
    ...(new Set([...waitingTags, ...unackedTags]).size === waiting.length + unacked
      ? []
      : [`${name} has a message twice`]),
  ])
}

function workerBroken(picture: Picture): (worker: WorkerPicture) => readonly string[] {
  const held = new Set(picture.queues.flatMap(({ unackedTags }) => unackedTags))
  return ({ name, state, waitingRoom, processes }) => [
    ...(waitingRoom.every(({ tag }) => held.has(tag))
      ? []
      : [`${name} waits for what it has settled`]),
    ...(state !== 'off' || waitingRoom.length === 0 ? [] : [`${name} is off and holds messages`]),
    ...(state !== 'off' || processes.every((process) => process.state === 'gone')
      ? []
      : [`${name} is off and has processes`]),
    ...processes
      .filter((process) => (process.task === null) !== ['idle', 'gone'].includes(process.state))
      .map((process) => `${process.name} is ${process.state} with ${process.task ?? 'no task'}`),
  ]
}

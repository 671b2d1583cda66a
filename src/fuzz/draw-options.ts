import type { Json } from '../../simulator/index.ts'
import type { Options } from './case.ts'
import type { Chance } from './chance.ts'
import { QUEUES } from './draw-names.ts'

/** What a task's decorator says. */
export function drawTaskOptions(chance: Chance): Options {
  const options: { [name: string]: Json } = {}
  if (chance.once(3)) options['acks_late'] = chance.once(2)
  if (chance.once(4)) options['reject_on_worker_lost'] = true
  if (chance.once(8)) options['rate_limit'] = chance.pick(['2/s', '5/s', '30/m'])
  if (chance.once(10)) options['time_limit'] = chance.pick([0.5, 2])
  if (chance.once(10)) options['soft_time_limit'] = chance.pick([0.3, 1])
  if (chance.once(8)) options['ignore_result'] = true
  return options
}

/** What a call says. */
export function drawSendOptions(chance: Chance): Options {
  const options: { [name: string]: Json } = { queue: chance.pick(QUEUES) }
  if (chance.once(3)) options['priority'] = chance.whole(0, 9)
  if (chance.once(4)) options['countdown'] = chance.pick([0.2, 1, 3])
  if (chance.once(6)) options['expires'] = chance.pick([0.5, 2, 6])
  return options
}

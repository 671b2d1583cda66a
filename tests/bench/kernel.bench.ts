import { test } from 'vitest'
import { Calendar } from '../../simulator/kernel/calendar.ts'
import { createStreams } from '../../simulator/kernel/random.ts'
import { ObjectHeap } from './object-heap.ts'
import { reportRatio } from './report.ts'

/** Events that are pending all the time, and events that pass: enough that garbage is collected in each round. */
const PENDING = 10_000
const PASSING = 300_000
/** A network hop: most events of a cluster have a delay that recurs. */
const HOP = 500

const chance = createStreams(1).stream('bench')
const delays = Array.from({ length: PASSING }, () => 1 + chance.below(1_000_000))

test('a calendar on typed arrays with lanes and a heap of event objects', async ({ bench }) => {
  const result = await bench.compare(
    bench('calendar', () => {
      const calendar = new Calendar()
      const hop = calendar.lane(HOP)
      for (let index = 0; index < PENDING; index++) calendar.schedule(delays[index]!, 0, index, 0)
      for (let index = 0; index < PASSING; index++) {
        calendar.pop()
        // Of four events three are hops.
        if (index % 4 > 0) calendar.scheduleIn(hop, calendar.time, 1, index, 0)
        else calendar.schedule(calendar.time + delays[index]!, 0, index, 0)
      }
      return calendar.time
    }),
    bench('objects', () => {
      const heap = new ObjectHeap()
      let time = 0
      for (let index = 0; index < PENDING; index++) heap.push(delays[index]!, 0, index, 0)
      for (let index = 0; index < PASSING; index++) {
        time = heap.pop()!.time
        if (index % 4 > 0) heap.push(time + HOP, 1, index, 0)
        else heap.push(time + delays[index]!, 0, index, 0)
      }
      return time
    }),
  )
  reportRatio(result, 'calendar', 'objects', PASSING)
})

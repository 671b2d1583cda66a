import type { TaskPicture } from '../../../simulator/index.ts'
import { hasEnded, markOf } from '../../lib/marks.ts'
import type { StageLayout } from '../layout/place.ts'
import { boxesById } from '../layout/routes.ts'
import { middle, type Point } from '../layout/shapes.ts'
import { CLIENT, RESULTS, queueId, workerId } from '../layout/topology.ts'

/** Where a task is when no token of it is drawn: at what holds it, or at the results when it has ended. */
export function whereabouts(layout: StageLayout, task: TaskPicture): Point {
  const id = hasEnded(markOf(task))
    ? RESULTS
    : task.worker !== null
      ? workerId(task.worker)
      : task.queue !== null
        ? queueId(task.queue)
        : CLIENT
  const box = boxesById(layout).get(layout.standIn.get(id) ?? id)
  return middle(box ?? layout.client.box)
}

/** All that can be done by hand, for each thing on the stage. */
import { type Act, type Moment, USUAL } from './act.ts'
import type { NodeRef } from './nodes.ts'
import { brokerActs, queueActs, resultsActs, serviceActs } from './on-servers.ts'
import { clientActs, taskActs } from './on-tasks.ts'
import { beatActs, processActs, workerActs } from './on-workers.ts'

export { type Act, type Doing, type Moment, shortOf } from './act.ts'
export { nodeName, type NodeRef, nodesOf } from './nodes.ts'

/** All that can be done to a node at a moment, the mildest first. */
export function actsOn(node: NodeRef, moment: Moment, strength = USUAL): readonly Act[] {
  switch (node.kind) {
    case 'client':
      return clientActs(moment, strength)
    case 'broker':
      return brokerActs(moment, strength)
    case 'results':
      return resultsActs(strength)
    case 'queue':
      return queueActs(node.name, moment)
    case 'worker':
      return workerActs(node.name, moment, strength)
    case 'process':
      return processActs(node.name, node.index, moment)
    case 'service':
      return serviceActs(node.name, moment, strength)
    case 'beat':
      return beatActs(node.name)
    case 'task':
      return taskActs(node.name, moment)
  }
}

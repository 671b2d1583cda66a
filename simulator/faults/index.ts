import type { FaultName } from '../cluster/fault-spec.ts'
import type { BrokerName } from '../cluster/spec.ts'
import { backendAway } from './backend-away.ts'
import { brokerAway } from './broker-away.ts'
import { brokerNodeDown } from './broker-node-down.ts'
import { brokerRestart } from './broker-restart.ts'
import { clockSkew } from './clock-skew.ts'
import { dropConnectionsFault } from './drop-connections.ts'
import { duplicateDelivery } from './duplicate-delivery.ts'
import { failOver } from './fail-over.ts'
import type { FaultMember } from './fault.ts'
import { killNode } from './kill-node.ts'
import { killPodFault } from './kill-pod.ts'
import { killProcessFault } from './kill-process.ts'
import { killWorkerFault } from './kill-worker.ts'
import { lostAck } from './lost-ack.ts'
import { memoryAlarm } from './memory-alarm.ts'
import { outOfMemory } from './out-of-memory.ts'
import { poisonMessage } from './poison-message.ts'
import { lossyLink } from './lossy-link.ts'
import { partition } from './partition.ts'
import { poisonTask } from './poison-task.ts'
import { reordering } from './reordering.ts'
import { serviceAway } from './service-away.ts'
import { serviceSlow } from './service-slow.ts'
import { slowLink } from './slow-link.ts'

/** Every fault that there is. */
export const FAULTS: { readonly [K in FaultName]: FaultMember<K> } = {
  'kill-process': killProcessFault,
  'kill-worker': killWorkerFault,
  'kill-node': killNode,
  'out-of-memory': outOfMemory,
  'lost-ack': lostAck,
  'duplicate-delivery': duplicateDelivery,
  'clock-skew': clockSkew,
  'poison-task': poisonTask,
  'drop-connections': dropConnectionsFault,
  'broker-away': brokerAway,
  'broker-restart': brokerRestart,
  'fail-over': failOver,
  'broker-node-down': brokerNodeDown,
  'memory-alarm': memoryAlarm,
  'kill-pod': killPodFault,
  'poison-message': poisonMessage,
  'backend-away': backendAway,
  partition,
  'slow-link': slowLink,
  'lossy-link': lossyLink,
  reordering,
  'service-away': serviceAway,
  'service-slow': serviceSlow,
}

export const FAULT_NAMES = Object.keys(FAULTS) as readonly FaultName[]

/** Those that can happen in a cluster with this broker. */
export const faultsOf = (broker: BrokerName): readonly FaultName[] =>
  FAULT_NAMES.filter((name) => FAULTS[name].brokers?.includes(broker) ?? true)

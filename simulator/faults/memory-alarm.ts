import { clearAlarm, raiseAlarm } from '../world/alarm.ts'
import type { FaultMember } from './fault.ts'

/**
 * RabbitMQ has more in memory than it may (`vm_memory_high_watermark`): until that is over it reads nothing from
 * a connection that publishes (https://www.rabbitmq.com/docs/memory, https://www.rabbitmq.com/docs/connection-blocked).
 */
export const memoryAlarm: FaultMember<'memory-alarm'> = {
  name: 'memory-alarm',
  lasting: 'a while',
  brokers: ['rabbitmq'],
  read: () => ({}),
  begin: (world) => raiseAlarm(world),
  end: (world, _fault, { cause }) => clearAlarm(world, cause),
}

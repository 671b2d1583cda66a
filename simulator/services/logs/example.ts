import type { ServiceExample } from '../service.ts'

/** A record is written. */
export const example: ServiceExample = {
  settings: {},
  calls: [
    {
      operation: 'write',
      subject: 'paid',
      arguments: { record: { level: 'info', message: 'paid', order: 7 } },
    },
  ],
}

import type { ServiceExample } from '../service.ts'

/** A mail is sent. */
export const example: ServiceExample = {
  settings: { busy: 0, unknown: 0 },
  calls: [
    { operation: 'connect', subject: '', arguments: {} },
    { operation: 'mail', subject: 'shop@example.com', arguments: {} },
    { operation: 'rcpt', subject: 'kim@example.com', arguments: {} },
    { operation: 'data', subject: 'kim@example.com', arguments: { subject: 'Hello' } },
  ],
}

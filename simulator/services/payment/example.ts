import type { ServiceExample } from '../service.ts'

/** A card is charged. */
export const example: ServiceExample = {
  settings: {},
  calls: [
    {
      operation: 'POST',
      subject: '/charges',
      arguments: { body: { amount: 5, customer: 'kim' } },
    },
  ],
}

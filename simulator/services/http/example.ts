import type { ServiceExample } from '../service.ts'

/** An order is posted. */
export const example: ServiceExample = {
  settings: { routes: { 'POST /orders': { id: 1 } } },
  calls: [{ operation: 'POST', subject: '/orders', arguments: { body: { cups: 2 } } }],
}

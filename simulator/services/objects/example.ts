import type { ServiceExample } from '../service.ts'

/** A picture is stored. */
export const example: ServiceExample = {
  settings: {},
  calls: [{ operation: 'put', subject: 'photos/a.png', arguments: { body: 'aGk=', size: 2 } }],
}

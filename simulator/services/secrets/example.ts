import type { ServiceExample } from '../service.ts'

/** A password is changed. */
export const example: ServiceExample = {
  settings: { secrets: { key: 'a' } },
  calls: [{ operation: 'rotate', subject: 'key', arguments: {} }],
}

import type { ServiceExample } from '../service.ts'

/** Something is counted. */
export const example: ServiceExample = {
  settings: {},
  calls: [
    { operation: 'counter', subject: 'mails_total', arguments: { labels: { to: 'a' }, value: 1 } },
  ],
}

import { expect, test } from 'vitest'
import { shortHosts } from './host-names.ts'

test('hosts of one domain go by their first name, the others by all of it', () => {
  const names = ['mail.example.com', 'bank.example.com', 'sql', 'logs.other.org']
  expect([...shortHosts(names).values()]).toEqual(['mail', 'bank', 'sql', 'logs.other.org'])
  expect(shortHosts(['mail.example.com']).get('mail.example.com')).toBe('mail.example.com')
  expect([...shortHosts(['a.org', 'b.org']).values()]).toEqual(['a.org', 'b.org'])
})

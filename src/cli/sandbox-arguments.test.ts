import { describe, expect, it } from 'vitest'
import { parseSandboxArguments, sandboxCluster } from './sandbox-arguments.ts'

const argumentsOf = (...words: string[]) => {
  const parsed = parseSandboxArguments(['run', 'shop.py', ...words])
  if (!parsed.ok) throw new Error(parsed.problem)
  return parsed.arguments
}

const clusterOf = (text: string | null, ...words: string[]) =>
  sandboxCluster(argumentsOf(...words), 'shop', text === null ? null : { name: 'c.yaml', text })

describe('the cluster of a program in the sandbox', () => {
  it('is one worker where nobody says anything', () => {
    expect(clusterOf(null)).toMatchObject({
      ok: true,
      cluster: { broker: 'redis', backend: 'source', app: 'shop', workers: [{ name: 'w1' }] },
    })
  })

  it('is that of its file, services and all, and the command line has the last word', () => {
    const file = 'broker: rabbitmq\nservices:\n  mail.org: { kind: smtp, busy: 0.5 }\n'
    expect(clusterOf(file, '--broker', 'sqs', '--worker', 'w7 -c 9')).toMatchObject({
      ok: true,
      cluster: {
        broker: 'sqs',
        workers: [{ name: 'w7', options: '-c 9' }],
        services: [{ name: 'mail.org', kind: 'smtp' }],
      },
    })
  })

  it('is refused with the place where it is wrong', () => {
    expect(clusterOf('services: { mail.org: { kind: pigeon } }')).toMatchObject({
      ok: false,
      problem: expect.stringMatching(/^c\.yaml: services\.mail\.org\.kind: .*smtp/u) as string,
    })
    expect(clusterOf(null, '--broker', 'pigeon')).toMatchObject({
      ok: false,
      problem: expect.stringMatching(/^broker: /u) as string,
    })
    expect(clusterOf('- a')).toMatchObject({ ok: false })
    expect(clusterOf('a: [')).toMatchObject({ ok: false })
  })
})

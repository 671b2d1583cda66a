import { beatsOf } from '../beat/beats.ts'
import type { FaultName } from '../cluster/fault-spec.ts'
import type { BrokerName, ClusterSpec } from '../cluster/spec.ts'
import type { Problem } from '../cluster/parse.ts'
import { type Micros, seconds } from '../kernel/units.ts'

/** A day: nothing in a run lasts longer. */
const LONGEST = 86_400
const MOST = 1_000_000

/** The fields of one action, read from untrusted data; what is wrong with them is collected. */
export class Fields {
  private readonly values: { readonly [name: string]: unknown }
  private readonly cluster: ClusterSpec
  private readonly path: string
  private readonly problems: Problem[]
  private readonly asked = new Set<string>()

  constructor(
    values: { readonly [name: string]: unknown },
    cluster: ClusterSpec,
    path: string,
    problems: Problem[],
  ) {
    this.values = values
    this.cluster = cluster
    this.path = path
    this.problems = problems
  }

  has(name: string): boolean {
    return this.values[name] !== undefined
  }

  value(name: string): unknown {
    this.asked.add(name)
    return this.values[name]
  }

  problem(name: string, sentence: string): void {
    const path = name === '' ? this.path : `${this.path}.${name}`
    this.problems.push({ path, sentence })
  }

  /** One more object of fields inside this one. */
  inner(name: string, values: { readonly [name: string]: unknown }): Fields {
    this.asked.add(name)
    return new Fields(values, this.cluster, `${this.path}.${name}`, this.problems)
  }

  text(name: string, fallback?: string): string {
    const value = this.value(name) ?? fallback
    if (typeof value === 'string' && value !== '') return value
    this.problem(name, `"${name}" is missing: it is a text such as ${EXAMPLES[name] ?? '"a"'}.`)
    return ''
  }

  choice<T extends string>(name: string, allowed: readonly T[]): T | null {
    const value = this.value(name)
    const found = allowed.find((one) => one === value)
    if (found !== undefined) return found
    this.problem(name, `${shown(value)} is not one of ${allowed.join(', ')}.`)
    return null
  }

  /** Whole, from 1. */
  count(name: string, fallback: number): number {
    const value = this.value(name) ?? fallback
    if (typeof value === 'number' && Number.isSafeInteger(value) && value >= 1 && value <= MOST)
      return value
    this.problem(name, `"${name}" is a whole number from 1 to ${MOST}, not ${shown(value)}.`)
    return fallback
  }

  texts(name: string): readonly string[] {
    const value = this.value(name)
    if (Array.isArray(value) && value.every((one) => typeof one === 'string')) return value
    this.problem(name, `"${name}" is a list of texts, not ${shown(value)}.`)
    return []
  }

  /** Given in seconds; only a `signed` one may be below zero. */
  duration(name: string, signed = false): Micros {
    const value = this.value(name)
    const lowest = signed ? -LONGEST : 0
    if (typeof value === 'number' && value >= lowest && value <= LONGEST) return seconds(value)
    this.problem(
      name,
      `"${name}" is a number of seconds from ${lowest} to ${LONGEST}, not ${shown(value)}.`,
    )
    return 0
  }

  /** A worker of the cluster by its short name. */
  knownWorker(): string {
    const names = this.cluster.workers.map(({ name }) => name)
    return this.choice('worker', names) ?? ''
  }

  /** A worker by its short name, or a beat: who is started and stopped. */
  knownProcess(): string {
    const beats = beatsOf(this.cluster).map(({ name }) => name)
    return this.choice('worker', [...this.cluster.workers.map(({ name }) => name), ...beats]) ?? ''
  }

  /** A worker by its short name; where a task sets the fault off it may be left out, and is the worker of that task then. */
  worker(): string | null {
    return this.setOffByTask() && !this.has('worker') ? null : this.knownWorker()
  }

  /** A machine of the cluster; it may be left out as above. */
  node(): string | null {
    if (this.setOffByTask() && !this.has('node')) return null
    return this.choice(
      'node',
      this.cluster.workers.map(({ name, node }) => node ?? name),
    )
  }

  /** A node of the broker's cluster. */
  brokerNode(): string {
    const nodes = this.cluster.server?.nodes ?? []
    if (nodes.length > 1) return this.choice('node', nodes) ?? ''
    this.value('node')
    // Another broker has no nodes at all, which is said elsewhere.
    if (this.cluster.broker !== 'rabbitmq') return ''
    const sentence =
      'The broker of this cluster is one server. Give it nodes, such as server: { nodes: [r1, r2, r3] }.'
    this.problem('node', sentence)
    return ''
  }

  /** Says so where a fault cannot happen to the broker that the cluster has. */
  checkBroker(fault: FaultName, brokers: readonly BrokerName[] | undefined): void {
    const { broker } = this.cluster
    if (brokers === undefined || brokers.includes(broker)) return
    this.problem(
      'fault',
      `The fault ${fault} happens to the broker ${brokers.join(' or ')}; this cluster has ${broker}.`,
    )
  }

  /** An outside system of the cluster by its host name. */
  knownService(): string {
    const names = (this.cluster.services ?? []).map(({ name }) => name)
    if (names.length > 0) return this.choice('service', names) ?? ''
    this.value('service')
    this.problem('service', 'This cluster has no services. Describe one under services: first.')
    return ''
  }

  /** Machines of the cluster, by their names or by those of their workers; the client and each beat have one. */
  nodes(): readonly string[] {
    const value = this.value('nodes')
    const known = new Set(['client', 'beat', ...beatsOf(this.cluster).map(({ name }) => name)])
    for (const { name, node } of this.cluster.workers) known.add(node ?? name).add(name)
    const named = Array.isArray(value) ? value.map(String) : []
    const unknown = named.filter((name) => !known.has(name))
    if (named.length > 0 && unknown.length === 0) return named
    const what =
      unknown.length > 0 ? `${unknown.join(', ')}: no machine is called so` : shown(value)
    this.problem('nodes', `"nodes" is a list of ${[...known].join(', ')}, not ${what}.`)
    return []
  }

  /** Above 0, up to 1. */
  share(name: string): number {
    const value = this.value(name)
    if (typeof value === 'number' && value > 0 && value <= 1) return value
    this.problem(
      name,
      `"${name}" is a share above 0 and up to 1, such as 0.1, not ${shown(value)}.`,
    )
    return 0
  }

  private setOffByTask(): boolean {
    const on = this.values['on']
    return typeof on === 'object' && on !== null && ('started' in on || 'effect' in on)
  }

  /** Says which fields nobody has asked for. */
  finish(what: string): void {
    for (const name of Object.keys(this.values)) {
      if (this.asked.has(name)) continue
      const allowed = [...this.asked].join(', ')
      this.problem(name, `${what} has no setting "${name}". Allowed are: ${allowed}.`)
    }
  }
}

const EXAMPLES: { readonly [name: string]: string } = {
  task: '"tasks.add"',
  queue: '"celery"',
}

function shown(value: unknown): string {
  if (value === undefined) return 'nothing'
  return JSON.stringify(value)
}

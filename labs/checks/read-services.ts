import type { Log } from '../../simulator/index.ts'
import type {
  CallRecord,
  EffectRecord,
  OutageRecord,
  RequestRecord,
  RequestStart,
  TaskRecord,
} from './run-record.ts'

/** What has been read of calls to services. */
export interface ServiceDraft {
  readonly calls: CallRecord[]
  readonly effects: EffectRecord[]
  readonly outages: OutageRecord[]
  readonly requests: RequestRecord[]
  /** By actor: the call that it waits for. */
  readonly open: Map<number, CallRecord>
  /** By actor: the visitor whom it answers. */
  readonly answering: Map<number, RequestStart>
  /** Forms of visitors whom somebody has begun to answer, by front and number. */
  readonly forms: Map<string, RequestStart['form']>
}

/** Nothing yet. */
export const newServiceDraft = (): ServiceDraft => ({
  calls: [],
  effects: [],
  outages: [],
  requests: [],
  open: new Map(),
  answering: new Map(),
  forms: new Map(),
})

/** Reads a row about a call, a service, or the waiting of a body. */
export function readService(
  draft: ServiceDraft,
  log: Log,
  row: number,
  task: TaskRecord | null,
): void {
  const { calls, effects, outages, open } = draft
  const kind = log.kindAt(row)
  const time = log.timeAt(row)
  const actor = log.actorAt(row)
  const name = log.actors[actor]?.name ?? ''
  if (kind === 'body-parked') {
    const { on } = log.detail(row, kind)
    if (on.kind !== 'service') return
    const { service, call, subject } = on
    const request = draft.answering.get(actor)
    const asked = { task, ...(request === undefined ? {} : { request }) }
    const made = {
      ...asked,
      ...{ service, call, subject },
      from: time,
      to: Infinity,
      outcome: null,
      code: null,
    }
    calls.push(made)
    open.set(actor, made)
  } else if (kind === 'service-answered') {
    const { outcome, code } = log.detail(row, kind)
    const answered = open.get(actor)
    if (answered !== undefined) Object.assign(answered, { outcome, code, to: time })
    open.delete(actor)
  } else if (kind === 'process-ended') {
    const given = open.get(actor)
    if (given !== undefined) given.to = time
    open.delete(actor)
  } else if (kind === 'service-effect')
    effects.push({ time, service: name, task, ...log.detail(row, kind) })
  else if (kind.startsWith('request-')) readRequest(draft, log, row)
  else if (kind === 'service-away')
    outages.push({ service: name, from: time, to: log.detail(row, kind).until })
}

/** `shop.org` of its thread `shop.org/3`. */
const frontOf = (name: string): string => name.split('/')[0] ?? name

function readRequest({ requests, answering, forms }: ServiceDraft, log: Log, row: number): void {
  const kind = log.kindAt(row)
  const actor = log.actorAt(row)
  const service = frontOf(log.actors[actor]?.name ?? '')
  if (kind === 'request-started') {
    const { number, method, path, form } = log.detail(row, kind)
    answering.set(actor, { number, method, path, form })
    forms.set(`${service} ${number}`, form)
  } else if (kind === 'request-ended') {
    const { wanted = null, ...told } = log.detail(row, kind)
    const form = forms.get(`${service} ${told.number}`) ?? null
    requests.push({ time: log.timeAt(row), service, ...told, form, wanted })
  }
}

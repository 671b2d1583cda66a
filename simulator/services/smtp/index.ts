import type { Reader } from '../../cluster/reader.ts'
import { seconds } from '../../kernel/units.ts'
import type { JsonObject } from '../../messages/json.ts'
import type { Handled, Moment, Service, ServiceCall } from '../service.ts'

/** How a mail server treats mails. */
export interface SmtpOptions extends JsonObject {
  /** Which share of addresses nobody has: 550. The seed says which. */
  readonly unknown: number
  /** Which share of tries it turns away for the moment, with one of `codes`. */
  readonly busy: number
  readonly codes: readonly number[]
  /** It turns the mail to one address away so many times in a row at most. */
  readonly most: number
  /** So many seconds after an outage it turns nobody away: nobody else has found back yet. */
  readonly calm: number
}

interface Envelope extends JsonObject {
  from: string
  readonly to: string[]
}

interface SmtpState extends JsonObject {
  /** What each open connection has said so far. */
  readonly envelopes: { [connection: string]: Envelope }
  /** How often the mail to an address was turned away since it last went through, and how often it was tried. */
  readonly turnedAway: { [address: string]: number }
  readonly tries: { [address: string]: number }
}

/** Reply texts in the manner of Postfix, by code (RFC 5321, section 4.2.3). */
const TEXTS: { readonly [code: number]: string } = {
  421: '4.3.2 Service not available, closing channel',
  450: '4.2.0 Mailbox unavailable, try again later',
  451: '4.3.0 Requested action aborted: try again later',
  452: '4.3.1 Insufficient system storage',
  550: '5.1.1 User unknown',
  552: '5.2.2 Mailbox full',
  554: '5.7.1 Transaction failed',
}

const OK: Handled = { code: 250, text: '2.0.0 Ok' }

/** A mail server (RFC 5321). Its ledger has every mail that it took over: from then on it is sent. */
export const smtp: Service<SmtpOptions, SmtpState> = {
  kind: 'smtp',
  connects: true,
  latency: 0.02,
  codes: TEXTS,
  closing: [421],
  failing: ['connect', 'mail', 'rcpt', 'data'],
  keys: ['unknown', 'busy', 'codes', 'most', 'calm'],
  read: readOptions,
  create: () => ({ envelopes: {}, turnedAway: {}, tries: {} }),
  handle(state, call, moment, options) {
    const handler = Object.hasOwn(HANDLERS, call.operation) ? HANDLERS[call.operation] : undefined
    if (handler === undefined) return { code: 502, text: '5.5.2 Error: command not recognized' }
    return handler({ state, call, moment, options })
  },
}

function readOptions(reader: Reader): SmtpOptions {
  const share = { least: 0, most: 1, fallback: 0 }
  const codes = reader.has('codes') ? reader.list('codes', CODES) : [421, 451]
  const good = codes.every((code) => typeof code === 'number' && TEXTS[code] !== undefined)
  if (!good || codes.length === 0) reader.wrong('codes', CODES)
  return {
    unknown: reader.number('unknown', share),
    busy: reader.number('busy', share),
    codes: good ? (codes as readonly number[]) : [421],
    most: reader.number('most', { least: 1, most: 100, whole: true, fallback: 3 }),
    calm: reader.number('calm', { least: 0, most: 86_400, fallback: 0 }),
  }
}

const CODES = '"codes" is a list of replies such as [421, 451].'

interface Asked {
  readonly state: SmtpState
  readonly call: ServiceCall
  readonly moment: Moment
  readonly options: SmtpOptions
}

const HANDLERS: { readonly [operation: string]: (asked: Asked) => Handled } = {
  connect: ({ state, moment }) => {
    state.envelopes[moment.connection] = { from: '', to: [] }
    return { code: 220, text: `${moment.spec.name} ESMTP` }
  },
  ehlo: ({ moment }) => ({ code: 250, text: moment.spec.name }),
  helo: ({ moment }) => ({ code: 250, text: moment.spec.name }),
  starttls: () => ({ code: 220, text: '2.0.0 Ready to start TLS' }),
  login: () => ({ code: 235, text: '2.7.0 Authentication successful' }),
  noop: () => OK,
  vrfy: () => ({ code: 252, text: '2.0.0 Cannot verify' }),
  rset: (asked) => {
    begin(asked, '')
    return OK
  },
  mail: (asked) => {
    begin(asked, asked.call.subject)
    return { code: 250, text: '2.1.0 Ok' }
  },
  rcpt,
  data,
  quit: ({ state, moment }) => {
    delete state.envelopes[moment.connection]
    return { code: 221, text: '2.0.0 Bye', hangsUp: true }
  },
}

function begin({ state, moment }: Asked, from: string): void {
  state.envelopes[moment.connection] = { from, to: [] }
}

function rcpt({ state, call, moment, options }: Asked): Handled {
  const to = call.subject
  if (moment.luck(`address ${to}`, 0) < options.unknown)
    return {
      code: 550,
      text: `5.1.1 <${to}>: Recipient address rejected: User unknown`,
      drawn: true,
    }
  state.envelopes[moment.connection]?.to.push(to)
  return { code: 250, text: '2.1.5 Ok' }
}

function data(asked: Asked): Handled {
  const { state, call, moment } = asked
  const envelope = state.envelopes[moment.connection]
  if (envelope === undefined || envelope.to.length === 0)
    return { code: 503, text: '5.5.1 Error: need RCPT command' }
  const { from, to } = envelope
  const away = turnsAway(asked, to[0] ?? '')
  if (away !== null) return away
  begin(asked, '')
  const entry = { mail: 'accepted', from, to: [...to], subject: call.arguments['subject'] ?? '' }
  return { code: 250, text: '2.0.0 Ok: queued', effect: entry }
}

/** Whether it is too busy for a mail at this moment: drawn for each try at an address. */
function turnsAway({ state, moment, options }: Asked, to: string): Handled | null {
  const count = (state.tries[to] = (state.tries[to] ?? 0) + 1)
  const inARow = state.turnedAway[to] ?? 0
  const busy = moment.luck(`busy ${to}`, count) < options.busy
  if (!busy || inARow >= options.most || isCalm(moment, options.calm)) {
    delete state.turnedAway[to]
    return null
  }
  state.turnedAway[to] = inARow + 1
  const which = Math.floor(moment.luck(`code ${to}`, count) * options.codes.length)
  const code = options.codes[which] ?? 421
  return { code, text: TEXTS[code] ?? '', drawn: true }
}

const isCalm = ({ now, spec }: Moment, calm: number): boolean =>
  spec.outages.some(({ until }) => now >= until && now < until + seconds(calm))

import { wrap, type Endpoint, type Remote } from 'comlink'
import type { Call, Reply } from './calls.ts'

/** The longest sentence that an error may have. */
const MOST_ERROR = 10_000

const ENDED = 'The thread has ended.'

/** The method names of an interface. */
type Method<T> = keyof T & string

/** Says what is wrong with what a method has answered; null where it is as it should be. */
export type AnswerCheck<T> = (method: Method<T>, value: unknown) => string | null

/** Hears what the thread says of an answer before it gives it; checked as an answer is. */
export type PartHeard<T> = (method: Method<T>, part: unknown) => void

/** A call of Comlink's, as far as we make any: a method with plain arguments. */
interface ComlinkCall {
  readonly id: string
  readonly type: string
  readonly path?: readonly string[]
  readonly argumentList?: readonly { readonly value: unknown }[]
}

interface Open<T> {
  readonly method: Method<T>
  /** Comlink's own id of the call. */
  readonly id: string
}

/**
 * Calls the methods of a thread that nobody trusts. Comlink makes the calls, on this side alone: what it hears are
 * answers that were made here, of messages that answer a call that is open and pass `check`. So none of its own
 * messages (proxies, handlers, ports) can come from the thread. At the first one that must not be, nothing more is
 * heard and `onBroken` is told why.
 */
export class Caller<T> {
  readonly remote: Remote<T>
  readonly #port: MessagePort
  readonly #check: AnswerCheck<T>
  readonly #onPart: PartHeard<T> | null
  readonly #open = new Map<number, Open<T>>()
  readonly #comlink = new EventTarget()
  #calls = 0
  #closed = false

  constructor(
    port: MessagePort,
    check: AnswerCheck<T>,
    onBroken: (why: string) => void,
    onPart: PartHeard<T> | null = null,
  ) {
    this.#onPart = onPart
    this.#port = port
    this.#check = check
    this.remote = wrap<T>(this.#endpoint())
    port.onmessage = ({ data }: MessageEvent<unknown>) => {
      const why = this.#closed ? null : this.#hear(data)
      if (why === null) return
      this.close()
      onBroken(why)
    }
    port.onmessageerror = () => {
      if (this.#closed) return
      this.close()
      onBroken('a message could not be read')
    }
  }

  /** Hears nothing more; what is open fails. */
  close(): void {
    this.#closed = true
    this.#port.close()
    for (const { id } of this.#open.values()) this.#fail(id, ENDED)
    this.#open.clear()
  }

  #endpoint(): Endpoint {
    return {
      addEventListener: (type, listener) => {
        this.#comlink.addEventListener(type, listener)
      },
      removeEventListener: (type, listener) => {
        this.#comlink.removeEventListener(type, listener)
      },
      postMessage: (call: ComlinkCall, buffers: Transferable[] = []) => {
        this.#call(call, buffers)
      },
    }
  }

  #call({ id, type, path = [], argumentList = [] }: ComlinkCall, buffers: Transferable[]): void {
    // Comlink also says that nobody holds its proxy any more: that is nothing to the thread.
    if (type !== 'APPLY') this.#answer(id, undefined)
    else if (this.#closed) queueMicrotask(() => this.#fail(id, ENDED))
    else {
      const method = path.join('.') as Method<T>
      this.#open.set(++this.#calls, { method, id })
      const args = argumentList.map(({ value }) => value)
      this.#port.postMessage({ id: this.#calls, method, args } satisfies Call, buffers)
    }
  }

  /** Takes a message, or says why it must not be. */
  #hear(data: unknown): string | null {
    const reply = readReply(data)
    const open = reply && this.#open.get(reply.id)
    if (!open) return 'a message that answers nothing'
    if ('part' in reply) {
      if (this.#onPart === null) return 'a part of an answer that has none'
      const wrong = this.#check(open.method, reply.part)
      if (wrong === null) this.#onPart(open.method, reply.part)
      return wrong
    }
    const why = 'error' in reply ? null : this.#check(open.method, reply.value)
    if (why !== null) return why
    this.#open.delete(reply.id)
    if ('error' in reply) this.#fail(open.id, reply.error)
    else this.#answer(open.id, reply.value)
    return null
  }

  #answer(id: string, value: unknown): void {
    this.#tell({ id, type: 'RAW', value })
  }

  #fail(id: string, message: string): void {
    const value = { isError: true, value: { message, name: 'Error' } }
    this.#tell({ id, type: 'HANDLER', name: 'throw', value })
  }

  #tell(data: object): void {
    this.#comlink.dispatchEvent(new MessageEvent('message', { data }))
  }
}

/** A message as the reply that it is, made anew; null where it is none. */
function readReply(data: unknown): Reply | null {
  if (typeof data !== 'object' || data === null) return null
  const { id, error, part, value } = data as { readonly [field: string]: unknown }
  if (typeof id !== 'number') return null
  const names = Object.keys(data).sort().join()
  if (names === 'id,value') return { id, value }
  if (names === 'id,part') return { id, part }
  if (names !== 'error,id' || typeof error !== 'string') return null
  return { id, error: error.slice(0, MOST_ERROR) }
}

import { defer, type Deferred } from '../python/deferred.ts'
import type { Call, Reply } from './calls.ts'

/** The longest sentence that an error may have. */
const MOST_ERROR = 10_000

/** The method names of an interface. */
type Method<T> = keyof T & string

/** Says what is wrong with what a method has answered; null where it is as it should be. */
export type AnswerCheck<T> = (method: Method<T>, value: unknown) => string | null

/** Hears what the thread says of an answer before it gives it; checked as an answer is. */
export type PartHeard<T> = (method: Method<T>, part: unknown) => void

interface Open<T> {
  readonly method: Method<T>
  readonly answer: Deferred<unknown>
}

type Arguments<F> = F extends (...args: infer A) => unknown ? A : never
type Answer<F> = F extends (...args: never[]) => infer R ? R : never

/**
 * Calls the methods of a thread that nobody trusts. Each message must be the answer to a call that is
 * open, and pass `check`; at the first one that is not, nothing more is heard and `onBroken` is told why.
 */
export class Caller<T> {
  readonly #port: MessagePort
  readonly #check: AnswerCheck<T>
  readonly #onPart: PartHeard<T> | null
  readonly #open = new Map<number, Open<T>>()
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

  call<K extends Method<T>>(method: K, ...args: Arguments<T[K]>): Answer<T[K]> {
    const id = ++this.#calls
    const answer = defer<unknown>()
    if (this.#closed) answer.reject(new Error('The thread has ended.'))
    else {
      this.#open.set(id, { method, answer })
      this.#port.postMessage({ id, method, args } satisfies Call)
    }
    // Whatever comes is what `check` has found it to be.
    return answer.promise as Answer<T[K]>
  }

  /** Hears nothing more; what is open fails. */
  close(): void {
    this.#closed = true
    this.#port.close()
    for (const { answer } of this.#open.values()) answer.reject(new Error('The thread has ended.'))
    this.#open.clear()
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
    this.#open.delete(reply.id)
    if ('error' in reply) {
      open.answer.reject(new Error(reply.error))
      return null
    }
    const why = this.#check(open.method, reply.value)
    if (why === null) open.answer.resolve(reply.value)
    else open.answer.reject(new Error('The thread has ended.'))
    return why
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

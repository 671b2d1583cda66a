import { looseText, type Json, type Question, type RequestContext } from '../../simulator/index.ts'

type Task = Extract<Question, { kind: 'task' }>

/**
 * Writes the questions of a run for Python. Of its thirty fields a task's request has most in common with the first
 * request of that task, so only what differs is written: `_requests.py` puts it together again.
 */
export class QuestionWriter {
  readonly #firsts = new Map<string, First>()

  /** A new run begins. */
  reset(): void {
    this.#firsts.clear()
  }

  /** The question as JSON text. */
  text(question: Question): string {
    const told = question.kind === 'task' ? this.#shortened(question) : question
    return looseText(told as unknown as Json)
  }

  #shortened(question: Task): object {
    const { name, request } = question
    const first = this.#firsts.get(name)
    if (first === undefined) {
      this.#firsts.set(name, firstOf(request))
      return question
    }
    const differing = differences(first, request)
    return differing === null ? question : { ...question, request: differing, shortened: true }
  }
}

/** The first request of a task, with the text of each field that holds others. */
interface First {
  readonly request: RequestContext
  readonly texts: ReadonlyMap<string, string>
  readonly fields: number
}

function firstOf(request: RequestContext): First {
  const texts = new Map<string, string>()
  for (const field in request) {
    const value = request[field]
    if (typeof value === 'object') texts.set(field, JSON.stringify(value))
  }
  return { request, texts, fields: Object.keys(request).length }
}

/** What a request has otherwise than the first, arguments left out: the question has them. Null: it has other fields. */
function differences(first: First, request: RequestContext): object | null {
  const found: Record<string, Json> = {}
  let fields = 0
  for (const field in request) {
    const value = request[field] as Json
    const known = first.request[field]
    fields++
    if (known === undefined) return null
    if (value === known || field === 'args' || field === 'kwargs') continue
    if (typeof value === 'object' && JSON.stringify(value) === first.texts.get(field)) continue
    found[field] = value
  }
  return fields === first.fields ? found : null
}

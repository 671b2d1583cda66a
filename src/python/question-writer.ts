import { looseText, type Json, type Question, type RequestContext } from '../../simulator/index.ts'

type Task = Extract<Question, { kind: 'task' }>

/**
 * Writes the questions of a run for Python. Of its thirty fields a task's request has most in common with the first
 * request of that task, so only what differs is written: `_requests.py` puts it together again.
 */
export class QuestionWriter {
  readonly #firsts = new Map<string, RequestContext>()

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
      this.#firsts.set(name, request)
      return question
    }
    const differing = differences(first, request)
    return differing === null ? question : { ...question, request: differing, shortened: true }
  }
}

/** What a request has otherwise than another, arguments left out: the question has them. Null: it has other fields. */
function differences(first: RequestContext, request: RequestContext): object | null {
  const found: Record<string, Json> = {}
  let fields = 0
  for (const field in request) {
    const value = request[field] as Json
    const known = first[field]
    fields++
    if (known === undefined) return null
    if (value === known || field === 'args' || field === 'kwargs') continue
    if (typeof value === 'object' && JSON.stringify(value) === JSON.stringify(known)) continue
    found[field] = value
  }
  return fields === Object.keys(first).length ? found : null
}

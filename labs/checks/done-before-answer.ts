import { type CheckWord, text } from './check.ts'
import { FOR_EACH, servedOf } from './visitors.ts'

/** What a service does for each visitor of a path has happened when the visitor has the answer. */
export const doneBeforeAnswer: CheckWord = {
  parameters: FOR_EACH,
  judge(run, parameters) {
    const served = servedOf(run, parameters)
    const [path, service] = [text(parameters, 'path'), text(parameters, 'service')]
    if (served.length === 0)
      return { time: run.end, sentence: `No visitor of ${path} had a good answer.` }
    const late = served.filter(
      ({ request, effects }) => !((effects[0]?.time ?? run.end) < request.time),
    )
    const [first] = late
    if (first === undefined) return null
    return {
      time: first.request.time,
      sentence: `${first.name} had an answer from ${path} before ${service} knew of them; so had ${late.length} of ${served.length}.`,
    }
  },
}

import { type CheckWord, text } from './check.ts'
import { FOR_EACH, servedOf } from './visitors.ts'

/** For each visitor of a path who has a good answer, a service has done something, once. */
export const onceForEach: CheckWord = {
  parameters: FOR_EACH,
  judge(run, parameters) {
    const served = servedOf(run, parameters)
    const [path, service] = [text(parameters, 'path'), text(parameters, 'service')]
    if (served.length === 0)
      return { time: run.end, sentence: `No visitor of ${path} had a good answer.` }
    const twice = served.find(({ effects }) => effects.length > 1)
    if (twice !== undefined)
      return {
        time: twice.effects[1]?.time ?? run.end,
        sentence: `${service} has done its work for ${twice.name} ${twice.effects.length} times.`,
      }
    const missing = served.filter(({ effects }) => effects.length === 0)
    const [first] = missing
    if (first === undefined) return null
    return {
      time: first.request.time,
      sentence: `${missing.length} of ${served.length} visitors of ${path} had a good answer, and ${service} never did anything for them. The first is ${first.name}.`,
    }
  },
}

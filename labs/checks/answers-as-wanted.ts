import type { CheckWord } from './check.ts'
import type { RequestRecord, RunRecord } from './run-record.ts'

/** Answers whose status is not the one that their visitors should have had; errors of the server are not among them. */
export const unwanted = ({ requests }: RunRecord): readonly RequestRecord[] =>
  requests.filter(({ status, wanted }) => wanted !== null && status !== wanted && status < 500)

/** Each visitor for whom the lab says what they should hear hears that. */
export const answersAsWanted: CheckWord = {
  parameters: {},
  judge(run) {
    const wrong = unwanted(run)
    const [first] = wrong
    if (first === undefined) return null
    const { method, path, number, status, wanted, time } = first
    return {
      time,
      sentence: `${method} ${path} (request ${number}) was answered with ${status}, and its visitor should have heard ${wanted}; there were ${wrong.length} such answers.`,
    }
  },
}

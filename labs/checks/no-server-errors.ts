import type { CheckWord } from './check.ts'

/** No visitor of a web front gets a status of 500 or more. */
export const noServerErrors: CheckWord = {
  parameters: {},
  judge({ requests }) {
    const first = requests.find(({ status }) => status >= 500)
    if (first === undefined) return null
    const { method, path, number, status } = first
    const count = requests.filter((one) => one.status >= 500).length
    return {
      time: first.time,
      sentence: `${method} ${path} (request ${number}) was answered with ${status}, an error of the server; there were ${count} of them.`,
    }
  },
}

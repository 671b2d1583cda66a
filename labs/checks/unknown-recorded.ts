import { type CheckWord, text } from './check.ts'
import { isUnknown, mailsOf } from './mails.ts'

/** Each address that the mail server refused for good has one row in a table, and no other address has one. */
export const unknownRecorded: CheckWord = {
  parameters: { task: 'task', table: 'table' },
  judge(run, parameters) {
    const table = text(parameters, 'table')
    for (const mail of mailsOf(run, text(parameters, 'task'), table)) {
      const { address, rows } = mail
      const wanted = isUnknown(mail) ? 1 : 0
      if (rows.length === wanted) continue
      const time = rows.at(-1)?.time ?? mail.unknown[0] ?? run.end
      const sentence =
        wanted === 0
          ? `${address} stands in ${table}, but the mail server never said that nobody has it.`
          : `Nobody has the address ${address}. It has ${rows.length} rows in ${table}; 1 is right.`
      return { time, sentence }
    }
    return null
  },
}

import { canvasFreezeTable, canvasJsonTable, canvasPublishedTable } from './canvas.ts'
import { messagesTable } from './messages.ts'
import { miscTable } from './misc.ts'
import { ratesTable } from './rates.ts'
import { retryBackoffTable } from './retry-backoff.ts'
import { routingTable } from './routing.ts'
import {
  crontabExpandTable,
  crontabIsDueTable,
  crontabNextTable,
  intervalIsDueTable,
} from './schedules.ts'
import type { TableChecker } from './table.ts'
import { configDefaultsTable, jsonTable, safereprTable, taskNamesTable } from './values.ts'

/** Who checks which table. A table without a checker has all its rows failed: it is not simulated yet. */
export const CHECKERS: ReadonlyMap<string, TableChecker> = new Map([
  ['canvas_freeze', canvasFreezeTable],
  ['canvas_json', canvasJsonTable],
  ['canvas_published', canvasPublishedTable],
  ['config_defaults', configDefaultsTable],
  ['crontab_expand', crontabExpandTable],
  ['crontab_is_due', crontabIsDueTable],
  ['crontab_next', crontabNextTable],
  ['interval_is_due', intervalIsDueTable],
  ['json', jsonTable],
  ['messages', messagesTable],
  ['misc', miscTable],
  ['rates', ratesTable],
  ['retry_backoff', retryBackoffTable],
  ['routing', routingTable],
  ['saferepr', safereprTable],
  ['task_names', taskNamesTable],
])

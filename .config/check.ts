/** `npm run check`: every check of the sources, and a count. */
import { CHECKS } from './checks.ts'
import { report, runSteps } from './tally.ts'

report(await runSteps(CHECKS))

/**
 * Writes the recorded runs that the questions of why.test.ts are asked about:
 * `node tests/why/record.ts`. Runs with Python take half a minute, what they wrote is read in a moment.
 */
import { writeFileSync } from 'node:fs'
import path from 'node:path'
import { gzipSync } from 'node:zlib'
import { seconds } from '../../simulator/index.ts'
import { createNodePython } from '../../src/cli/node-python.ts'
import { runProgram } from '../../src/driver/run-program.ts'
import { labOf, programOf } from '../labs/support.ts'
import { RECORDED, RUNS, type Recorded } from './recorded.ts'

const python = await createNodePython()
for (const [name, { lab: slug, folder, until }] of Object.entries(RECORDED)) {
  const lab = labOf(slug)
  const { files, cluster } = programOf(lab, folder)
  const { client, actions } = lab
  const limits = { ...lab.limits, time: seconds(until) }
  const { log } = await runProgram({ files, cluster, client, actions, limits, seed: 7 }, python)
  const recorded: Recorded = {
    files: { 'cluster.yaml': lab.starter['cluster.yaml'] ?? '', ...files },
    facts: Array.from({ length: log.length }, (_, row) => log.entry(row)),
  }
  const file = path.join(RUNS, `${name}.json.gz`)
  writeFileSync(file, gzipSync(JSON.stringify(recorded), { level: 9 }))
  console.log(`${file}: ${String(log.length)} facts`)
}
python.dispose()

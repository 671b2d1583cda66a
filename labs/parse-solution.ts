import type { ClusterSpec } from '../simulator/index.ts'
import type { FileProblem, Files, Lab } from './lab.ts'
import { CLUSTER_FILE, parseCluster } from './parse-cluster.ts'

/** What a run of a lab is made from: the program, and the cluster it runs on. */
export interface Program {
  readonly files: Files
  readonly cluster: ClusterSpec
}

export type ParsedSolution =
  | { readonly ok: true; readonly program: Program }
  | { readonly ok: false; readonly problems: readonly FileProblem[] }

/** Lays the files of a solution folder over the starter; absent ones come from the starter. */
export function parseSolution(lab: Lab, given: Files): ParsedSolution {
  const problems = Object.keys(given).flatMap((file) => strange(lab, given, file))
  const { [CLUSTER_FILE]: cluster, ...files } = { ...lab.starter, ...given }
  if (cluster === undefined)
    return problems.length > 0 ? { ok: false, problems } : program(files, lab.cluster)
  const parsed = parseCluster(cluster, lab.bounds, lab.cluster)
  if (!parsed.ok) return { ok: false, problems: [...problems, ...parsed.problems] }
  if (problems.length > 0) return { ok: false, problems }
  return program(files, parsed.cluster)
}

const program = (files: Files, cluster: ClusterSpec): ParsedSolution => ({
  ok: true,
  program: { files, cluster },
})

/** What is wrong with handing in this file; a file of the lab that nobody changed may lie there. */
function strange(lab: Lab, given: Files, file: string): readonly FileProblem[] {
  if (lab.editable.includes(file) || given[file] === lab.starter[file]) return []
  const allowed = lab.editable.join(', ')
  const sentence =
    file in lab.starter
      ? `This file belongs to the lab and stays as it is. You may change: ${allowed}.`
      : `This lab knows no such file. You may change: ${allowed}.`
  return [{ file, line: null, sentence }]
}

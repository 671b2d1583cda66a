import type { Action, ClusterSpec } from '../simulator/index.ts'
import { ANSWERS_FILE, type Answers } from './answers.ts'
import { actionsOf, applyAnswers } from './apply-answers.ts'
import type { FileProblem, Files, Lab } from './lab.ts'
import { type ParsedAnswers, parseAnswers } from './parse-answers.ts'
import { CLUSTER_FILE, type ParsedCluster, parseCluster } from './parse-cluster.ts'

/** What a run of a lab is made from: the program, and the cluster it runs on. */
export interface Program {
  readonly files: Files
  readonly cluster: ClusterSpec
  /** What happens to the cluster from outside. */
  readonly actions: readonly Action[]
  readonly answers: Answers
}

export type ParsedSolution =
  | { readonly ok: true; readonly program: Program }
  | { readonly ok: false; readonly problems: readonly FileProblem[] }

/** Lays the files of a solution folder over the starter; absent ones come from the starter. */
export function parseSolution(lab: Lab, given: Files): ParsedSolution {
  const {
    [CLUSTER_FILE]: cluster,
    [ANSWERS_FILE]: answers,
    ...files
  } = { ...lab.starter, ...given }
  const workers: ParsedCluster =
    cluster === undefined
      ? { ok: true, cluster: lab.cluster }
      : parseCluster(cluster, lab.bounds, lab.cluster)
  const answered: ParsedAnswers =
    answers === undefined
      ? { ok: true, answers: lab.answers }
      : parseAnswers(answers, lab.asks, lab.answers)
  const problems = [
    ...Object.keys(given).flatMap((file) => strange(lab, given, file)),
    ...(workers.ok ? [] : workers.problems),
    ...(answered.ok ? [] : answered.problems),
  ]
  if (!workers.ok || !answered.ok || problems.length > 0) return { ok: false, problems }
  return {
    ok: true,
    program: programOf({ ...lab, cluster: workers.cluster }, answered.answers, files),
  }
}

/** The program of a lab with these answers. */
export const programOf = (
  { cluster, asks, actions }: Pick<Lab, 'cluster' | 'asks' | 'actions'>,
  answers: Answers,
  files: Files,
): Program => ({
  files,
  cluster: applyAnswers(cluster, asks, answers),
  actions: [...actions, ...actionsOf(asks, answers)],
  answers,
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

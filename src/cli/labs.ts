/** `npm run labs`: lists the labs, and grades a folder as a solution of one. */
import { statSync, writeFileSync } from 'node:fs'
import { labSlugs, readFolder, readLab, titleOf } from '../../labs/catalogue-node.ts'
import { type FileProblem, type Lab, problemText, seedsUpTo } from '../../labs/lab.ts'
import { parseSolution } from '../../labs/parse-solution.ts'
import { grade } from '../driver/grade.ts'
import type { GradeReport } from '../driver/run-spec.ts'
import { LABS_USAGE, type LabsCommand, parseLabsCommand } from './labs-arguments.ts'
import { createNodePython } from './node-python.ts'
import { newLab } from './new-lab.ts'
import { asJson, printReport } from './print-report.ts'
import { testLab } from './test-lab.ts'

type Check = Extract<LabsCommand, { readonly do: 'check' }>

/** 0: all checks hold; 1: some do not; 2: it could not be graded. */
async function main(argv: readonly string[]): Promise<number> {
  const parsed = parseLabsCommand(argv)
  if (!parsed.ok) return refuse([parsed.problem, '', LABS_USAGE])
  if (parsed.command.do === 'check') return check(parsed.command)
  if (parsed.command.do === 'test') return test(parsed.command)
  if (parsed.command.do === 'new') return make(parsed.command.slug)
  for (const { slug, title, minutes } of labSlugs().map(titleOf))
    console.log(`${slug}  ${title}, ${minutes} min`)
  return 0
}

async function check({ slug, folder, seeds, json, shrink }: Check): Promise<number> {
  if (!labSlugs().includes(slug))
    return refuse([`There is no lab ${slug}. There are: ${labSlugs().join(', ')}.`])
  if (!isFolder(folder)) return refuse([`There is no folder ${folder}, or it cannot be read.`])
  const lab = readLab(slug)
  if (!lab.ok) return refuse(lines(`labs/${slug}`, lab.problems))
  const files = readFolder(folder)
  const solution = parseSolution(lab.lab, files)
  if (!solution.ok) return refuse(lines(folder, solution.problems))
  const report = await graded(lab.lab, files, seeds ?? lab.lab.seeds, shrink)
  printReport(lab.lab, report, (line) => console.log(line))
  if (json !== null) {
    try {
      writeFileSync(json, `${JSON.stringify(asJson(report), null, 2)}\n`)
    } catch {
      return refuse([`The report cannot be written to ${json}.`])
    }
  }
  return report.passed ? 0 : 1
}

async function graded(
  lab: Lab,
  files: Readonly<Record<string, string>>,
  seeds: number,
  shrink: boolean,
): Promise<GradeReport> {
  const job = { lab: lab.slug, files, seeds: seedsUpTo(seeds), shrink }
  if (lab.client === null) return grade(job, lab, null)
  const python = await createNodePython()
  try {
    return await grade(job, lab, python)
  } finally {
    python.dispose()
  }
}

/** 0: every lab keeps its word; 1: some do not; 2: one cannot be read. */
async function test({
  slugs,
  seeds,
}: Extract<LabsCommand, { readonly do: 'test' }>): Promise<number> {
  const known = labSlugs()
  const strange = slugs.find((slug) => !known.includes(slug))
  if (strange !== undefined)
    return refuse([`There is no lab ${strange}. There are: ${known.join(', ')}.`])
  let kept = true
  for (const slug of slugs.length > 0 ? slugs : known) {
    const lab = readLab(slug)
    if (!lab.ok) return refuse(lines(`labs/${slug}`, lab.problems))
    kept = (await testLab(lab.lab, seeds, (line) => console.log(line))) && kept
  }
  console.log(kept ? 'Every lab keeps its word.' : 'Not every lab keeps its word.')
  return kept ? 0 : 1
}

function make(slug: string): number {
  const made = newLab(slug)
  if (!made.ok) return refuse([made.problem])
  console.log(made.lines.join('\n'))
  return 0
}

const isFolder = (path: string): boolean =>
  statSync(path, { throwIfNoEntry: false })?.isDirectory() === true

const lines = (folder: string, problems: readonly FileProblem[]): readonly string[] =>
  problems.map((problem) => problemText({ ...problem, file: `${folder}/${problem.file}` }))

function refuse(sentences: readonly string[]): number {
  console.error(sentences.join('\n'))
  return 2
}

process.exitCode = await main(process.argv.slice(2))

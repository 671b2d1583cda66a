import { Inference } from '../infer.ts'
import type { Project } from '../project.ts'
import { isMistake, nodes } from '../syntax.ts'
import { missingComma, notCalled, wrongArguments } from './calls.ts'
import {
  argsNotList,
  boundWithoutSelf,
  calledDirectly,
  calledInCanvas,
  everyMinute,
  getInTask,
  misspeltOptions,
  misspeltSettings,
  notJson,
  optionsInDelay,
  retryNotRaised,
  selfNotBound,
} from './celery.ts'
import { forgottenSelf, unknownAttributes, unknownImports, unknownNames } from './names.ts'
import { type Finding, type Look, type Rule, callOf } from './rule.ts'
import { syntax } from './syntax.ts'

export type { Finding } from './rule.ts'

/** Every rule; each names its mistakes, whose words are in their prose files. */
const RULES: readonly Rule[] = [
  syntax,
  missingComma,
  unknownNames,
  unknownImports,
  unknownAttributes,
  forgottenSelf,
  wrongArguments,
  notCalled,
  getInTask,
  selfNotBound,
  boundWithoutSelf,
  retryNotRaised,
  notJson,
  optionsInDelay,
  calledInCanvas,
  calledDirectly,
  misspeltOptions,
  misspeltSettings,
  argsNotList,
  everyMinute,
]

/** Rules that hold in a text that cannot be read as a whole. */
const IN_BROKEN: ReadonlySet<Rule> = new Set([syntax, missingComma])

/** The problems of a file, in the order of the text. */
export function problemsOf(project: Project, path: string): readonly Finding[] {
  const file = project.file(path)
  if (!file) return []
  const { source } = file
  const infer = new Inference(project, file)
  const all = [...nodes(source.top)]
  const look: Look = {
    project,
    file,
    source,
    infer,
    all,
    calls: all.flatMap((node) =>
      node.name === 'CallExpression' ? (callOf({ source, infer }, node) ?? []) : [],
    ),
    broken: all.some((node) => isMistake(source, node)),
  }
  const rules = look.broken ? RULES.filter((rule) => IN_BROKEN.has(rule)) : RULES
  const found = rules.flatMap((rule) => [...rule(look)])
  return found.toSorted((one, other) => one.from - other.from)
}

/** Declarations as a learner reads them: signatures, and docstrings as Markdown. */
import type { FunctionOutline, Parameter } from './outline.ts'
import type { Project, Value } from './project.ts'

/** One parameter as it stands in a signature. */
export function parameterText({ name, star, type, value }: Parameter): string {
  const typed = type === undefined || type === 'Any' ? '' : `: ${type}`
  const given = value === undefined ? '' : typed === '' ? `=${value}` : ` = ${value}`
  return `${star ?? ''}${name}${typed}${given}`
}

/** The parameters that a caller gives. */
export const callerParameters = (
  { parameters }: FunctionOutline,
  bound: boolean,
): readonly Parameter[] => (bound ? parameters.slice(1) : parameters)

/** `add(x, y=1)`, with the offsets of each parameter in it. */
export interface Signature {
  readonly text: string
  readonly places: readonly (readonly [from: number, to: number])[]
  readonly parameters: readonly Parameter[]
}

/** A signature as text. */
export function signatureText(
  name: string,
  parameters: readonly Parameter[],
  returns?: string,
): Signature {
  let text = `${name}(`
  const places: [number, number][] = []
  let star = false
  for (const [index, each] of parameters.entries()) {
    if (index > 0) text += ', '
    if (each.only === 'keyword' && !star && !parameters.some((other) => other.star === '*'))
      text += '*, '
    star ||= each.only === 'keyword'
    const from = text.length
    text += parameterText(each)
    places.push([from, text.length])
    if (each.only === 'position' && parameters[index + 1]?.only !== 'position') text += ', /'
  }
  return { text: `${text})${returns === undefined ? '' : ` -> ${returns}`}`, places, parameters }
}

/** What a hover says: a line of code, and the words below it. */
export interface Told {
  readonly code: string
  readonly words: string
}

/** A value by the name under which it was found. */
export function tell(project: Project, name: string, value: Value): Told {
  switch (value.is) {
    case 'module':
      return { code: `import ${value.name}`, words: project.module(value.name)?.doc ?? '' }
    case 'class': {
      const init = project.declared(value, '__init__') ?? project.declared(value, '__new__')
      const parameters =
        init?.outline.kind === 'function' ? callerParameters(init.outline, true) : []
      return {
        code: `class ${signatureText(value.name.startsWith('_') ? name : value.name, parameters).text}`,
        words: value.of.doc ?? '',
      }
    }
    case 'function': {
      if (value.task && /^(?:delay|s|si)$/u.test(value.name)) {
        const parameters = callerParameters(value.task.of, value.task.bound)
        const { text } = signatureText(
          `${value.task.name}.${value.name}`,
          parameters,
          value.of.returns,
        )
        return { code: text, words: value.of.doc ?? '' }
      }
      const { text } = signatureText(
        value.name || name,
        callerParameters(value.of, value.bound),
        value.of.returns,
      )
      return { code: `def ${text}`, words: value.of.doc ?? '' }
    }
    case 'instance': {
      if (!value.task) return { code: `${name}: ${value.name}`, words: value.of.doc ?? '' }
      const { text } = signatureText(
        value.task.name,
        callerParameters(value.task.of, value.task.bound),
        value.task.of.returns,
      )
      return {
        code: `@task\ndef ${text}`,
        words: [
          value.task.of.doc ?? '',
          `A task: \`${value.task.name}.delay(…)\` sends it to a worker.`,
        ]
          .filter((part) => part !== '')
          .join('\n\n'),
      }
    }
    case 'variable':
      return {
        code: `${name}${value.of.type === undefined ? '' : `: ${value.of.type}`}${value.of.value === undefined || value.of.value === '...' ? '' : ` = ${value.of.value}`}`,
        words: value.of.doc ?? '',
      }
  }
}

/** A docstring as Markdown: names of options stand out, code that is indented stays code. */
export function markdown(words: string, known: readonly string[] = []): string {
  const fenced = words.replaceAll(
    /(?:^ {4}.*\n?)+/gmu,
    (block) => `\`\`\`python\n${block.replaceAll(/^ {4}/gmu, '').trimEnd()}\n\`\`\`\n`,
  )
  if (known.length === 0) return fenced
  return fenced.replaceAll(/(?<=^|[.:] |, |\n)(\w+)(?=(?:, \w+)*: )/gu, (word) =>
    known.includes(word) ? `**${word}**` : word,
  )
}

/** What a docstring says about one argument: `countdown: seconds to wait before it runs.` */
export function argumentDoc(doc: string | undefined, name: string): string | null {
  const flat = (doc ?? '').replaceAll(/\s+/gu, ' ')
  const match = new RegExp(
    String.raw`(?:^|[.:] |, )(?:\w+, )*${name}(?:, \w+)*: (.*?)(?=\.(?: \w+(?:, \w+)*: | [A-Z]|$))`,
    'u',
  ).exec(flat)
  const words = match?.[1]
  return words === undefined ? null : `${words.charAt(0).toUpperCase()}${words.slice(1)}.`
}

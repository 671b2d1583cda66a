import path from 'node:path'
import type { Rule } from 'eslint'
import { IMPORT_RULES, type ImportRule } from './import-rules.ts'

/** The rule of the table that an import breaks, or null. Paths are from the top of the project. */
export function brokenRule(from: string, to: string, typeOnly: boolean): ImportRule | null {
  return (
    IMPORT_RULES.find((rule) => {
      const source = new RegExp(rule.from.path, 'u').exec(from)
      if (source === null || matches(rule.from.pathNot, from, source)) return false
      if (typeOnly && rule.typesAllowed === true) return false
      return matches(rule.to.path, to, source) && !matches(rule.to.pathNot, to, source)
    }) ?? null
  )
}

function matches(pattern: string | undefined, text: string, source: RegExpExecArray): boolean {
  if (pattern === undefined) return false
  return new RegExp(pattern.replaceAll('$1', source[1] ?? ''), 'u').test(text)
}

/** ESLint's own look at the table: it sees `import type` inside `.svelte`, which the cruiser misses. */
export const whoMayImportWhom: Rule.RuleModule = {
  meta: { type: 'problem', schema: [], messages: { broken: '{{name}}: {{comment}}' } },
  create(context) {
    const from = path.relative(context.cwd, context.filename).replaceAll(path.sep, '/')
    const check = (node: Rule.Node, specifier: unknown, typeOnly: boolean): void => {
      if (typeof specifier !== 'string') return
      const bare = specifier.replace(/\?.*$/u, '')
      const to = bare.startsWith('.') ? path.posix.join(path.posix.dirname(from), bare) : bare
      const rule = brokenRule(from, to, typeOnly)
      if (rule !== null) {
        context.report({
          node,
          messageId: 'broken',
          data: { name: rule.name, comment: rule.comment },
        })
      }
    }
    const ofDeclaration = (node: Rule.Node): void => {
      const { source, importKind, exportKind } = node as unknown as Declaration
      check(node, source?.value, importKind === 'type' || exportKind === 'type')
    }
    return {
      ImportDeclaration: ofDeclaration,
      ExportNamedDeclaration: ofDeclaration,
      ExportAllDeclaration: ofDeclaration,
      ImportExpression(node) {
        check(node, 'value' in node.source ? node.source.value : undefined, false)
      },
    }
  },
}

/** What the TypeScript parser adds to an import or export that names a source. */
interface Declaration {
  readonly source?: { readonly value: unknown } | null
  readonly importKind?: 'type' | 'value'
  readonly exportKind?: 'type' | 'value'
}

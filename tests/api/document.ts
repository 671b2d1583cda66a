/** The text of docs/API.md: the public names, each module with what is in it. */
export function apiDocument(paths: readonly string[]): string {
  const owners = new Map<string, string[]>()
  for (const path of paths) {
    const [module = '', name = ''] = path.split(':')
    const dot = name.lastIndexOf('.')
    const owner = dot < 0 ? module : `${module}.${name.slice(0, dot)}`
    owners.set(owner, [...(owners.get(owner) ?? []), name.slice(dot + 1)])
  }
  const sections = [...owners].map(
    ([owner, names]) => `## ${owner}\n\n${names.map((name) => `\`${name}\``).join(', ')}\n`,
  )
  return `${HEAD}\n${sections.join('\n')}`
}

const HEAD = `# The names that a program can use

The packages \`celery\`, \`kombu\` and \`billiard\` of the sandbox have these names, with the signatures and defaults of
Celery 5.6.3 (\`tests/api\` compares each of them with the real one; \`tests/api/differences.json\` holds what differs, and
why). Another name of theirs raises an ImportError or an AttributeError that says what to use instead. How near the
behaviour is to the real one is in [FIDELITY.md](FIDELITY.md).

This list is written by \`npx vitest run tests/api -u\` from \`tests/api/names.py\`.
`

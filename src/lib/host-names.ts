/** What hosts of one domain are called among themselves: `mail` of `mail.example.com`; the others keep their names. */
export function shortHosts(names: readonly string[]): ReadonlyMap<string, string> {
  const domains = new Map<string, number>()
  for (const name of names) {
    const domain = domainOf(name)
    if (domain !== '') domains.set(domain, (domains.get(domain) ?? 0) + 1)
  }
  return new Map(
    names.map((name) => {
      const domain = domainOf(name)
      const shared = (domains.get(domain) ?? 0) > 1
      return [name, shared ? name.slice(0, name.length - domain.length) : name]
    }),
  )
}

/** `.example.com` of `mail.example.com`; nothing where a name is a host's alone. */
function domainOf(name: string): string {
  const dot = name.indexOf('.')
  return dot > 0 && name.indexOf('.', dot + 1) > 0 ? name.slice(dot) : ''
}

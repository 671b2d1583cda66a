/**
 * Addresses. The product is plain files under any folder of any host, so screens lie behind the hash;
 * the embed alone has a path of its own (`embed`, `embed.html` or `embed/`), as others link to it.
 */
export type Place =
  | { readonly screen: 'catalogue' }
  | { readonly screen: 'playground' }
  | { readonly screen: 'lab'; readonly slug: string }
  /** A lab with nothing to pass: everything in it may be changed. */
  | { readonly screen: 'sandbox'; readonly slug: string }
  /** A lab with somebody's files and the seed of a run that fails, carried by the address. */
  | { readonly screen: 'failing'; readonly slug: string; readonly code: string }
  /** What somebody has done, and the file of it. */
  | { readonly screen: 'progress' }
  /** Projects of the Playground, and one of them. */
  | { readonly screen: 'projects' }
  | { readonly screen: 'project'; readonly id: string }
  /** The knowledge check of a module. */
  | { readonly screen: 'quiz'; readonly module: string }
  /** Somebody's program, carried by the address itself. */
  | { readonly screen: 'shared'; readonly code: string }

export type Route = Place | { readonly screen: 'embed' } | { readonly screen: 'nowhere' }

const EMBED = /\/embed(\.html|\/|\/index\.html)?$/

/** What an address shows. */
export function routeOf(pathname: string, hash: string): Route {
  if (EMBED.test(pathname)) return { screen: 'embed' }
  const parts = hash
    .replace(/^#/, '')
    .split('/')
    .filter((part) => part !== '')
  const [first, second] = parts
  if (first === undefined) return { screen: 'catalogue' }
  if (parts.length === 1 && first === 'playground') return { screen: 'playground' }
  if (parts.length === 1 && first === 'progress') return { screen: 'progress' }
  if (parts.length === 1 && first === 'projects') return { screen: 'projects' }
  if (first === 'lab' && second && /^[a-z0-9-]+$/.test(second)) {
    if (parts.length === 2) return { screen: 'lab', slug: second }
    const [, , third, code] = parts
    if (parts.length === 4 && third === 'failing' && code && /^[\w.-]+$/.test(code)) {
      return { screen: 'failing', slug: second, code }
    }
    if (parts.length === 3 && third === 'sandbox') return { screen: 'sandbox', slug: second }
  }
  if (parts.length === 2 && first === 'project' && second && /^[\w-]+$/.test(second)) {
    return { screen: 'project', id: second }
  }
  if (parts.length === 2 && first === 'quiz' && second && /^[A-Z]\d+$/.test(second)) {
    return { screen: 'quiz', module: second }
  }
  if (parts.length === 2 && first === 'shared' && second && /^[\w.-]+$/.test(second)) {
    return { screen: 'shared', code: second }
  }
  return { screen: 'nowhere' }
}

/** The hash of a place. */
export function hashOf(place: Place): string {
  switch (place.screen) {
    case 'catalogue':
      return '#/'
    case 'playground':
      return '#/playground'
    case 'lab':
      return `#/lab/${place.slug}`
    case 'sandbox':
      return `#/lab/${place.slug}/sandbox`
    case 'failing':
      return `#/lab/${place.slug}/failing/${place.code}`
    case 'progress':
      return '#/progress'
    case 'projects':
      return '#/projects'
    case 'project':
      return `#/project/${place.id}`
    case 'quiz':
      return `#/quiz/${place.module}`
    case 'shared':
      return `#/shared/${place.code}`
  }
}

/** The folder the product lies in, as a whole address, whichever of its pages is open. */
export function rootOf(address: string): string {
  const { origin, pathname } = new URL(address)
  const folder = EMBED.test(pathname)
    ? pathname.replace(EMBED, '/')
    : pathname.replace(/[^/]*$/, '')
  return origin + folder
}

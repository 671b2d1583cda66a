/** Where in the product an address leads. */
export type Route =
  | { readonly screen: 'catalogue' }
  | { readonly screen: 'playground' }
  | { readonly screen: 'lab'; readonly slug: string }
  | { readonly screen: 'embed' }
  | { readonly screen: 'nowhere'; readonly path: string }

/** Reads a path below `base` (`/` or the folder the product is served from). */
export function routeOf(pathname: string, base: string): Route {
  const inside = pathname.startsWith(base) ? pathname.slice(base.length) : pathname.slice(1)
  const parts = inside.replace(/(^|\/)index\.html$/, '').split('/').filter((part) => part !== '')
  const [first, second] = parts
  if (first === undefined) return { screen: 'catalogue' }
  if (parts.length === 1 && first === 'playground') return { screen: 'playground' }
  if (parts.length === 1 && first === 'embed') return { screen: 'embed' }
  if (parts.length === 2 && first === 'lab' && second !== undefined && /^[a-z0-9-]+$/.test(second)) {
    return { screen: 'lab', slug: second }
  }
  return { screen: 'nowhere', path: pathname }
}

/** The address of a place, ending in a slash so that plain file servers need no redirect. */
export function addressOf(route: Exclude<Route, { screen: 'nowhere' }>, base: string): string {
  switch (route.screen) {
    case 'catalogue':
      return base
    case 'lab':
      return `${base}lab/${route.slug}/`
    case 'playground':
    case 'embed':
      return `${base}${route.screen}/`
  }
}

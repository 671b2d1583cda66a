import { rootOf, routeOf } from '../lib/route.ts'
import type { Route } from '../lib/route.ts'

/** Where the page stands, as its address says. */
class Address {
  route = $state.raw<Route>(routeOf(location.pathname, location.hash))

  constructor() {
    addEventListener('hashchange', () => {
      this.route = routeOf(location.pathname, location.hash)
    })
  }
}

export const address = new Address()

/** The folder of the product, ending in a slash. */
export const root = rootOf(location.href)

import { describe, expect, test } from 'vitest'
import { addressOf, routeOf } from './route.ts'
import type { Route } from './route.ts'

const places: readonly Exclude<Route, { screen: 'nowhere' }>[] = [
  { screen: 'catalogue' },
  { screen: 'playground' },
  { screen: 'lab', slug: 'two-lanes' },
  { screen: 'embed' },
]

describe('routes', () => {
  test.each(['/', '/sub/folder/'])('every place is found again below %s', (base) => {
    for (const place of places) expect(routeOf(addressOf(place, base), base)).toEqual(place)
  })

  test('addresses work with and without the slash, and with the file that a server may show', () => {
    expect(routeOf('/lab/two-lanes', '/')).toEqual({ screen: 'lab', slug: 'two-lanes' })
    expect(routeOf('/embed', '/')).toEqual({ screen: 'embed' })
    expect(routeOf('/embed/index.html', '/')).toEqual({ screen: 'embed' })
    expect(routeOf('/index.html', '/')).toEqual({ screen: 'catalogue' })
  })

  test('an address that leads nowhere says so', () => {
    expect(routeOf('/lab', '/')).toEqual({ screen: 'nowhere', path: '/lab' })
    expect(routeOf('/lab/../x', '/').screen).toBe('nowhere')
    expect(routeOf('/lab/Two%20Lanes', '/').screen).toBe('nowhere')
  })
})

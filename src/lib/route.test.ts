import { describe, expect, test } from 'vitest'
import { hashOf, rootOf, routeOf } from './route.ts'
import type { Place } from './route.ts'

const places: readonly Place[] = [
  { screen: 'catalogue' },
  { screen: 'playground' },
  { screen: 'lab', slug: 'two-lanes' },
  { screen: 'sandbox', slug: 'two-lanes' },
  { screen: 'failing', slug: 'two-lanes', code: '1.abc_-' },
  { screen: 'progress' },
  { screen: 'projects' },
  { screen: 'project', id: 'p-1' },
  { screen: 'quiz', module: 'F10' },
  { screen: 'shared', code: '1.ab_c-D' },
]

describe('routes', () => {
  test.each(['/', '/sub/folder/', '/sub/folder/index.html'])(
    'every place is found at %s',
    (path) => {
      for (const place of places) expect(routeOf(path, hashOf(place))).toEqual(place)
    },
  )

  test('an empty hash is the catalogue', () => {
    expect(routeOf('/', '')).toEqual({ screen: 'catalogue' })
  })

  test('the embed has a path, on every kind of server', () => {
    for (const path of ['/embed', '/embed/', '/x/embed.html', '/x/embed/index.html']) {
      expect(routeOf(path, '')).toEqual({ screen: 'embed' })
    }
  })

  test('an address that leads nowhere says so', () => {
    for (const hash of [
      '#/lab',
      '#/lab/../x',
      '#/lab/Two%20Lanes',
      '#/lab/two-lanes/other',
      '#/playground/x',
      '#/quiz/<b>',
      '#/elsewhere',
    ]) {
      expect(routeOf('/', hash)).toEqual({ screen: 'nowhere' })
    }
  })

  test('the root is the same from every page', () => {
    for (const page of ['', 'index.html', 'embed', 'embed.html', 'embed/', 'embed/index.html']) {
      expect(rootOf(`https://host.test/sub/${page}?lab=x#/y`)).toBe('https://host.test/sub/')
    }
  })
})

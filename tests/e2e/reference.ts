/**
 * What a screen looks like, kept as text: where its parts lie, which words stand on it and in which colours.
 * Fonts differ from machine to machine, so a place is told in percent of the window and may be off a little.
 */
import { existsSync, readFileSync, writeFileSync } from 'node:fs'
import path from 'node:path'
import { expect, type Page, type TestInfo } from '@playwright/test'
import { format, resolveConfig } from 'prettier'

const FOLDER = path.join(import.meta.dirname, 'references')

/** Percent of the window by which a place may differ. */
const NEAR = 3

/** One screen at one width. */
interface Look {
  /** Left, top, width and height of each part, in percent of the window. */
  readonly places: { readonly [part: string]: string }
  /** What can be read and pressed, in its order. */
  readonly words: readonly string[]
  /** The tokens of the colours of each part, ground and ink. */
  readonly light: { readonly [part: string]: string }
  readonly dark: { readonly [part: string]: string }
}

type Looks = { readonly [width: string]: Look }

const SIZES = [
  { width: 1440, height: 900 },
  { width: 1024, height: 768 },
  { width: 390, height: 844 },
] as const

/**
 * Holds a screen to its reference in both themes and at each width, or writes it: `--update-snapshots`.
 * Of a list that `grows` (every new lab stands in the catalogue) neither height nor entries are told.
 */
export async function look(
  page: Page,
  info: TestInfo,
  screen: string,
  grows = 'none',
): Promise<void> {
  const seen: Record<string, Look> = {}
  for (const size of SIZES) {
    await page.setViewportSize(size)
    const { places, words, colours: light } = await read(page, 'light', grows)
    const { colours: dark } = await read(page, 'dark', grows)
    seen[String(size.width)] = { places, words, light, dark }
  }
  await page.emulateMedia({ colorScheme: 'light' })
  await page.setViewportSize(SIZES[0])
  const file = path.join(FOLDER, `${screen}.json`)
  if (['all', 'changed'].includes(info.config.updateSnapshots)) {
    const options = { ...(await resolveConfig(file)), filepath: file }
    writeFileSync(file, await format(JSON.stringify(seen), options))
    return
  }
  const told = `There is no reference of ${screen}: npm run e2e -- references --update-snapshots`
  expect(existsSync(file), told).toBe(true)
  const wanted = JSON.parse(readFileSync(file, 'utf8')) as Looks
  expect(nearly(seen, wanted), screen).toEqual(wanted)
}

/** What was seen, with each place that is near enough to the wanted one as that one. */
function nearly(seen: Looks, wanted: Looks): Looks {
  const near = (one: string, other: string | undefined): string => {
    const [a, b] = [one, other ?? ''].map((text) => text.split(' ').map(Number))
    const same =
      a!.length === b!.length && a!.every((number, at) => Math.abs(number - b![at]!) <= NEAR)
    return same ? (other ?? one) : one
  }
  const each = Object.entries(seen).map(([width, { places, ...rest }]) => {
    const known = Object.entries(places).map(
      ([part, place]) => [part, near(place, wanted[width]?.places[part])] as const,
    )
    return [width, { ...rest, places: Object.fromEntries(known) }] as const
  })
  return Object.fromEntries(each)
}

/** Reads the screen as it stands. */
async function read(
  page: Page,
  colorScheme: 'light' | 'dark',
  grows: string,
): Promise<{
  readonly places: Record<string, string>
  readonly words: string[]
  readonly colours: Record<string, string>
}> {
  await page.emulateMedia({ colorScheme, reducedMotion: 'reduce' })
  // Layout follows the window by observers, which have been heard two frames later.
  await page.evaluate(
    () => new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(done))),
  )
  return page.evaluate((growing) => {
    const shown = (one: Element): boolean =>
      one.checkVisibility({ visibilityProperty: true, opacityProperty: true })
    const nameOf = (one: Element): string => {
      const by = one.getAttribute('aria-labelledby')
      const text =
        one.getAttribute('aria-label') ??
        (by === null ? null : document.getElementById(by)?.textContent) ??
        one.textContent
      return text.replace(/\s+/gu, ' ').trim()
    }

    // Every colour of the theme, by what it comes to.
    const probe = document.body.appendChild(document.createElement('i'))
    const tokens = new Map<string, string>()
    for (const sheet of document.styleSheets)
      for (const rule of sheet.cssRules)
        if (rule instanceof CSSStyleRule && rule.selectorText.includes(':root'))
          for (const name of rule.style) {
            if (!name.startsWith('--')) continue
            probe.style.color = ''
            probe.style.color = `var(${name})`
            const value = getComputedStyle(document.documentElement).getPropertyValue(name)
            const { color } = getComputedStyle(probe)
            if (CSS.supports('color', value.trim()) && !tokens.has(color)) tokens.set(color, name)
          }
    probe.remove()
    const groundOf = (one: Element | null): string => {
      for (let up = one; up; up = up.parentElement) {
        const { backgroundColor } = getComputedStyle(up)
        if (backgroundColor !== 'rgba(0, 0, 0, 0)') return backgroundColor
      }
      return 'none'
    }

    const places: Record<string, string> = {}
    const colours: Record<string, string> = {}
    const parts = document.querySelectorAll(
      'header, main, footer, section[aria-label], [role="region"], [role="tabpanel"]',
    )
    for (const one of parts) {
      const { left, top, width, height } = one.getBoundingClientRect()
      // What only a reader of the page hears has no place.
      if (!shown(one) || width < 2 || height < 2) continue
      const role = one.getAttribute('role') ?? one.tagName.toLowerCase()
      const part = `${role} ${one.getAttribute('aria-label') ?? ''}`.trim()
      if (part in places) continue
      const share = (value: number, whole: number): number => Math.round((value / whole) * 100)
      places[part] = [
        share(left, innerWidth),
        share(top, innerHeight),
        share(width, innerWidth),
        ...(one.matches(growing) ? [] : [share(height, innerHeight)]),
      ].join(' ')
      const { color } = getComputedStyle(one)
      const ground = groundOf(one)
      colours[part] = `${tokens.get(ground) ?? ground} ${tokens.get(color) ?? color}`
    }

    // Rows of tables and lists come and go with the room there is.
    const words = [
      ...document.querySelectorAll(
        'h1, h2, h3, button, a[href], select, input, th, [role="tab"], [role="slider"], .monitor dt',
      ),
    ]
      .filter(
        (one) =>
          shown(one) &&
          !one.closest('tbody, .monaco-editor, [role="listitem"], li li') &&
          // Nor are the labs of the catalogue: there are more with every wave.
          !(one.matches('a[href*="#/lab/"]') && one.closest(growing)),
      )
      .map((one) => {
        const label = one.closest('label')?.firstChild?.textContent ?? ''
        const field = one.matches('select, input')
        const text = field ? (one.getAttribute('aria-label') ?? label) : nameOf(one)
        // How many labs there are is not how the screen looks.
        const said = text.trim().replace(/\d+ of \d+ labs/u, 'some labs')
        return `${one.getAttribute('role') ?? one.tagName.toLowerCase()} ${said}`
      })
    return { places, words, colours }
  }, grows)
}

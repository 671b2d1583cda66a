import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import {
  MOST_ZOOM,
  bounded,
  centred,
  fitZoom,
  fitted,
  glide,
  keeping,
  toStage,
  zoomedAbout,
  type Extent,
  type View,
} from './geometry.ts'
import { wheelFactor } from './hands.ts'

const size = fc.record({
  width: fc.integer({ min: 300, max: 1600 }),
  height: fc.integer({ min: 180, max: 1200 }),
})
const place = fc.record({
  zoom: fc.double({ min: 0.1, max: 8, noNaN: true }),
  x: fc.integer({ min: -4000, max: 4000 }),
  y: fc.integer({ min: -4000, max: 4000 }),
})

const STAGE: Extent = { width: 800, height: 400 }
const WINDOW: Extent = { width: 800, height: 400 }
const LIFE: View = { zoom: 1, x: 0, y: 0 }

describe('the camera', () => {
  it('never shows an empty rim where there is stage to see', () => {
    fc.assert(
      fc.property(place, size, size, (view, stage, window) => {
        const { zoom, x, y } = bounded(view, stage, window)
        expect(zoom).toBeLessThanOrEqual(MOST_ZOOM)
        expect(zoom).toBeGreaterThanOrEqual(fitZoom(stage, window))
        for (const [at, long, room] of [
          [x, stage.width * zoom, window.width],
          [y, stage.height * zoom, window.height],
        ] as const) {
          if (long <= room) expect(at).toBeCloseTo((room - long) / 2)
          else {
            expect(at).toBeLessThanOrEqual(0)
            expect(at + long).toBeGreaterThanOrEqual(room - 1e-6)
          }
        }
      }),
    )
  })

  it('holds what lies under the pointer while it zooms in', () => {
    const at = { x: 300, y: 120 }
    const before = zoomedAbout(LIFE, { x: 400, y: 200 }, 2, STAGE, WINDOW)
    const after = zoomedAbout(before, at, 1.25, STAGE, WINDOW)
    expect(toStage(after, at).x).toBeCloseTo(toStage(before, at).x)
    expect(toStage(after, at).y).toBeCloseTo(toStage(before, at).y)
    expect(after.zoom).toBeCloseTo(2.5)
  })

  it('fits a stage that is taller than its window, and stays as it is where all is seen', () => {
    const tall = { width: 390, height: 900 }
    const phone = { width: 390, height: 600 }
    const { zoom, x, y } = fitted(tall, phone)
    expect(zoom).toBeCloseTo(600 / 900)
    expect(x).toBeCloseTo((390 - 260) / 2)
    expect(y).toBeCloseTo(0)
    expect(fitted(STAGE, WINDOW)).toEqual(LIFE)
  })

  it('moves no more than it must to keep a point in sight', () => {
    const near = centred({ x: 400, y: 200 }, 2, STAGE, WINDOW)
    expect(keeping(near, { x: 410, y: 195 }, STAGE, WINDOW)).toEqual(near)
    fc.assert(
      fc.property(fc.integer({ min: 0, max: 800 }), fc.integer({ min: 0, max: 400 }), (x, y) => {
        const seen = keeping(near, { x, y }, STAGE, WINDOW)
        const at = { x: x * seen.zoom + seen.x, y: y * seen.zoom + seen.y }
        expect(at.x).toBeGreaterThanOrEqual(-1e-6)
        expect(at.x).toBeLessThanOrEqual(WINDOW.width + 1e-6)
        expect(at.y).toBeGreaterThanOrEqual(-1e-6)
        expect(at.y).toBeLessThanOrEqual(WINDOW.height + 1e-6)
      }),
    )
  })

  it('glides from where it is to exactly where it shall be', () => {
    const to = centred({ x: 700, y: 300 }, 2.5, STAGE, WINDOW)
    const { at, takes } = glide(LIFE, to, WINDOW)
    expect(at(0).zoom).toBeCloseTo(1)
    expect(at(0).x).toBeCloseTo(0)
    expect(at(1)).toEqual(to)
    expect(takes).toBeGreaterThanOrEqual(120)
    expect(takes).toBeLessThanOrEqual(450)
  })

  it('zooms by a wheel in small steps, the same way in every unit', () => {
    expect(wheelFactor(-100, 0)).toBeGreaterThan(1)
    expect(wheelFactor(100, 0) * wheelFactor(-100, 0)).toBeCloseTo(1)
    expect(wheelFactor(3, 1)).toBeLessThan(1)
    expect(wheelFactor(-10_000, 0)).toBeLessThanOrEqual(2)
  })
})

/** A drawing of the page as a picture that stands by itself: its styles and symbols go with it. */

/** What the page's styles say of a drawing; the rest a picture does not need. */
const STYLES = [
  'color',
  'dominant-baseline',
  'fill',
  'fill-opacity',
  'font-family',
  'font-size',
  'font-style',
  'font-weight',
  'letter-spacing',
  'opacity',
  'paint-order',
  'stroke',
  'stroke-dasharray',
  'stroke-dashoffset',
  'stroke-linecap',
  'stroke-linejoin',
  'stroke-opacity',
  'stroke-width',
  'text-anchor',
  'transform',
  'visibility',
  'display',
] as const

const SVG = 'http://www.w3.org/2000/svg'

/** A drawing as SVG text, on a ground of its own. */
export function asSvg(drawing: SVGSVGElement): string {
  const copy = drawing.cloneNode(true) as SVGSVGElement
  withStyles(drawing, copy)
  const { width, height } = sizeOf(drawing)
  copy.setAttribute('xmlns', SVG)
  copy.setAttribute('width', String(width))
  copy.setAttribute('height', String(height))
  if (!copy.hasAttribute('viewBox'))
    copy.setAttribute('viewBox', `0 0 ${String(width)} ${String(height)}`)
  copy.prepend(symbolsOf(copy), ground(drawing))
  copy.append(...paintedOver(drawing))
  return new XMLSerializer().serializeToString(copy)
}

/** A picture as PNG, twice as large as on the screen so that it prints well. */
export async function asPng(drawing: SVGSVGElement, scale = 2): Promise<Blob> {
  const { width, height } = sizeOf(drawing)
  const image = new Image()
  image.src = `data:image/svg+xml;charset=utf-8,${encodeURIComponent(asSvg(drawing))}`
  await image.decode()
  const canvas = document.createElement('canvas')
  canvas.width = width * scale
  canvas.height = height * scale
  canvas.getContext('2d')?.drawImage(image, 0, 0, canvas.width, canvas.height)
  return await new Promise((resolve, reject) => {
    canvas.toBlob((blob) => {
      if (blob) resolve(blob)
      else reject(new Error('The browser could not make a picture of it.'))
    }, 'image/png')
  })
}

/** What is painted over a drawing, as pictures in it: tokens of a crowd are no elements of their own. */
function paintedOver(drawing: SVGSVGElement): readonly SVGImageElement[] {
  const canvases = drawing
    .closest('section')
    ?.querySelectorAll<HTMLCanvasElement>('canvas.painting')
  return [...(canvases ?? [])].flatMap((canvas) => {
    if (canvas.width === 0 || canvas.height === 0) return []
    // A thread may own its pixels: they can be drawn from here, and not be read.
    const own = document.createElement('canvas')
    own.width = canvas.width
    own.height = canvas.height
    own.getContext('2d')?.drawImage(canvas, 0, 0)
    const image = document.createElementNS(SVG, 'image')
    const [stage, layer] = [drawing.getBoundingClientRect(), canvas.getBoundingClientRect()]
    const scale =
      drawing.viewBox.baseVal.width > 0 ? stage.width / drawing.viewBox.baseVal.width : 1
    const place = {
      href: own.toDataURL('image/png'),
      x: (layer.left - stage.left) / scale,
      y: (layer.top - stage.top) / scale,
      width: layer.width / scale,
      height: layer.height / scale,
    }
    for (const [name, value] of Object.entries(place)) image.setAttribute(name, String(value))
    return [image]
  })
}

function sizeOf(drawing: SVGSVGElement): { readonly width: number; readonly height: number } {
  const { width, height } = drawing.getBoundingClientRect()
  return { width: Math.ceil(width), height: Math.ceil(height) }
}

/** Writes what the page's styles came to into each element. */
function withStyles(from: Element, to: Element): void {
  const computed = getComputedStyle(from)
  const style = STYLES.map((name) => `${name}:${computed.getPropertyValue(name)}`).join(';')
  to.setAttribute('style', style)
  to.removeAttribute('class')
  for (let at = 0; at < from.children.length; at++) {
    const [child, copy] = [from.children[at], to.children[at]]
    if (child && copy) withStyles(child, copy)
  }
}

/** The symbols of the page that a picture uses, and those that they use. */
function symbolsOf(copy: SVGSVGElement): SVGDefsElement {
  const defs = document.createElementNS(SVG, 'defs')
  const seen = new Set<string>()
  const take = (root: Element): void => {
    for (const use of root.querySelectorAll('use')) {
      const id = (use.getAttribute('href') ?? '').slice(1)
      const symbol = seen.has(id) ? null : document.getElementById(id)
      seen.add(id)
      if (!symbol) continue
      const own = symbol.cloneNode(true) as Element
      withStyles(symbol, own)
      defs.append(own)
      take(own)
    }
  }
  take(copy)
  return defs
}

function ground(drawing: SVGSVGElement): SVGRectElement {
  const rect = document.createElementNS(SVG, 'rect')
  rect.setAttribute('width', '100%')
  rect.setAttribute('height', '100%')
  const colour = getComputedStyle(drawing).getPropertyValue('--ground').trim()
  rect.setAttribute('fill', colour || '#ffffff')
  return rect
}

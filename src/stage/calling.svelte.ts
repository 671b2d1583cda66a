import type { Act, NodeRef } from '../lib/hands/acts.ts'

/** A menu that is asked for: of what, and where, in pixels of the window. */
export interface MenuAt {
  readonly node: NodeRef
  readonly title: string
  readonly x: number
  readonly y: number
}

/** What a caller of menus asks of its stage. */
export interface Callee {
  /** What can be done to a thing now. */
  readonly actsOn: (node: NodeRef) => readonly Act[]
  readonly titleOf: (node: NodeRef) => string
  /** What lies at a point of the page. */
  readonly nodeAt: (clientX: number, clientY: number) => NodeRef | null
}

/** Some browsers on phones have no right click for a finger that stays. */
const LONG = 500

/** Opens the menu of what is pressed: by a right click, a finger that stays, or a button. */
export class MenuCaller {
  menu = $state.raw<MenuAt | null>(null)
  readonly #stage: Callee
  /** What had the keys before the menu. */
  #before: Element | null = null
  #finger: ReturnType<typeof setTimeout> | undefined

  constructor(stage: Callee) {
    this.#stage = stage
  }

  actsOn(node: NodeRef): readonly Act[] {
    return this.#stage.actsOn(node)
  }

  readonly open = (node: NodeRef, x: number, y: number): void => {
    if (this.#stage.actsOn(node).length === 0) return
    if (this.menu === null) this.#before = document.activeElement
    this.menu = { node, title: this.#stage.titleOf(node), x, y }
  }

  readonly close = (): void => {
    this.menu = null
    if (this.#before instanceof HTMLElement) this.#before.focus()
    this.#before = null
  }

  readonly rightClicked = (event: MouseEvent): void => {
    if (this.menu !== null || this.#askAt(event)) event.preventDefault()
  }

  readonly held = (event: PointerEvent): void => {
    this.letGo()
    if (event.pointerType !== 'touch') return
    this.#finger = setTimeout(() => {
      if (this.menu === null) this.#askAt(event)
    }, LONG)
  }

  readonly letGo = (): void => {
    clearTimeout(this.#finger)
  }

  #askAt({ target, clientX, clientY }: MouseEvent): boolean {
    const token = target instanceof Element ? target.closest('[data-id]') : null
    const id = token?.getAttribute('data-id')
    const node: NodeRef | null =
      id == null ? this.#stage.nodeAt(clientX, clientY) : { kind: 'task', name: id }
    if (node) this.open(node, clientX, clientY)
    return node !== null
  }
}

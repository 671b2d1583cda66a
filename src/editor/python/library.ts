import type { ModuleOutline } from './outline.ts'

/** A module of the sandbox or of the standard library. */
export interface LibraryModule extends ModuleOutline {
  /** Names that it has and does not offer. */
  readonly hidden?: readonly string[]
}

/** What the editor knows of Python without Python: made while the product is built. */
export interface LibraryData {
  readonly modules: { readonly [name: string]: LibraryModule }
  /** Options of `@app.task(...)`. */
  readonly taskOptions: readonly string[]
  /** Options of `apply_async(...)`. */
  readonly callOptions: readonly string[]
  /** Every module of the standard library, by its first name. */
  readonly names: readonly string[]
  /** Settings of `app.conf` with their defaults. */
  readonly settings: { readonly [name: string]: string }
}

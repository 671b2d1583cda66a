/** `{name}` in a text that gets a value later. */
const SLOT = /\{(\w+)\}/g

/** The names of a text's slots. */
export const slotsIn = (text: string): readonly string[] =>
  [...text.matchAll(SLOT)].map((match) => match[1] ?? '')

/** A text with the values in its slots; a slot without a value stays as it is written. */
export const fill = (text: string, values: { readonly [slot: string]: string | number }): string =>
  text.replace(SLOT, (written, name: string) => String(values[name] ?? written))

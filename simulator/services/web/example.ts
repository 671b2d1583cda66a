/** Nothing: it is visited, and nobody calls it. */
export const example = null

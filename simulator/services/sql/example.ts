/** Nothing: what changes a database happens inside Python. */
export const example = null

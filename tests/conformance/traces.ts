import { fileURLToPath } from 'node:url'
import { readTables, readTraces } from '../../src/conformance/read.node.ts'

/** The recordings of this project. */
export const TRACES = fileURLToPath(new URL('./traces/', import.meta.url))

/** What agrees today. */
export const AGREED = fileURLToPath(new URL('./agreed.json', import.meta.url))

export const traces = await readTraces(TRACES)
export const tables = await readTables(TRACES)

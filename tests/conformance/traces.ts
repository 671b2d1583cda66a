import { fileURLToPath } from 'node:url'
import { readTables, readTraces } from '../../src/conformance/read.node.ts'

const here = (name: string): string => fileURLToPath(new URL(name, import.meta.url))

/** The recordings that this project was given, and what agrees with them today. */
export const TRACES = here('./traces/')
export const AGREED = here('./agreed.json')

/** The recordings that this project made itself, and what agrees with them today. */
export const OWN_TRACES = here('./traces-own/')
export const OWN_AGREED = here('./agreed-own.json')

export const traces = await readTraces(TRACES)
export const tables = await readTables(TRACES)
export const ownTraces = await readTraces(OWN_TRACES)

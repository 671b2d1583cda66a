import { nodePythonFiles } from '../python/files-node.ts'
import { nodePackages } from '../python/packages-node.ts'
import { createPython, type Python } from '../python/python.ts'

/** Boots Python in Node, from the files of the pyodide package. */
export const createNodePython = async (): Promise<Python> =>
  createPython({ files: await nodePythonFiles(), packages: nodePackages() })

/**
 * Pyodide's loader refuses to run in a classic worker, which is the only kind that starts inside an
 * opaque-origin frame. It tells one by calling `importScripts`, so the name is put away before the
 * loader is evaluated; this file must therefore be imported ahead of `pyodide`.
 */
type ImportScripts = (...urls: string[]) => void

interface WorkerScope {
  importScripts?: ImportScripts | undefined
}

const scope = globalThis as WorkerScope

/** The worker's own `importScripts`, or null outside of a classic worker. */
export const importScripts: ImportScripts | null =
  typeof scope.importScripts === 'function' ? scope.importScripts.bind(globalThis) : null

if (importScripts !== null) scope.importScripts = undefined

import { createHash } from 'node:crypto'
import path from 'node:path'
import { build, type Plugin, type Rolldown, type ViteDevServer } from 'vite'
import { labs } from './labs.ts'

/** The module that pages import: its default export is the address of the thread's script. */
const VIRTUAL = 'virtual:lab-thread'
const RESOLVED = `\0${VIRTUAL}`
/** Where the development server answers with the bundle. */
const DEV_PATH = '/@lab-thread.js'

interface Bundle {
  readonly code: string
  /** Every file that went into the bundle. */
  readonly files: readonly string[]
}

/**
 * Bundles the lab thread into ONE CLASSIC worker script, in development as in the build. Vite would
 * serve a module worker in development and split it in the build; a classic script can also be started
 * from a blob inside a frame of opaque origin, where module workers fail.
 */
export function labThread(entry: string): Plugin {
  let bundle: Promise<Bundle> | null = null
  let dev = false
  const current = (): Promise<Bundle> => (bundle ??= bundleThread(entry, dev))
  return {
    name: 'queuelab:lab-thread',
    configResolved(config) {
      dev = config.command === 'serve'
    },
    resolveId(id) {
      return id === VIRTUAL ? RESOLVED : null
    },
    async load(id) {
      if (id !== RESOLVED) return null
      if (dev) {
        const { code } = await current()
        return `export default ${JSON.stringify(`${DEV_PATH}?v=${fingerprint(code)}`)}`
      }
      const { code, files } = await bundleThread(entry, dev)
      for (const file of files) this.addWatchFile(file)
      const reference = this.emitFile({ type: 'asset', name: 'lab-thread.js', source: code })
      return `export default import.meta.ROLLUP_FILE_URL_${reference}`
    },
    configureServer(server) {
      server.middlewares.use(DEV_PATH, (_request, response, next) => {
        current().then(({ code }) => {
          response.setHeader('Content-Type', 'text/javascript')
          response.end(code)
        }, next)
      })
      rebuildOnChange(server, async (file, event) => {
        if (bundle === null) return false
        const built = await bundle.catch(() => null)
        // A new file may match a glob, and after a failed build nobody knows which file mends it.
        const concerned = event === 'add' || built === null || built.files.includes(file)
        if (concerned) bundle = null
        return concerned
      })
    },
  }
}

const FILE_EVENTS = ['change', 'add', 'unlink'] as const
type FileEvent = (typeof FILE_EVENTS)[number]

/** Calls `forget` for each file that changed, and reloads the page where the thread went stale. */
function rebuildOnChange(
  server: ViteDevServer,
  forget: (file: string, event: FileEvent) => Promise<boolean>,
): void {
  const changed = async (file: string, event: FileEvent): Promise<void> => {
    if (!(await forget(path.normalize(file), event))) return
    const { client } = server.environments
    const module = client.moduleGraph.getModuleById(RESOLVED)
    if (module !== undefined) client.moduleGraph.invalidateModule(module)
    client.hot.send({ type: 'full-reload' })
  }
  const report = (error: unknown): void => {
    server.config.logger.error(String(error))
  }
  for (const event of FILE_EVENTS) {
    server.watcher.on(event, (file: string) => void changed(file, event).catch(report))
  }
}

async function bundleThread(entry: string, dev: boolean): Promise<Bundle> {
  const result = await build({
    configFile: false,
    plugins: [labs()],
    logLevel: 'warn',
    mode: dev ? 'development' : 'production',
    publicDir: false,
    define: { 'process.env.NODE_ENV': JSON.stringify(dev ? 'development' : 'production') },
    build: {
      write: false,
      target: 'es2023',
      minify: !dev,
      sourcemap: dev ? 'inline' : false,
      // Everything travels in the one script, whatever its size.
      assetsInlineLimit: Number.MAX_SAFE_INTEGER,
      lib: { entry, formats: ['iife'], name: 'labThread', fileName: () => 'lab-thread.js' },
      rolldownOptions: {
        output: { codeSplitting: false },
        onLog(level, log, report) {
          // Pyodide's branches for Node are never entered in a browser.
          if (!/pyodide\.mjs/u.test(log.message)) report(level, log)
        },
      },
    },
  })
  const chunk = outputs(result).find((output) => output.type === 'chunk')
  if (chunk === undefined) throw new Error(`${entry} gave no script`)
  return { code: chunk.code, files: filesOf(chunk.moduleIds) }
}

function outputs(result: Awaited<ReturnType<typeof build>>): Rolldown.OutputBundle[string][] {
  if ('on' in result) throw new Error('the lab thread is built once, not watched')
  return [result].flat().flatMap(({ output }) => output as Rolldown.OutputBundle[string][])
}

function filesOf(moduleIds: readonly string[]): readonly string[] {
  return moduleIds
    .filter((id) => path.isAbsolute(id))
    .map((id) => path.normalize(id.replace(/\?.*$/u, '')))
}

function fingerprint(code: string): string {
  return createHash('sha256').update(code).digest('hex').slice(0, 12)
}

import { cp, mkdir, mkdtemp, rm, symlink, writeFile } from 'node:fs/promises'
import path from 'node:path'
import { svelte } from '@sveltejs/vite-plugin-svelte'
import type { render as renderType } from 'svelte/server'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { createServer, type ViteDevServer } from 'vite'
import type { Panel, PanelProps } from '../../src/panels/panel.ts'

const ROOT = path.resolve(import.meta.dirname, '../..')

/** A whole panel as somebody would add it: nothing but the files of one folder. */
const WEATHER = {
  'panel.ts': `import type { Panel } from '../panel.ts'

/** The weather. */
export const panel: Panel = {
  id: 'weather',
  title: 'Weather',
  order: 41,
  load: () => import('./WeatherPanel.svelte'),
}
`,
  'WeatherPanel.svelte': `<script lang="ts">
  import type { PanelProps } from '../panel.ts'

  const { log, picture }: PanelProps = $props()
</script>

<p>{log.length} facts, {picture.tasks.size} tasks, and sun.</p>
`,
}

let copy = ''
let server: ViteDevServer

beforeAll(async () => {
  await mkdir(path.join(ROOT, '.cache'), { recursive: true })
  copy = await mkdtemp(path.join(ROOT, '.cache/new-panel-'))
  for (const part of ['lib', 'mistakes', 'components', 'panels'])
    await cp(path.join(ROOT, 'src', part), path.join(copy, 'src', part), { recursive: true })
  await symlink(path.join(ROOT, 'simulator'), path.join(copy, 'simulator'))
  const folder = path.join(copy, 'src/panels/weather')
  await mkdir(folder)
  for (const [name, text] of Object.entries(WEATHER)) await writeFile(path.join(folder, name), text)
  server = await createServer({
    root: copy,
    configFile: false,
    logLevel: 'error',
    server: { middlewareMode: true, watch: null, ws: false },
    optimizeDeps: { noDiscovery: true },
    plugins: [svelte({ configFile: false })],
  })
})

afterAll(async () => {
  await server.close()
  await rm(copy, { recursive: true, force: true })
})

it('a folder is all that a panel needs to stand in the inspector and to show a run', async () => {
  const { PANELS } = (await server.ssrLoadModule('/src/panels/index.ts')) as {
    readonly PANELS: readonly Panel[]
  }
  const ids = PANELS.map(({ id }) => id)
  expect(new Set(ids).size).toBe(ids.length)
  expect(ids.indexOf('weather')).toBe(ids.indexOf('workers') + 1)
  const panel = PANELS.find(({ id }) => id === 'weather')
  const { default: Weather } = await panel!.load()
  const { Log, EMPTY_PICTURE } = (await server.ssrLoadModule('/simulator/index.ts')) as {
    readonly Log: new () => PanelProps['log']
    readonly EMPTY_PICTURE: PanelProps['picture']
  }
  const { render } = (await server.ssrLoadModule('svelte/server')) as {
    readonly render: typeof renderType
  }
  const props: PanelProps = {
    log: new Log(),
    picture: EMPTY_PICTURE,
    playhead: 0,
    end: 0,
    revision: 0,
    selection: null,
    onselect: () => {},
  }
  expect(render(Weather, { props }).body).toContain('0 facts, 0 tasks, and sun.')
})

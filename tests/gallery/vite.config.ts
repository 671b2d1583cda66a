import path from 'node:path'
import { svelte } from '@sveltejs/vite-plugin-svelte'
import { defineConfig } from 'vite'

/** `npx vite --config tests/gallery/vite.config.ts`: stage, timeline and panels with a made-up run. */
export default defineConfig({
  root: import.meta.dirname,
  cacheDir: path.resolve(import.meta.dirname, '../../.cache/gallery'),
  plugins: [svelte()],
  server: {
    port: 5199,
    strictPort: true,
    fs: { allow: [path.resolve(import.meta.dirname, '../..')] },
  },
})

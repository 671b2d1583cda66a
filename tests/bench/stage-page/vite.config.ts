import path from 'node:path'
import { defineConfig, mergeConfig } from 'vite'
import page from '../../../vite.config.ts'

/** The page as it is built for everybody, with the bench's own way in. */
export default defineConfig((env) =>
  mergeConfig(page(env), {
    build: { rollupOptions: { input: path.join(import.meta.dirname, 'index.html') } },
  }),
)

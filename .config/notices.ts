import { readFile } from 'node:fs/promises'
import path from 'node:path'
import type { Plugin } from 'vite'

/** Whoever gets the built product gets its licence and the notice of the messages that it quotes. */
export function notices(): Plugin {
  return {
    name: 'queuelab:notices',
    apply: 'build',
    async generateBundle() {
      for (const name of ['LICENSE', 'NOTICE']) {
        const source = await readFile(path.resolve(import.meta.dirname, '..', name))
        this.emitFile({ type: 'asset', fileName: `${name}.txt`, source })
      }
    },
  }
}

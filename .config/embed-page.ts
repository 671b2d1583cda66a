import type { Plugin } from 'vite'

/**
 * Copies the built page to `embed.html`, so that `/embed?lab=…` is found on hosts of plain files too,
 * which look for a file of that name; the development and preview servers fall back by themselves.
 */
export function embedPage(): Plugin {
  return {
    name: 'queuelab:embed-page',
    apply: 'build',
    enforce: 'post',
    generateBundle(_options, bundle) {
      const page = bundle['index.html']
      if (page?.type !== 'asset') return
      this.emitFile({ type: 'asset', fileName: 'embed.html', source: page.source })
    },
  }
}

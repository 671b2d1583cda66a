import type { Plugin } from 'vite'

/**
 * Copies the built page to `embed.html` and `embed/index.html`, so that `/embed?lab=…` is found on hosts
 * of plain files too: some look for a file of that name, some for a folder. The development and preview
 * servers fall back by themselves.
 */
export function embedPage(): Plugin {
  return {
    name: 'queuelab:embed-page',
    apply: 'build',
    enforce: 'post',
    generateBundle(_options, bundle) {
      const page = bundle['index.html']
      if (page?.type !== 'asset') return
      const source = String(page.source)
      this.emitFile({ type: 'asset', fileName: 'embed.html', source })
      // One folder down, everything lies one folder up.
      const below = source.replaceAll(/(src|href)="\.\//gu, '$1="../')
      this.emitFile({ type: 'asset', fileName: 'embed/index.html', source: below })
    },
  }
}

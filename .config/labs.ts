import path from 'node:path'
import type { Plugin } from 'vite'
import { readLab } from '../labs/catalogue-node.ts'
import { problemText } from '../labs/lab.ts'

/** `labs/<slug>/lab.yaml?lab`: the whole lab as data, its starter and instructions among it. */
const SHEET = /^(?<folder>.*\/labs\/(?<slug>[^/]+))\/lab\.yaml\?lab$/u

/**
 * Reads the labs while the product is built: a learner's page then needs neither the YAML of a lab nor what
 * reads it. A broken lab breaks the build, with every problem at its line.
 */
export function labs(): Plugin {
  return {
    name: 'queuelab:labs',
    load(id) {
      const { folder, slug } = SHEET.exec(id)?.groups ?? {}
      if (folder === undefined || slug === undefined) return null
      const parsed = readLab(slug)
      if (!parsed.ok) throw new Error(parsed.problems.map(problemText).join('\n'))
      const { lab } = parsed
      const starter = Object.keys(lab.starter).map((file) => `starter/${file}`)
      for (const file of ['lab.yaml', 'title.json', 'instructions.md', ...starter])
        this.addWatchFile(path.join(folder, file))
      return { code: `export default ${JSON.stringify(lab)}`, moduleType: 'js' }
    },
  }
}

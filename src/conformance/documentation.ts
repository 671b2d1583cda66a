/** Something that is simulated by a page of the real system: no recording or rule could say. */
export interface Citation {
  readonly file: string
  readonly page: string
}

/** How far behind the words the address may stand, line breaks and comment marks included. */
const REACH = 200

/** The pages that a source file names after the words "from documentation", each once. */
export function citations(file: string, text: string): readonly Citation[] {
  const pages = [...text.matchAll(/from documentation/gi)].flatMap(({ index }) => {
    const found = /https?:\/\/[^\s)>\]'"`]+/.exec(text.slice(index))
    return found === null || found.index > REACH ? [] : [found[0].replace(/[.,;]+$/, '')]
  })
  return [...new Set(pages)].map((page) => ({ file, page }))
}

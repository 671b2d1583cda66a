import { MistakeBook } from './book.ts'

const texts = import.meta.glob<string>('./prose/*.md', {
  query: '?raw',
  import: 'default',
  eager: true,
})

/** The book of mistakes, as the bundler found its files. */
export const book = new MistakeBook(
  Object.fromEntries(
    Object.entries(texts).map(([path, text]) => [path.replace(/^.*\/|\.md$/gu, ''), text]),
  ),
)

import type { PyodideAPI } from 'pyodide'

interface FileNode {
  mtime: number
  ctime: number
  atime: number
  readonly parent: FileNode
}

interface MemoryFiles {
  createNode: (...args: unknown[]) => FileNode
  readonly ops_table: { readonly file: { readonly stream: FileStream } }
}

interface FileStream {
  write: (stream: { readonly node: FileNode }, ...rest: unknown[]) => number
}

/** Files are dated by the simulated clock; Emscripten would take the machine's. `now` gives milliseconds. */
export function dateFilesBy(fs: PyodideAPI['FS'], now: () => number): void {
  const files = (fs as { readonly filesystems: { readonly MEMFS: MemoryFiles } }).filesystems.MEMFS
  const create = files.createNode
  files.createNode = (...args) => {
    const node = create(...args)
    const time = now()
    for (const dated of [node, node.parent]) dated.atime = dated.mtime = dated.ctime = time
    return node
  }
  const stream = files.ops_table.file.stream
  const write = stream.write
  stream.write = (written, ...rest) => {
    const size = write(written, ...rest)
    written.node.mtime = written.node.ctime = now()
    return size
  }
}

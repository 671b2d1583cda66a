declare module 'virtual:python-library' {
  /** What the editor knows of Python, made while the product is built. */
  const library: import('./library.ts').LibraryData
  export default library
}

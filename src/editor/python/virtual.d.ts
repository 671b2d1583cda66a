declare module 'virtual:python-library' {
  /** What the editor knows of Python (`LibraryData`), as JSON: made while the product is built. */
  const library: string
  export default library
}

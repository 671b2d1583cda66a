declare module 'virtual:lab-thread' {
  /** Address of the lab thread's script: one classic worker script, the same in development and build. */
  const url: string
  export default url
}

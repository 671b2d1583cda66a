/** So long nobody has seen it before it sleeps, in milliseconds: who scrolls past and back loses nothing. */
export const SLEEP_AFTER = 15_000

/**
 * Calls `sleep` when an element has been out of sight for a while (scrolled away, or its tab hidden) and `wake`
 * when it is seen again. Returns what ends this.
 */
export function outOfSight(element: Element, sleep: () => void, wake: () => void): () => void {
  let inView = true
  let asleep = false
  let timer: ReturnType<typeof setTimeout> | undefined
  const look = (): void => {
    const seen = inView && !document.hidden
    clearTimeout(timer)
    if (seen && asleep) {
      asleep = false
      wake()
    } else if (!seen && !asleep) {
      timer = setTimeout(() => {
        asleep = true
        sleep()
      }, SLEEP_AFTER)
    }
  }
  const observer = new IntersectionObserver((entries) => {
    inView = entries.at(-1)?.isIntersecting ?? inView
    look()
  })
  observer.observe(element)
  document.addEventListener('visibilitychange', look)
  return () => {
    clearTimeout(timer)
    observer.disconnect()
    document.removeEventListener('visibilitychange', look)
  }
}

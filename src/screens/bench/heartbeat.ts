/** Calls back once a frame with the milliseconds since the frame before; returns what ends it. */
export function heartbeat(beat: (elapsed: number) => void): () => void {
  let last: number | null = null
  let frame = requestAnimationFrame(function next(now) {
    // A page that was hidden does not jump ahead when it is seen again.
    if (last !== null) beat(Math.min(now - last, 250))
    last = now
    frame = requestAnimationFrame(next)
  })
  return () => cancelAnimationFrame(frame)
}

/** The script of both frames whose own ways out are tried. */
import { FRAME_WAYS, LEAVING } from './frame-ways.ts'
import { tryAll, type Target } from './outcome.ts'

interface Asked {
  readonly target: Target
  readonly leaving: keyof typeof LEAVING | null
}

addEventListener('message', ({ data, ports: [port] }: MessageEvent<Asked>) => {
  const { target, leaving } = data
  if (leaving !== null) LEAVING[leaving](target, leaving)
  else void tryAll(FRAME_WAYS, target).then((report) => port?.postMessage(report))
})

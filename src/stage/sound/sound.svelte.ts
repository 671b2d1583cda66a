import { recall, remember } from '../../lib/remembered.ts'
import { QueueSound } from './queue-sound.ts'

/** Whether the queues are heard: off until somebody wants it, and remembered. */
class SoundChoice {
  on = $state(recall('sound') === 'on')
  /** The browser can make sound at all. */
  readonly able = typeof AudioContext === 'function'
  #sound: QueueSound | null = null
  #context: AudioContext | null = null

  toggle(): void {
    this.on = !this.on
    remember('sound', this.on ? 'on' : 'off')
    if (this.on) this.wake()
    else void this.#context?.suspend()
  }

  /** Browsers let a page sound only after a gesture: this is called in one. */
  wake(): void {
    if (!this.on || !this.able) return
    this.#context ??= new AudioContext()
    this.#sound ??= new QueueSound(this.#context)
    if (this.#context.state === 'suspended') void this.#context.resume()
  }

  hear(depth: number): void {
    if (this.on) this.#sound?.hear(depth)
  }
}

/** The page's sound. */
export const sound = new SoundChoice()

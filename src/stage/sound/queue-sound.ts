import { pitchOf } from './pitch.ts'

/** Between two notes, in seconds: changes that come quicker are heard as one. */
const PAUSE = 0.14
/** How long a note rings. */
const RINGS = 0.22
const LOUD = 0.06

/** Plays a soft note whenever the queues have become longer or shorter. */
export class QueueSound {
  readonly #context: AudioContext
  #depth: number | null = null
  #next = 0

  constructor(context: AudioContext) {
    this.#context = context
  }

  /** So many messages wait now. */
  hear(depth: number): void {
    const { currentTime, state } = this.#context
    if (state !== 'running' || depth === this.#depth || currentTime < this.#next) return
    this.#depth = depth
    this.#next = currentTime + PAUSE
    this.#note(pitchOf(depth), currentTime)
  }

  #note(pitch: number, at: number): void {
    const context = this.#context
    const voice = context.createOscillator()
    const volume = context.createGain()
    voice.type = 'triangle'
    voice.frequency.value = pitch
    volume.gain.setValueAtTime(0, at)
    volume.gain.linearRampToValueAtTime(LOUD, at + 0.012)
    volume.gain.exponentialRampToValueAtTime(0.0001, at + RINGS)
    voice.connect(volume).connect(context.destination)
    voice.start(at)
    voice.stop(at + RINGS)
  }
}

/** Whether a media query holds now, as a value that Svelte watches. */
export class Media {
  holds = $state(false)

  constructor(query: string) {
    const list = matchMedia(query)
    this.holds = list.matches
    list.addEventListener('change', () => {
      this.holds = list.matches
    })
  }
}

/** The learner has asked the system for less motion. */
export const calm = new Media('(prefers-reduced-motion: reduce)')

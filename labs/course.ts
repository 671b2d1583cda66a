/** A module of the course: some labs about one subject, and where there is one a knowledge check. */
export interface Module {
  /** As the curriculum numbers it: `F7`. */
  readonly id: string
  readonly title: string
  /** Slugs, in order; a lab that is not there yet is left out by whoever shows them. */
  readonly labs: readonly string[]
}

/** One of the four paths of the course. */
export interface Path {
  readonly name: 'Foundation' | 'Professional' | 'Expert' | 'Specialist'
  /** Whom it is for, in a sentence. */
  readonly about: string
  readonly modules: readonly Module[]
}

/** The course: paths, their modules, and the labs that belong to them. */
export const PATHS: readonly Path[] = [
  {
    name: 'Foundation',
    about: 'From the first message to a small system that loses nothing.',
    modules: [
      { id: 'F1', title: 'Why queues', labs: ['slow-request'] },
      { id: 'F3', title: 'Message brokers', labs: ['ack-and-crash'] },
      { id: 'F5', title: 'Workers and first scaling', labs: ['drain-the-burst'] },
      { id: 'F6', title: 'Calling tasks and getting results', labs: ['get-deadlock'] },
      { id: 'F7', title: 'Routing', labs: ['two-lanes'] },
      { id: 'F9', title: 'Errors and retries', labs: ['flaky-smtp', 'thundering-herd'] },
      { id: 'F10', title: 'Task patterns', labs: ['charge-once'] },
      { id: 'F11', title: 'Chains and groups', labs: ['photo-line'] },
      { id: 'F14', title: 'Capstone', labs: ['cap-orders'] },
    ],
  },
  {
    name: 'Professional',
    about: 'Workflows with many parts, and how they end when one part fails.',
    modules: [{ id: 'P1', title: 'Chords', labs: ['wordcount-chord'] }],
  },
  {
    name: 'Expert',
    about: 'Clusters that grow, shrink and survive by themselves.',
    modules: [{ id: 'E1', title: 'Scaling in production', labs: ['autoscaler'] }],
  },
  {
    name: 'Specialist',
    about: 'Django, extreme speed, and the design of whole systems.',
    modules: [],
  },
]

/** What somebody should have done before a lab: advice, never a lock. */
export const NEEDS: { readonly [slug: string]: readonly string[] } = {
  'ack-and-crash': ['slow-request'],
  'drain-the-burst': ['two-lanes'],
  'get-deadlock': ['slow-request'],
  'two-lanes': ['slow-request'],
  'flaky-smtp': ['slow-request'],
  'thundering-herd': ['flaky-smtp'],
  'charge-once': ['ack-and-crash', 'flaky-smtp'],
  'photo-line': ['two-lanes'],
  'cap-orders': ['charge-once', 'photo-line', 'two-lanes', 'drain-the-burst'],
  'wordcount-chord': ['photo-line'],
  autoscaler: ['drain-the-burst'],
}

/** The module that a lab belongs to, or null. */
export const moduleOf = (slug: string): Module | null =>
  PATHS.flatMap(({ modules }) => modules).find(({ labs }) => labs.includes(slug)) ?? null

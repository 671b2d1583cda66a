import fc from 'fast-check'

/**
 * Properties run alike each time in the everyday suite, so a red test is red again; the long suite
 * looks at far more cases, other ones each time, and fast-check prints the seed of what it finds.
 */
const long = import.meta.env.MODE === 'long'

fc.configureGlobal(long ? { numRuns: 5000 } : { numRuns: 100, seed: 5632 })

import type { LoadShape } from '../../cluster/model-spec.ts'
import { bursts } from './bursts.ts'
import { constant } from './constant.ts'
import { daily } from './daily.ts'
import type { Generator, Of } from './generator.ts'
import { poisson } from './poisson.ts'
import { replay } from './replay.ts'

/** Every generator there is. To add one: a file of this folder, its spec, and its line here. */
export const GENERATORS = { constant, poisson, bursts, daily, replay } as const satisfies {
  readonly [K in LoadShape['kind']]: Generator<Of<K>>
}

/** The member that a shape is of. */
export const generatorOf = (shape: LoadShape): Generator<LoadShape> => GENERATORS[shape.kind]

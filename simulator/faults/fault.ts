import type { Fault, FaultName, FaultOf, FaultParameters } from '../cluster/fault-spec.ts'
import type { BrokerName } from '../cluster/spec.ts'
import type { ProcessState } from '../world/state.ts'
import type { World } from '../world/world.ts'
import type { Fields } from './fields.ts'

/** A fault that has begun. */
export interface Begun {
  /** Index in the world's `faults`. */
  readonly index: number
  /** Row of its beginning: the cause of all that it does. */
  readonly cause: number
  /** The process whose body set it off; null where none did. */
  readonly process: ProcessState | null
}

/**
 * One fault: how it is read from data, what it does, and how that is taken back. It keeps no state of its
 * own; what lies in wait is in the world's `hazards`.
 */
export interface FaultMember<K extends FaultName> {
  readonly name: K
  /**
   * `at once`: over when it has struck. `a while`: it must be told how long. `until met`: over when it has
   * struck as often as it should, or earlier if it is told how long. `either`: at once, or so long.
   */
  readonly lasting: 'at once' | 'a while' | 'until met' | 'either'
  /** The brokers that it can happen to; left out: any. */
  readonly brokers?: readonly BrokerName[]
  /** What it needs to know, from untrusted data. */
  read(fields: Fields): FaultParameters[K]
  begin(world: World, fault: FaultOf<K>, begun: Begun): void
  /** Takes back what can be; absent where nothing can. */
  end?(world: World, fault: FaultOf<K>, begun: Begun): void
}

/** Any of them. */
export interface AnyFaultMember {
  readonly name: FaultName
  readonly lasting: FaultMember<FaultName>['lasting']
  readonly brokers?: readonly BrokerName[]
  read(fields: Fields): FaultParameters[FaultName]
  begin(world: World, fault: Fault, begun: Begun): void
  end?(world: World, fault: Fault, begun: Begun): void
}

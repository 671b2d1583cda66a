/** The front door of the simulator: all that other folders may import. */
export type * from './program.ts'
export type * from './cluster/spec.ts'
export type * from './cluster/model-spec.ts'
export type * from './cluster/fault-spec.ts'
export type * from './cluster/server-spec.ts'
export { POISONS } from './cluster/fault-spec.ts'
export type * from './cluster/autoscaler-spec.ts'
export type * from './messages/json.ts'
export type * from './messages/message.ts'
export type * from './messages/signature.ts'
export type * from './log/facts.ts'
export { FACT_KINDS } from './log/facts.ts'
export { type Micros, seconds, millis, toSeconds } from './kernel/units.ts'
export { Log } from './log/log.ts'
export { BatchCheck } from './log/check-batch.ts'
export { transferables, type LogBatch } from './log/log-batch.ts'
export type * from './log/entry.ts'
export type * from './log/picture.ts'
export { EMPTY_PICTURE } from './log/empty-picture.ts'
export { PictureSeeker } from './log/seeker.ts'
export { why } from './log/why.ts'
export { sentence, phrase, type Phrase } from './log/sentence.ts'
export { SENTENCES, type SentenceKey } from './log/sentence-texts.ts'
export { labelOf, nameOf, taskTitle, workerOf } from './log/names.ts'
export { EPOCH_UNIX_SECONDS, fromIso, toIso } from './kernel/clock.ts'
export { clockText, lengthText, shortClockText } from './kernel/time-text.ts'
export { pyrepr } from './messages/repr.ts'
export { looseText, parse, stringify } from './messages/json.ts'
export { createStreams, type Stream, type Streams } from './kernel/random.ts'
export { consume, expectedTime, tokenBucket } from './messages/rates.ts'
export { buildMessage } from './messages/build.ts'
export { route } from './routing/router.ts'
export { BROKERS } from './brokers/index.ts'
export { SERVICES } from './services/registry.ts'
export type { Service, ServiceCall } from './services/service.ts'
export type * from './cluster/service-spec.ts'
export { COSTS } from './cluster/costs.ts'
export { tables, type Table } from './machines/index.ts'
export {
  createSimulation,
  type Progress,
  type Simulation,
  type SimulationOptions,
  type Snapshot,
} from './simulation.ts'
export { LongRun, type LongRunOptions, type Stretch } from './long-run.ts'
export {
  Metrics,
  type BucketFigures,
  type DepthFigures,
  type LatencyFigures,
  type MetricsOptions,
  type TaskCounts,
} from './log/metrics.ts'
export { Comparison, type Shared } from './compare/first-difference.ts'
export { branch, momentOf, type Moment } from './branch.ts'
export type { Change } from './course.ts'
export { isRestart } from './world/world.ts'
export { parseWorkerOptions, type WorkerOptions } from './cluster/worker-options.ts'
export { parseClusterSpec, type ParsedCluster, type Problem } from './cluster/parse.ts'
export { parseAction, parseActions, type ParsedActions, parsePlan } from './faults/parse.ts'
export { FAULT_NAMES, faultsOf } from './faults/index.ts'
export { backoffFactor, backoffInterval } from './canvas/retry.ts'
export {
  crontab,
  crontabFromString,
  crontabRepr,
  type Crontab,
  type CrontabFields,
} from './beat/crontab.ts'
export { crontabIsDue, crontabRemaining, type Aware } from './beat/crontab-due.ts'
export {
  humanSeconds,
  intervalIsDue,
  intervalRemaining,
  intervalRepr,
  type Interval,
} from './beat/interval.ts'
export { UTC, zoneNamed, type Zone } from './beat/zones.ts'

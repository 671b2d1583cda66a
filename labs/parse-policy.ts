import { type ClusterSpec, parseClusterSpec } from '../simulator/index.ts'
import type { FileProblem, PodBounds } from './lab.ts'
import { type Field, readYaml } from './yaml-field.ts'

type Parsed =
  | { readonly ok: true; readonly cluster: ClusterSpec }
  | { readonly ok: false; readonly problems: readonly FileProblem[] }

/** Reads a `cluster.yaml` that says what the number of pods goes by, and how long one may take to end. */
export function parsePolicyFile(
  text: string,
  { most, grace: longest }: PodBounds,
  base: ClusterSpec,
): Parsed {
  const { root, problems } = readYaml('cluster.yaml', text)
  if (problems.length > 0) return { ok: false, problems }
  const fields = root.record({ required: ['autoscaler'], optional: ['pods'] })
  const policy = fields.get('autoscaler')
  const grace = fields
    .get('pods')
    ?.record({ required: ['grace'] })
    .get('grace')
  if (policy === undefined || problems.length > 0) return { ok: false, problems }
  const given = base.autoscaler?.pods
  const seconds = grace?.number(0, longest)
  const pods = { ...given, ...(seconds === undefined ? {} : { grace: seconds }) }
  const parsed = parseClusterSpec({ autoscaler: { policy: policy.value(), pods } })
  if (!parsed.ok)
    for (const { path, sentence } of parsed.problems) at(policy, path).report(sentence)
  const { autoscaler = null } = parsed.ok ? parsed.spec : {}
  if ((autoscaler?.policy.max ?? 0) > most)
    at(policy, 'autoscaler.policy.max').report(`This lab pays for ${most} pods at most.`)
  if (problems.length > 0 || autoscaler === null) return { ok: false, problems }
  return { ok: true, cluster: { ...base, autoscaler } }
}

/** The field that a path of the cluster means, as far as it is written: `autoscaler.policy.down.window`. */
function at(policy: Field, path: string): Field {
  let field = policy
  for (const key of path.split('.').slice(2)) field = field.entries()?.get(key) ?? field
  return field
}

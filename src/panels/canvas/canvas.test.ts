import { describe, expect, it } from 'vitest'
import { Log } from '../../../simulator/index.ts'
import { historyOf } from '../../lib/history/history.ts'
import { readRun } from '../../../tests/why/recorded.ts'
import { layOut, NODE } from './layout.ts'
import { workflowOf, type Workflow } from './workflow.ts'

const edge = ({ nodes, edges }: Workflow) => {
  const name = (key: string) => nodes.find((node) => node.key === key)?.name
  return edges.map(({ from, to, kind }) => `${name(from)} ${kind} ${name(to)}`)
}

describe('workflowOf', () => {
  const { log } = readRun('counted')

  it('draws a chord: its header as one, its body after all of them', () => {
    const { inOrder } = historyOf(log)
    for (const task of [inOrder[3]!, inOrder.at(-1)!]) {
      const flow = workflowOf(log, historyOf(log), task.id)
      expect(flow.nodes).toHaveLength(2)
      expect(flow.nodes[0]).toMatchObject({ kind: 'group', name: 'tasks.count' })
      expect(flow.nodes[0]!.tasks).toHaveLength(200)
      expect(edge(flow)).toEqual(['tasks.count counts tasks.total'])
    }
  })

  it('draws what has not been sent yet as planned', () => {
    const part = new Log()
    for (let row = 0; row < 400; row++) {
      const { time, kind, task, actor, cause, detail } = log.entry(row)
      part.append(
        time,
        kind,
        task === null ? -1 : part.task(task),
        part.actor(actor),
        cause,
        detail,
      )
    }
    const first = historyOf(part).inOrder[0]!
    const { nodes } = workflowOf(part, historyOf(part), first.id)
    expect(nodes.map(({ kind, name }) => [kind, name])).toContainEqual(['planned', 'tasks.total'])
  })

  it('leaves a task that belongs to nothing alone', () => {
    const { log: mails } = readRun('routed')
    const { inOrder } = historyOf(mails)
    expect(workflowOf(mails, historyOf(mails), inOrder[0]!.id)).toMatchObject({
      nodes: [{ kind: 'task', name: 'tasks.send_mail' }],
      edges: [],
    })
  })
})

describe('layOut', () => {
  const node = (key: string) =>
    ({ key, kind: 'task', name: key, tasks: [key], group: null }) as const
  const then = (from: string, to: string) => ({ from, to, kind: 'then' }) as const

  it('puts each step right of all that it follows from, and none upon another', () => {
    const { nodes, edges, width, height } = layOut({
      nodes: ['a', 'b', 'c', 'd'].map(node),
      edges: [then('a', 'b'), then('a', 'c'), then('b', 'd'), then('a', 'd')],
    })
    const at = Object.fromEntries(nodes.map((each) => [each.key, each]))
    for (const { from, to } of edges) expect(at[to]!.x).toBeGreaterThan(at[from]!.x + NODE.width)
    expect(at['b']!.x).toBe(at['c']!.x)
    expect(Math.abs(at['b']!.y - at['c']!.y)).toBeGreaterThan(NODE.height)
    for (const { x, y } of nodes) {
      expect(x + NODE.width).toBeLessThanOrEqual(width)
      expect(y + NODE.height).toBeLessThanOrEqual(height)
    }
  })

  it('comes to an end where a log tells of a circle', () => {
    const { nodes } = layOut({
      nodes: ['a', 'b'].map(node),
      edges: [then('a', 'b'), then('b', 'a')],
    })
    expect(nodes).toHaveLength(2)
  })
})

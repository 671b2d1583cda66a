import { execFileSync } from 'node:child_process'
import { existsSync } from 'node:fs'
import path from 'node:path'
import { test } from 'vitest'
import { createNodePython } from '../../src/cli/node-python.ts'
import { nodePythonFiles } from '../../src/python/files-node.ts'
import { nodePackages } from '../../src/python/packages-node.ts'
import { createPython } from '../../src/python/python.ts'
import type { Way } from '../../src/python/suspension.ts'
import { ENGINES } from '../engines/engines.ts'
import { servePythonBench } from './python-page.ts'
import { type PythonCosts, pythonCosts } from './python-tasks.ts'

const VENV = path.resolve(import.meta.dirname, '../../.cache/celery')
const TIMEOUT = 900_000

interface Peer {
  readonly celery: string
  /** Seconds of processor time. */
  readonly delay: number
  readonly task: number
}

/** Real Celery in one process; from PyPI into a virtual environment of the project the first time. */
function realCelery(count: number): Peer {
  const python = path.join(VENV, 'bin/python')
  if (!existsSync(python)) execFileSync('python3', ['-m', 'venv', VENV])
  try {
    execFileSync(python, ['-c', 'import celery, pytest'], { stdio: 'ignore' })
  } catch {
    const wanted = ['celery[pytest]==5.6.3']
    execFileSync(python, ['-m', 'pip', 'install', '--quiet', ...wanted], { stdio: 'inherit' })
  }
  const script = path.join(import.meta.dirname, 'celery_peer.py')
  return JSON.parse(execFileSync(python, [script, String(count)], { encoding: 'utf8' })) as Peer
}

function say(where: string, costs: PythonCosts, peer: Peer): void {
  const micros = (milliseconds: number): string => `${Math.round(milliseconds * 1000)} µs`
  const times = (peerSeconds: number, own: number): string =>
    `real Celery ${peer.celery} takes ${((peerSeconds * 1000) / own).toFixed(1)} times that`
  console.log(
    `${where}: delay() ${micros(costs.delay)} (must 50; ${times(peer.delay, costs.delay)})\n` +
      `${where}: a whole task ${micros(costs.task)} (must 250; ${times(peer.task, costs.task)})\n` +
      `${where}: 100 seeds of 50 tasks ${(costs.hundredSeeds / 1000).toFixed(1)} s (must 5)`,
  )
}

/** Processor time: on a shared machine these can be compared. */
const processor = (): number => process.cpuUsage().user / 1000

test('Python tasks in Node, beside real Celery', { timeout: TIMEOUT }, async () => {
  const python = await createNodePython()
  say('Node, processor time', await pythonCosts(python, processor), realCelery(2000))
  python.dispose()
})

test('Python tasks in Node by both ways of waiting', { timeout: TIMEOUT }, async () => {
  const measured = async (suspension: Way): Promise<PythonCosts> => {
    const options = { files: await nodePythonFiles(), packages: nodePackages(), suspension }
    const python = await createPython(options)
    try {
      return await pythonCosts(python, processor)
    } finally {
      python.dispose()
    }
  }
  const [stack, twin] = [await measured('stack'), await measured('twin')]
  const times = (cost: keyof PythonCosts): string => (twin[cost] / stack[cost]).toFixed(1)
  console.log(
    `Twins take ${times('delay')} times as long for delay(), ${times('task')} for a whole task and ${times('hundredSeeds')} for 100 seeds as stacks that are switched`,
  )
})

test('Python tasks in Chromium, beside real Celery', { timeout: TIMEOUT }, async () => {
  const page = await servePythonBench()
  try {
    const costs = await ENGINES.Chromium(page.url, 'window.pythonCosts')
    say('Chromium', costs as PythonCosts, realCelery(2000))
  } finally {
    page.close()
  }
})

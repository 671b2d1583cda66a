import { spawn } from 'node:child_process'

/** What a step of the test command found; every failure is a line for the closing summary. */
export interface Tally {
  readonly passed: number
  readonly failures: readonly string[]
}

export interface Step {
  readonly name: string
  readonly command: string
}

export function total(tallies: readonly Tally[]): Tally {
  return {
    passed: tallies.reduce((sum, tally) => sum + tally.passed, 0),
    failures: tallies.flatMap((tally) => tally.failures),
  }
}

/** The closing lines: each failure, and `N passed, N failed` last. Nothing that ran is a failure too. */
export function report(tally: Tally): void {
  const ran = tally.passed + tally.failures.length > 0
  const failures = ran ? tally.failures : ['nothing ran']
  for (const failure of failures) console.log(`FAILED ${failure}`)
  console.log(`${String(tally.passed)} passed, ${String(failures.length)} failed`)
  process.exitCode = failures.length === 0 ? 0 : 1
}

/** Runs steps two at a time; each is one test, and only a failing one shows what it printed. */
export async function runSteps(steps: readonly Step[]): Promise<Tally> {
  const waiting = [...steps]
  const tallies: Tally[] = []
  const lane = async (): Promise<void> => {
    for (let step = waiting.shift(); step !== undefined; step = waiting.shift()) {
      tallies.push(await runStep(step))
    }
  }
  await Promise.all([lane(), lane()])
  return total(tallies)
}

async function runStep({ name, command }: Step): Promise<Tally> {
  const begun = performance.now()
  const { code, output } = await run(command, 'kept')
  const seconds = ((performance.now() - begun) / 1000).toFixed(1)
  console.log(`${code === 0 ? '✓' : '✗'} ${name} (${seconds} s)`)
  if (code === 0) return { passed: 1, failures: [] }
  console.log(`  ${command}\n${output}`)
  return { passed: 0, failures: [name] }
}

/** A step that hangs must not hang the whole: it is ended after this many minutes. */
const MINUTES = 32

/** Runs a command line; what it prints is kept for later, or shown at once. */
export function run(
  command: string,
  output: 'kept' | 'shown',
  environment: Readonly<Record<string, string>> = {},
): Promise<{ readonly code: number; readonly output: string }> {
  return new Promise((resolve) => {
    const child = spawn('sh', ['-c', command], {
      stdio: output === 'shown' ? ['ignore', 'inherit', 'inherit'] : ['ignore', 'pipe', 'pipe'],
      env: { ...process.env, ...environment },
      detached: true,
    })
    let text = ''
    child.stdout?.on('data', (chunk: Buffer) => (text += chunk.toString()))
    child.stderr?.on('data', (chunk: Buffer) => (text += chunk.toString()))
    const end = (): void => {
      if (child.pid !== undefined) process.kill(-child.pid, 'SIGKILL')
    }
    const late = setTimeout(() => {
      text += `\nended after ${String(MINUTES)} minutes`
      console.log(`${command}: ended after ${String(MINUTES)} minutes`)
      end()
    }, MINUTES * 60_000)
    const interrupted = (): void => {
      end()
      process.exit(130)
    }
    process.once('SIGINT', interrupted)
    child.on('close', (code) => {
      clearTimeout(late)
      process.off('SIGINT', interrupted)
      resolve({ code: code ?? 1, output: text })
    })
  })
}

import { beforeAll, expect, test } from 'vitest'
import { createPython, type Python } from './python.ts'
import { readPythonFiles } from './files-node.ts'
import { readPackages } from './packages-node.ts'

let python: Python

beforeAll(async () => {
  python = await createPython({ files: await readPythonFiles(), packages: await readPackages() })
}, 60_000)

test('a client is loaded, runs, sleeps and returns', async () => {
  const said: string[] = []
  await python.begin({
    modules: {
      'tasks.py': 'import time\nx = 5\n',
      'client.py':
        'import time, tasks\nfrom datetime import datetime\ndef main():\n    print("hello", tasks.x)\n    time.sleep(1.5)\n    print(datetime.now().isoformat(), time.time(), time.localtime().tm_hour)\n    return [5, 5.0]\n',
    },
    seed: 1,
    tell: (name, process, spent, text) => {
      said.push(`${name} ${process} ${spent} ${text}`)
      return '{}'
    },
  })
  console.log(
    await python.ask({ kind: 'load', process: 'client', role: 'client', module: 'client' }, 0),
  )
  console.log(
    await python.ask({ kind: 'main', process: 'client', entry: 'main', module: 'client' }, 100),
  )
  const a = await python.ask(
    { kind: 'resume', process: 'client', value: { kind: 'nothing' } },
    1500100,
  )
  console.log(JSON.stringify(a), said)
  expect(a.kind).toBe('returned')
})

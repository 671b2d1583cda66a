import { readFileSync } from 'node:fs'
import path from 'node:path'
import { loadPyodide } from 'pyodide'
import { expect, test } from 'vitest'

/** The modules of the standard library that the editor knows from inside. */
const MODULES = (
  'abc asyncio base64 bisect builtins calendar collections collections.abc concurrent.futures contextlib ' +
  'contextvars copy csv dataclasses datetime decimal email.message email.mime.text email.mime.multipart enum ' +
  'fractions functools graphlib hashlib heapq hmac html http io itertools json logging math operator os os.path ' +
  'pathlib pickle pprint queue random re secrets shutil signal smtplib sqlite3 statistics string struct sys ' +
  'tempfile textwrap threading time traceback types typing unittest.mock urllib.error urllib.parse ' +
  'urllib.request uuid warnings weakref zlib zoneinfo'
).split(' ')

test('the stubs say what Python itself says', async () => {
  const python = await loadPyodide()
  python.runPython(readFileSync(path.join(import.meta.dirname, 'describe.py'), 'utf8'))
  const stub = python.globals.get('stub') as (name: string) => string
  for (const name of MODULES) await expect(stub(name), name).toMatchFileSnapshot(`./${name}.pyi`)
  const names = python.globals.get('top_level') as () => string
  await expect(names()).toMatchFileSnapshot('./names.txt')
}, 300_000)

import { readFile } from 'node:fs/promises'
import { fileURLToPath } from 'node:url'
import { join } from 'node:path'

/** The release whose suite is run. */
export const RELEASE = '5.6'

/** The suite's module, and the files of it that run as they are. */
export const SUITE = 't.integration.test_canvas'
const FILES = [
  't/integration/conftest.py',
  't/integration/tasks.py',
  't/integration/test_canvas.py',
]

/** Our own side of it: runner, fixtures and stand-ins. */
const OURS = [
  'pytest.py',
  'pydantic.py',
  'upstream_app.py',
  'upstream_fixtures.py',
  'upstream_modules.py',
  'upstream_runner.py',
  'upstream_thread.py',
]

/** A program's files by path. */
export interface Files {
  readonly [path: string]: string
}

/** The files of the runner. */
export async function runnerFiles(): Promise<Files> {
  const root = fileURLToPath(new URL('./python/', import.meta.url))
  return Object.fromEntries(
    await Promise.all(OURS.map(async (name) => [name, await readFile(join(root, name), 'utf8')])),
  ) as Files
}

/** The suite's files from a checkout of Celery, or a sentence that says what is wrong with the path. */
export async function readSuite(checkout: string): Promise<Files | string> {
  const version = await versionOf(checkout)
  if (version === null)
    return `${checkout} is no checkout of Celery: there is no celery/__init__.py with a __version__ in it. Clone https://github.com/celery/celery and name its folder.`
  if (!version.startsWith(`${RELEASE}.`))
    return `${checkout} holds Celery ${version}, and the suite is that of ${RELEASE}: run git checkout v${RELEASE}.3 there.`
  const files: { [path: string]: string } = { 't/__init__.py': '', 't/integration/__init__.py': '' }
  for (const path of FILES) {
    const text = await textOf(join(checkout, path))
    if (text === null)
      return `${checkout} is Celery ${version} without its tests: ${path} is not there. A release from PyPI leaves them out; a git checkout has them.`
    files[path] = text
  }
  return files
}

async function versionOf(checkout: string): Promise<string | null> {
  const text = await textOf(join(checkout, 'celery/__init__.py'))
  return /^__version__ = ['"](?<version>[^'"]+)['"]/m.exec(text ?? '')?.groups?.['version'] ?? null
}

const textOf = (path: string): Promise<string | null> => readFile(path, 'utf8').catch(() => null)

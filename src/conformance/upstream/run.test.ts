import { beforeAll, describe, expect, it } from 'vitest'
import { createSandbox } from '../sandbox.node.ts'
import type { Sandbox } from '../run.ts'
import { readSuite, runnerFiles } from './checkout.node.ts'
import { reportLines } from './report.ts'
import { listTests, runTest } from './run.ts'
import type { Suite, TestReport } from './run.ts'

const TASKS = `
from celery import shared_task
from redis import StrictRedis

@shared_task
def add(x, y):
    return x + y

@shared_task
def fail():
    raise KeyError('x')

@shared_task
def count(key):
    StrictRedis().incr(key)
`

const CONFTEST = `
import pytest
from celery.contrib.pytest import celery_app, celery_session_worker
from celery.contrib.testing.manager import Manager

@pytest.fixture
def app(celery_app):
    yield celery_app

@pytest.fixture
def manager(app, celery_session_worker):
    yield Manager(app)

@pytest.fixture(autouse=True)
def current(app):
    app.set_current()
`

const TESTS = `
import pytest
from celery.signals import task_received
from redis import StrictRedis
from .tasks import add, count, fail

class test_things:
    def test_passes(self, manager):
        assert manager.inspect().ping()
        assert add.delay(1, 2).get(timeout=5) == 3

    @pytest.mark.parametrize('y', [1, 2])
    @pytest.mark.parametrize('x, sum', [(1, 2), pytest.param(5, 6, id='six')])
    def test_parameters(self, x, y, sum):
        assert add.delay(x, y).get(timeout=5) == sum

    def test_raises(self):
        with pytest.raises(KeyError, match='x') as info:
            fail.delay().get(timeout=5)
        assert info.value.args == ('x',)
        with pytest.raises(ValueError):
            pass

    @pytest.mark.xfail(raises=AssertionError, reason='known')
    def test_expected(self):
        assert False

    @pytest.mark.xfail(raises=ValueError, reason='known')
    def test_another_failure(self):
        assert False

    def test_skips(self):
        raise pytest.skip('no server')

    def test_subtests(self, subtests):
        with subtests.test(msg='first'):
            assert False, 'so it is'
        with subtests.test(msg='second'):
            assert True

    def test_redis(self):
        client = StrictRedis()
        for _ in range(3):
            count.delay('hits')
        count.delay('done').get(timeout=5)
        assert client.get('hits') == b'3'
        assert client.blpop('nothing', 1) is None

    def test_receiver_of_the_worker(self):
        heard = []

        @task_received.connect
        def received(request=None, **kwargs):
            heard.append(request.id)

        sent = add.delay(1, 1)
        sent.get(timeout=5)
        assert heard == [sent.id]

def test_never_ends():
    StrictRedis().blpop('nothing')
`

let suite: Suite
let sandbox: Sandbox

beforeAll(async () => {
  sandbox = await createSandbox()
  const own = {
    't/__init__.py': '',
    't/integration/__init__.py': '',
    't/integration/tasks.py': TASKS,
    't/integration/conftest.py': CONFTEST,
    't/integration/test_own.py': TESTS,
  }
  suite = { module: 't.integration.test_own', files: { ...(await runnerFiles()), ...own } }
}, 60_000)

const outcome = (name: string): Promise<TestReport> => runTest(suite, name, sandbox)

describe('the runner of a suite', { timeout: 60_000 }, () => {
  it('lists tests with their parameters', async () => {
    const names = await listTests(suite, sandbox)
    expect(names).toHaveLength(13)
    expect(names.filter((name) => name.includes('parameters'))).toEqual([
      'test_things::test_parameters[1-2-1]',
      'test_things::test_parameters[1-2-2]',
      'test_things::test_parameters[six-1]',
      'test_things::test_parameters[six-2]',
    ])
  })

  it.each([
    ['test_things::test_passes', 'passed'],
    ['test_things::test_parameters[1-2-1]', 'passed'],
    ['test_things::test_parameters[1-2-2]', 'failed'],
    ['test_things::test_expected', 'xfailed'],
    ['test_things::test_another_failure', 'failed'],
    ['test_things::test_skips', 'skipped'],
    ['test_things::test_redis', 'passed'],
    ['test_things::test_receiver_of_the_worker', 'passed'],
  ])('%s: %s', async (name, expected) => {
    expect((await outcome(name)).outcome).toBe(expected)
  })

  it('tells the first difference, with its line', async () => {
    const { differences } = await outcome('test_things::test_raises')
    expect(differences).toEqual([
      {
        error: "Failed: DID NOT RAISE <class 'ValueError'>",
        place: expect.stringMatching(
          /test_own\.py:\d+: with pytest\.raises\(ValueError\):$/,
        ) as string,
      },
    ])
  })

  it('goes on after a subtest that fails', async () => {
    const { outcome: word, subtests, differences } = await outcome('test_things::test_subtests')
    expect([word, subtests]).toEqual(['failed', 2])
    expect(differences[0]).toMatchObject({ subtest: 'first', error: 'AssertionError: so it is' })
  })

  it('says where a test never ends', async () => {
    const { outcome: word, differences } = await outcome('test_never_ends')
    expect(word).toBe('broken')
    expect(differences[0]?.error).toMatch(/never|Nothing is left/)
  })
})

describe('the report', () => {
  it('counts, and keeps what needs a real server apart', () => {
    const one = (test: string, word: TestReport['outcome']): TestReport => ({
      test,
      outcome: word,
      subtests: 1,
      differences: word === 'failed' ? [{ error: 'E', place: 'here' }] : [],
    })
    const reports = [
      one('a', 'passed'),
      one('b', 'xfailed'),
      one('c', 'failed'),
      one('d', 'failed'),
    ]
    expect(reportLines(reports, { d: 'it asks the operating system' })).toEqual([
      'failed: c',
      '  E',
      '  at here',
      'needs a real server: d: it asks the operating system',
      '2 passed (1 of them expected failures), 1 failed, 1 need a real server, of 4 tests with 4 subtests',
    ])
  })
})

describe('a path that is no checkout of this release', () => {
  it('is told in a sentence', async () => {
    expect(await readSuite('/nowhere')).toBe(
      '/nowhere is no checkout of Celery: there is no celery/__init__.py with a __version__ in it. Clone https://github.com/celery/celery and name its folder.',
    )
  })
})

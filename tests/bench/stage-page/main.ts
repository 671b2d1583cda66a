/** A bench like that of any lab, with tasks that come as often as the address says: `?rate=1000`. */
import { mount } from 'svelte'
import '../../../src/components/base.css'
import Icons from '../../../src/components/Icons.svelte'
import Bench from '../../../src/screens/bench/Bench.svelte'
import { Session } from '../../../src/session/session.svelte.ts'
import { seconds } from '../../../simulator/index.ts'
import { clusterOf } from '../load.ts'

const asked = new URLSearchParams(location.search)
const rate = Number(asked.get('rate') ?? '700')
const workers = Number(asked.get('workers') ?? '4')
const TIME = 40

const session = new Session(
  {
    id: 'bench-of-the-stage',
    title: 'Bench of the stage',
    starter: [{ path: 'tasks.py', text: '' }],
    locked: new Set(['tasks.py']),
    ownFiles: false,
    client: null,
    form: null,
    assemble: () => ({
      ok: true,
      files: {},
      cluster: clusterOf({
        rate,
        seconds: TIME,
        workers,
        slots: 8,
        mean: (workers * 8 * 0.6) / rate,
      }),
    }),
    actions: [],
    limits: { time: seconds(TIME), facts: 10_000_000 },
    seed: 7,
    speed: 1,
    guide: null,
  },
  new URL('../../../', location.href).href,
)

const target = document.getElementById('app')!
mount(Icons, { target })
mount(Bench, {
  target: document.getElementById('app')!,
  props: { session, crumbs: ['Bench of the stage'] },
})

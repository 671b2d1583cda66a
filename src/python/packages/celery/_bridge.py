"""The way from this package to the simulation; no other module here knows `_sandbox`."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import _sandbox
from amqp.exceptions import error_for_code

#: One million of the simulation's microseconds make a second.
MICROS = 1_000_000


def tell(name: str, /, **say: Any) -> dict[str, Any]:
    """Say something to the simulation; what it hears back comes at once. An exception heard is raised."""
    return _sandbox.tell(name, say)


def tell_here(name: str, /, **say: Any) -> dict[str, Any]:
    """`tell`, with the learner's line that led here."""
    at = _sandbox.current_line()
    return tell(name, **say) if at is None else tell(name, **say, at=at)


def shortened(text: str) -> str:
    """A line as it is told: of one that is endless the beginning and the end."""
    return _sandbox.shortened(text)


def write(value: Any) -> str:
    """The JSON text of a value that JSON knows: quicker than `json.dumps`, and the program cannot change it."""
    return _sandbox.write(value)


def note(text: str) -> None:
    """Tell the learner something in the console; the same text is shown once."""
    tell('note', text=text)


def note_mistake(mistake: str, /, **slots: str) -> None:
    """Tell the learner of a mistake that Celery gives no error for; its sentence is the simulation's."""
    tell_here('note', mistake=mistake, slots=slots)


def may_join() -> bool:
    """Whether a task may wait for results here: in a pool of greenlets it may (table 3E)."""
    return _sandbox.running().joins


def read_meta(task_id: str) -> dict[str, Any]:
    """What the result backend holds for an id now; parks the body for the moment of reading."""
    return _metas(_sandbox.park({'kind': 'meta', 'id': task_id})).get(task_id) or pending()


def read_all() -> dict[str, Any]:
    """All that the result backend holds; parks the body for the moment of reading."""
    return _sandbox.park({'kind': 'stored'})


def read_group(group_id: str) -> Any:
    """The results that were saved for a group, as `as_tuple()`; parks the body for the moment of reading."""
    return _sandbox.park({'kind': 'group', 'id': group_id}).get('tuple')


def wait_for_results(
    ids: list[str], watch: list[str], timeout: float | None, every: float | None = None, allowed: bool = False
) -> tuple[dict[str, Any], bool]:
    """Park until one of `ids` is ready, one of `watch` failed or `timeout` (seconds) is over. `every`: how often it
    is looked for, where the backend does not tell of it. `allowed`: a task waits in a block that lets it.

    Gives what is stored for each of them, and whether the time ran out.
    """
    wait: dict[str, Any] = {'kind': 'results', 'ids': ids, 'watch': watch, 'timeout': _micros(timeout)}
    if every:
        wait['every'] = _micros(every)
    if allowed:
        wait['allowed'] = True
    value = _sandbox.park(wait)
    return _metas(value), bool(value.get('timedOut'))


def pause_for_results(ids: list[str], seconds: float) -> dict[str, Any]:
    """Sleep; what of these came meanwhile, as it was when it came."""
    wait = {'kind': 'results', 'ids': ids, 'watch': [], 'timeout': _micros(seconds), 'pause': True}
    return _metas(_sandbox.park(wait))


def listen_for_results(
    ids: list[str], watch: list[str], timeout: float | None
) -> tuple[dict[str, Any], bool, list[dict[str, Any]]]:
    """The same, or until anything is stored for any id: the third are such messages, `{id, meta}`."""
    wait = {'kind': 'results', 'ids': ids, 'watch': watch, 'timeout': _micros(timeout), 'listen': True}
    value = _sandbox.park(wait)
    return _metas(value), bool(value.get('timedOut')), value.get('messages') or []


def _micros(timeout: float | None) -> int | None:
    return None if timeout is None else max(0, round(timeout * MICROS))


def pending() -> dict[str, Any]:
    """The meta of an id that nobody has heard of (rule 6.6)."""
    return {'status': 'PENDING', 'result': None, 'traceback': None, 'children': None, 'date_done': None}


def wait_for_replies(ticket: int, timeout: float | None, limit: int | None) -> list[dict[str, Any]]:
    """Park until `limit` workers have replied to a control message or none did for `timeout` seconds (rule 3.63)."""
    value = _sandbox.park(
        {'kind': 'replies', 'ticket': ticket, 'timeout': _micros(timeout), 'limit': limit}
    )
    return value.get('replies') or []


def purge() -> int:
    """Park until the broker has thrown away what waits; how many messages there were."""
    return _sandbox.park({'kind': 'purge'}).get('count') or 0


def ask_broker(ask: dict[str, Any]) -> Any:
    """Park until the broker has done what kombu asks of it; raises what amqp would."""
    answer = _sandbox.park({'kind': 'broker', 'ask': ask})
    refusal = answer.get('refusal')
    if refusal:
        raise error_for_code(refusal['code'], refusal['text'], tuple(refusal['method']), refusal['name'])
    return answer.get('value')


def ask_redis(command: list[str]) -> Any:
    """Park until the Redis server has answered a command of the program's own; each character is one byte."""
    return _sandbox.park({'kind': 'redis', 'command': command}).get('reply')


def send(message: dict[str, Any]) -> None:
    """Send a message that is no task of Celery's making."""
    tell_here('send', **message)


def _metas(value: dict[str, Any]) -> dict[str, Any]:
    return value.get('metas') or {}


def body_began() -> int:
    """The moment at which the body of a task begins; `body_returned` and `body_raised` want it."""
    return _sandbox.now()


def body_returned(began: int, value: Any, errback: Callable[..., None]) -> None:
    """Park until callbacks have left and the result is stored (rule 4.4). Raises what comes up meanwhile, and
    what keeps the value from being encoded.
    """
    described, error = _sandbox.value_of(value)
    _ended(began, {'value': described}, False, errback)
    if error is not None:
        raise error


def body_raised(began: int, exc: BaseException, internal: bool, errback: Callable[..., None]) -> None:
    """Park until it is stored that a body raised, and what follows from that (rules 4.5 to 4.9)."""
    _ended(began, {'error': _sandbox.error_of(exc)}, internal, errback)


def _ended(began: int, ending: dict[str, Any], internal: bool, errback: Callable[..., None]) -> None:
    _sandbox.spend_least(began)
    value = _sandbox.park({'kind': 'ended', 'ending': ending, 'internal': internal})
    while value['kind'] == 'errback':
        over: dict[str, Any] = {'kind': 'errback-over'}
        raised: Exception | None = None
        try:
            errback(value['signature'], value['request'], value['error'], value['traceback'])
        except Exception as exc:
            over['error'] = _sandbox.error_of(exc)
            raised = exc
        try:
            value = _sandbox.park(over)
        except Exception as heard:
            # It takes the place of the failure (rule 4.36).
            raise raised or heard from None


def write_last_line() -> None:
    """Park until Celery's own line about the end of a task is written."""
    _sandbox.park({'kind': 'concluded'})


def new_uuid() -> str:
    """An id from the run's seed."""
    return tell('uuid')['uuid']


def oid() -> str:
    """The id of this process's app, which is its reply queue (rule 1.3)."""
    return tell('oid')['oid']


def role() -> str:
    """What the running process is: `client`, `worker` (its main process) or `process` (of its pool)."""
    running = _sandbox.process()
    return 'client' if running is None else running.role


def in_thread() -> bool:
    """Whether this body shares its worker's process."""
    running = _sandbox.process()
    return running is not None and running.shared


def process_name() -> str:
    """The name of the simulated process: `client`, `w1@sim`, `w1@sim/1`."""
    running = _sandbox.process()
    return 'client' if running is None else running.name


def given_settings() -> dict[str, Any]:
    """Settings that the cluster gives this process, as the environment would: they win over the program's own."""
    running = _sandbox.process()
    return {} if running is None else running.settings


def muted() -> bool:
    """Whether nothing told is heard: a pool process is a fork, its modules load silently."""
    return _sandbox.muted()


call = _sandbox.call
exception_class = _sandbox.exception_class
import_anew = _sandbox.import_anew
on_question = _sandbox.on_question
#: `process_local(name, factory)`: a value that each simulated process has of its own.
process_local = _sandbox.process_local
on_process = _sandbox.on_process
on_coding = _sandbox.on_coding
set_encoder = _sandbox.set_encoder
set_result_encoder = _sandbox.set_result_encoder
set_saferepr = _sandbox.set_saferepr
set_classifier = _sandbox.set_classifier

"""The one table of what the simulation takes notice of. Everything else that Celery knows is accepted with a note."""

from __future__ import annotations

from typing import Any

from celery import _bridge

#: Options of `@app.task` and attributes of task classes.
TASK_OPTIONS = frozenset(
    {
        'abstract',
        'acks_late',
        'acks_on_failure_or_timeout',
        'app',
        'autoretry_for',
        'base',
        'bind',
        'compression',
        'default_retry_delay',
        'delivery_mode',
        'dont_autoretry_for',
        'exchange',
        'expires',
        'ignore_result',
        'max_retries',
        'name',
        'priority',
        'queue',
        'rate_limit',
        'reject_on_worker_lost',
        'retry_backoff',
        'retry_backoff_max',
        'retry_jitter',
        'retry_kwargs',
        'routing_key',
        'serializer',
        'shadow_name',
        'soft_time_limit',
        'store_errors_even_if_ignored',
        'throws',
        'time_limit',
        'track_started',
        'trail',
        'typing',
    }
)

#: Options that say how a message travels; they can stand on the task too (rule 1.16).
CALL_OPTIONS = frozenset(
    {
        'add_to_parent',
        'argsrepr',
        'chain',
        'chord',
        'compression',
        'countdown',
        'delivery_mode',
        'eta',
        'exchange',
        'exchange_type',
        'expires',
        'group_id',
        'group_index',
        'headers',
        'ignore_result',
        'kwargsrepr',
        'link',
        'link_error',
        'parent_id',
        'priority',
        'queue',
        'reply_to',
        'retries',
        'retry',
        'retry_policy',
        'root_id',
        'routing_key',
        'serializer',
        'shadow',
        'soft_time_limit',
        'stamped_headers',
        'stamps',
        'task_id',
        'time_limit',
    }
)

#: Options of a call that change nothing here: connections are the simulation's own.
HARMLESS_CALL_OPTIONS = frozenset(
    {'connection', 'producer', 'publisher', 'router', 'result_cls'}
)

#: Options of a call that Celery knows; others are stamps or properties of one's own.
KNOWN_CALL_OPTIONS = frozenset(
    {
        'immediate',
        'mandatory',
    }
)

#: Options of a task that Celery knows and the simulation does not.
KNOWN_TASK_OPTIONS = frozenset(
    {
        'backend',
        'immediate',
        'mandatory',
        'resultrepr_maxsize',
        'send_events',
    }
)

SETTINGS = frozenset(
    {
        'accept_content',
        'beat_cron_starting_deadline',
        'beat_max_loop_interval',
        'beat_schedule',
        'beat_schedule_filename',
        'beat_scheduler',
        'beat_sync_every',
        'broker_url',
        'enable_utc',
        'imports',
        'include',
        'result_accept_content',
        'database_url',
        'result_backend',
        'result_expires',
        'result_extended',
        'result_serializer',
        'strict_typing',
        'task_acks_late',
        'task_acks_on_failure_or_timeout',
        'task_allow_error_cb_on_chord_header',
        'task_always_eager',
        'task_annotations',
        'task_compression',
        'task_create_missing_queue_exchange_type',
        'task_create_missing_queue_type',
        'task_create_missing_queues',
        'task_default_delivery_mode',
        'task_default_exchange',
        'task_default_exchange_type',
        'task_default_priority',
        'task_default_queue',
        'task_default_rate_limit',
        'task_default_queue_type',
        'task_default_routing_key',
        'task_eager_propagates',
        'task_ignore_result',
        'task_inherit_parent_priority',
        'task_protocol',
        'task_queue_max_priority',
        'task_queues',
        'task_reject_on_worker_lost',
        'task_routes',
        'task_send_sent_event',
        'task_serializer',
        'task_soft_time_limit',
        'task_store_errors_even_if_ignored',
        'task_time_limit',
        'task_track_started',
        'timezone',
        'worker_concurrency',
        'worker_direct',
        'worker_disable_prefetch',
        'worker_disable_rate_limits',
        'worker_eta_task_limit',
        'worker_prefetch_multiplier',
        'worker_send_task_events',
    }
)

#: The sandbox's own way, whatever Celery's default is.
_HOLDS_ANYWAY = (('broker_connection_retry_on_startup', True),)

#: Their default is what the simulation does anyway, so a program may repeat it without a note.
_SILENT = (None, False)


def note_task_option(task: str, option: str) -> None:
    """Say that an option of a task has no effect yet."""
    _bridge.note(
        f'The option `{option}` of `{task}` is not simulated yet: the task runs as if it were not there.'
    )


def note_call_option(task: str, option: str) -> None:
    """Say that an option of a call has no effect yet."""
    _bridge.note(
        f'The call option `{option}` of `{task}` is not simulated yet: the task is sent as if it were not there.'
    )


def note_setting(setting: str) -> None:
    """Say that a setting has no effect yet."""
    _bridge.note(f'The setting `{setting}` is not simulated yet: the program runs as if it were not there.')


def check_task_options(task: str, options: dict[str, Any]) -> None:
    """Note every option of a task that Celery knows and the simulation does not."""
    for option, value in options.items():
        if option in TASK_OPTIONS:
            continue
        if option in KNOWN_TASK_OPTIONS and value not in _SILENT:
            note_task_option(task, option)


def check_call_options(task: str, options: dict[str, Any]) -> None:
    """Note every option of a call that Celery knows and the simulation does not."""
    for option, value in options.items():
        if option in KNOWN_CALL_OPTIONS and option not in CALL_OPTIONS and value not in _SILENT:
            note_call_option(task, option)


def check_setting(setting: str, value: Any, default: Any) -> None:
    """Note a setting of Celery's that the simulation does not have, unless it says what holds anyway."""
    if setting not in SETTINGS and value != default and (setting, value) not in _HOLDS_ANYWAY:
        note_setting(setting)

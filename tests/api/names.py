"""The public names that a program may use, as `module:name` or `module:Class.member`."""

SPOKEN_FOR = {
    'celery': 'Celery Task shared_task chain chord group signature current_app current_task chunks xmap xstarmap '
    'maybe_signature uuid bugreport states __version__ VERSION subtask',
    'celery:Celery': 'task send_task config_from_object autodiscover_tasks signature add_periodic_task AsyncResult '
    'GroupResult conf tasks register_task control now worker_main start main Task backend timezone '
    'on_after_configure on_after_finalize current_task finalize config_from_envvar set_current set_default close '
    'amqp events gen_task_name current_worker_task producer_or_acquire connection connection_for_read '
    'connection_for_write select_queues ResultSet user_options steps bugreport on_configure on_after_fork either '
    'oid thread_oid pool log',
    'celery.app.task:Task': 'name app request backend max_retries default_retry_delay rate_limit ignore_result '
    'store_errors_even_if_ignored serializer time_limit soft_time_limit track_started acks_late '
    'acks_on_failure_or_timeout reject_on_worker_lost throws expires priority typing trail send_events '
    'resultrepr_maxsize abstract MaxRetriesExceededError OperationalError delay apply_async apply retry s si '
    'signature subtask run __call__ update_state replace AsyncResult chunks map starmap before_start on_success '
    'on_failure on_retry after_return add_to_chord send_event shadow_name signature_from_request on_bound '
    'on_replace add_trail push_request pop_request Request Strategy',
    'celery.result': 'AsyncResult GroupResult ResultSet EagerResult allow_join_result result_from_tuple '
    'denied_join_result ResultBase assert_will_not_block',
    'celery.result:AsyncResult': 'get wait forget revoke revoke_by_stamped_headers collect get_leaf iterdeps ready '
    'successful failed maybe_throw maybe_reraise build_graph as_tuple as_list then graph children result info '
    'traceback state status task_id name args kwargs worker date_done retries queue supports_native_join',
    'celery.result:ResultSet': 'add remove discard update clear successful failed maybe_throw maybe_reraise waiting '
    'ready completed_count forget revoke get join join_native iter_native then supports_native_join app '
    'backend',
    'celery.result:GroupResult': 'save delete restore as_tuple children',
    'celery.result:EagerResult': 'get wait forget revoke ready state status result traceback supports_native_join',
    'celery.canvas': 'Signature chain chord group chunks xmap xstarmap signature maybe_signature StampingVisitor '
    'subtask',
    'celery.canvas:Signature': 'register_type from_dict __call__ delay apply apply_async clone freeze replace set '
    'set_immutable stamp append_to_list_option extend_list_option link link_error on_error flatten_links __or__ '
    'reprcall election',
    'celery.canvas:chord': 'apply_async apply freeze clone link link_error run from_dict set_immutable tasks body',
    'celery.canvas:group': 'apply_async apply freeze link link_error skew from_dict set_immutable tasks app',
    'celery.canvas:_chain': 'apply_async apply freeze clone run unchain_tasks prepare_steps from_dict tasks app',
    'celery.canvas:StampingVisitor': 'on_group_start on_group_end on_chain_start on_chain_end on_signature '
    'on_chord_header_start on_chord_header_end on_chord_body on_callback on_errback',
    'celery.exceptions': 'Retry Ignore Reject MaxRetriesExceededError SoftTimeLimitExceeded TimeLimitExceeded '
    'TimeoutError NotRegistered ImproperlyConfigured TaskRevokedError ChordError CeleryError WorkerLostError '
    'Terminated OperationalError InvalidTaskError QueueNotFound IncompleteStream AlreadyRegistered BackendError '
    'BackendGetMetaError BackendStoreError SecurityError TaskError TaskPredicate CeleryWarning AlwaysEagerIgnored '
    'NotConfigured DuplicateNodenameWarning FixupWarning SecurityWarning CPendingDeprecationWarning '
    'CDeprecationWarning WorkerShutdown WorkerTerminate CeleryCommandException reraise',
    'celery.signals': 'before_task_publish after_task_publish task_prerun task_postrun task_success task_failure '
    'task_retry task_revoked task_received task_rejected task_unknown task_internal_error worker_init worker_ready '
    'worker_process_init worker_process_shutdown worker_shutting_down worker_shutdown celeryd_init '
    'celeryd_after_setup beat_init setup_logging after_setup_logger after_setup_task_logger import_modules '
    'heartbeat_sent beat_embedded_init worker_before_create_process user_preload_options eventlet_pool_started '
    'eventlet_pool_preshutdown eventlet_pool_postshutdown eventlet_pool_apply task_sent',
    'celery.utils.dispatch:Signal': 'connect disconnect send has_listeners send_robust',
    'celery.schedules': 'BaseSchedule crontab schedule solar maybe_schedule crontab_parser ParseException schedstate',
    'celery.schedules:crontab': 'from_string is_due remaining_estimate remaining_delta now',
    'celery.schedules:schedule': 'is_due remaining_estimate seconds human_seconds now maybe_make_aware to_local',
    'celery.states': 'PENDING RECEIVED STARTED SUCCESS FAILURE REVOKED REJECTED RETRY IGNORED READY_STATES '
    'UNREADY_STATES EXCEPTION_STATES PROPAGATE_STATES ALL_STATES precedence state',
    'celery.utils.log': 'get_task_logger get_logger',
    'celery.utils': 'uuid gen_task_name',
    'celery.utils.time': 'get_exponential_backoff_interval ffwd humanize_seconds rate',
    'celery.utils.nodenames': 'worker_direct',
    'celery.app.control': 'Control Inspect',
    'celery.app.control:Control': 'ping revoke revoke_by_stamped_headers terminate rate_limit time_limit '
    'add_consumer cancel_consumer enable_events disable_events pool_grow pool_shrink autoscale shutdown pool_restart '
    'heartbeat purge discard_all election broadcast inspect',
    'celery.app.control:Inspect': 'active scheduled reserved revoked registered stats ping active_queues query_task '
    'conf clock report hello memsample memdump objgraph',
    'celery.beat': 'Scheduler PersistentScheduler ScheduleEntry Service BeatLazyFunc',
    'celery.events': 'EventReceiver EventDispatcher Event',
    'celery.events.state': 'State Task Worker',
    'celery.contrib.testing.worker': 'start_worker',
    'celery.contrib.testing.app': 'TestApp set_trap setup_default_app',
    'celery.contrib.testing.tasks': 'ping',
    'celery.utils.dispatch': 'Signal',
    'celery.contrib.pytest': 'celery_app celery_worker celery_config celery_session_app celery_session_worker '
    'celery_parameters celery_includes celery_enable_logging use_celery_app_trap depends_on_current_app',
    'kombu': 'Queue Exchange Connection Producer Consumer binding',
    'kombu:Queue': 'as_dict from_dict maybe_bind bind when_bound declare purge delete get consume cancel',
    'kombu:Exchange': 'bind_to declare publish delete Message',
    'kombu.common': 'Broadcast',
    'kombu.serialization': 'register dumps loads',
    'kombu.exceptions': 'OperationalError EncodeError DecodeError ContentDisallowed KombuError SerializationError '
    'SerializerNotInstalled InconsistencyError',
    'kombu.utils.json': 'register_type dumps loads',
    'billiard.exceptions': 'SoftTimeLimitExceeded TimeLimitExceeded WorkerLostError Terminated',
}


def paths():
    """All of them, in order."""
    return [
        f'{owner}{"." if ":" in owner else ":"}{name}'
        for owner, names in SPOKEN_FOR.items()
        for name in names.split()
    ]

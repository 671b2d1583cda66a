import type { Json, JsonObject } from '../messages/json.ts'

/** Settings that a program's app has changed; what is absent has Celery's default. */
export type Settings = JsonObject

/** Celery's defaults of the settings that calling, routing and canvas read (rule 2A). */
const DEFAULTS = {
  broker_native_delayed_delivery_queue_type: 'quorum',
  strict_typing: true,
  task_allow_error_cb_on_chord_header: false,
  task_compression: null,
  task_create_missing_queue_exchange_type: null,
  task_create_missing_queue_type: 'classic',
  task_create_missing_queues: true,
  task_default_delivery_mode: 2,
  task_default_exchange: null,
  task_default_exchange_type: 'direct',
  task_default_priority: null,
  task_default_queue: 'celery',
  task_default_queue_type: 'classic',
  task_default_routing_key: null,
  task_ignore_result: false,
  task_inherit_parent_priority: false,
  task_protocol: 2,
  task_publish_retry: true,
  task_publish_retry_policy: {
    max_retries: 3,
    interval_start: 0,
    interval_step: { $num: '0.2' },
    interval_max: 1,
  },
  task_queue_max_priority: null,
  task_queues: null,
  task_routes: null,
  task_serializer: 'json',
} as const satisfies JsonObject

/** A setting that this part of the simulator reads. */
export type SettingName = keyof typeof DEFAULTS

/** The value of a setting, or Celery's default. */
export function setting(settings: Settings, name: SettingName): Json {
  return settings[name] ?? DEFAULTS[name]
}

/** The value of a setting that is text; null where it is empty or something else. */
export function textSetting(settings: Settings, name: SettingName): string | null {
  const value = setting(settings, name)
  return typeof value === 'string' && value !== '' ? value : null
}

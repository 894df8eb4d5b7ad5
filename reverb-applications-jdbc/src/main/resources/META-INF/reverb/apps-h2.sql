-- Applications for Reverb, in H2. The columns of the first part are those that soketi needs, too; of the second, leave out what you
-- do not use. What is NULL has the default of docs/configuration.md; -1 is no limit.
CREATE TABLE apps (
    id varchar(255) PRIMARY KEY,
    "KEY" varchar(255) NOT NULL UNIQUE,
    secret varchar(255) NOT NULL,
    max_connections integer NOT NULL DEFAULT -1,
    enable_client_messages boolean NOT NULL DEFAULT true,
    enabled boolean NOT NULL DEFAULT true,
    max_backend_events_per_sec integer NOT NULL DEFAULT -1,
    max_client_events_per_sec integer NOT NULL DEFAULT -1,
    max_read_req_per_sec integer NOT NULL DEFAULT -1,
    webhooks character large object,

    allowed_origins varchar(4000), -- hosts, separated by commas
    require_tls boolean,
    accept_client_events_from varchar(10), -- all, members or none; wins over enable_client_messages
    ping_interval integer, -- seconds, as are the next three
    activity_timeout integer,
    pong_timeout integer,
    cache_ttl integer,
    max_message_size integer, -- bytes
    max_event_size integer, -- bytes
    max_channels_per_connection integer,
    max_presence_members integer,
    max_presence_member_size integer, -- bytes
    max_outbound_bytes integer,
    rate_limiting_enabled boolean,
    rate_limiting_max_attempts integer,
    rate_limiting_decay_seconds integer,
    rate_limiting_terminate_on_limit boolean,
    subscription_count_events boolean,
    user_authentication_required boolean,
    user_authentication_timeout integer, -- seconds
    webhook_batch_ms integer,
    webhook_grace_ms integer,
    max_pending_webhook_events integer,
    compression boolean,
    compression_min_size integer -- bytes
);

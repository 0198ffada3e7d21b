-- migrations: 8dc3470bb79a3090955d9459477508babee2539f2bb5eb2401e06d745a460978
CREATE TYPE procrastinate_job_event_type AS ENUM (
    'deferred',
    'started',
    'deferred_for_retry',
    'failed',
    'succeeded',
    'cancelled',
    'abort_requested',
    'aborted',
    'scheduled',
    'retried'
);
CREATE TYPE procrastinate_job_status AS ENUM (
    'todo',
    'doing',
    'succeeded',
    'failed',
    'cancelled',
    'aborting',
    'aborted'
);
CREATE TYPE procrastinate_job_to_defer_v1 AS (
	queue_name character varying,
	task_name character varying,
	priority integer,
	lock text,
	queueing_lock text,
	args jsonb,
	scheduled_at timestamp with time zone
);
CREATE FUNCTION audit_is_append_only() RETURNS trigger
    LANGUAGE plpgsql
    AS $$
BEGIN
    RAISE EXCEPTION 'The audit log is append-only: % refused.', TG_OP;
END $$;
CREATE FUNCTION audit_server() RETURNS bigint
    LANGUAGE sql STABLE
    AS $$ SELECT system_identifier FROM pg_catalog.pg_control_system() $$;
CREATE FUNCTION audit_xact() RETURNS bigint
    LANGUAGE sql
    AS $$ SELECT pg_catalog.pg_current_xact_id()::text::bigint $$;
CREATE FUNCTION procrastinate_cancel_job_v1(job_id bigint, abort boolean, delete_job boolean) RETURNS bigint
    LANGUAGE plpgsql
    AS $$
DECLARE
    _job_id bigint;
BEGIN
    IF delete_job THEN
        DELETE FROM procrastinate_jobs
        WHERE id = job_id AND status = 'todo'
        RETURNING id INTO _job_id;
    END IF;
    IF _job_id IS NULL THEN
        IF abort THEN
            UPDATE procrastinate_jobs
            SET abort_requested = true,
                status = CASE status
                    WHEN 'todo' THEN 'cancelled'::procrastinate_job_status ELSE status
                END
            WHERE id = job_id AND status IN ('todo', 'doing')
            RETURNING id INTO _job_id;
        ELSE
            UPDATE procrastinate_jobs
            SET status = 'cancelled'::procrastinate_job_status
            WHERE id = job_id AND status = 'todo'
            RETURNING id INTO _job_id;
        END IF;
    END IF;
    RETURN _job_id;
END;
$$;
CREATE FUNCTION procrastinate_defer_jobs_v1(jobs procrastinate_job_to_defer_v1[]) RETURNS bigint[]
    LANGUAGE plpgsql
    AS $$
DECLARE
    job_ids bigint[];
BEGIN
    WITH inserted_jobs AS (
        INSERT INTO procrastinate_jobs (queue_name, task_name, priority, lock, queueing_lock, args, scheduled_at)
        SELECT (job).queue_name,
               (job).task_name,
               (job).priority,
               (job).lock,
               (job).queueing_lock,
               (job).args,
               (job).scheduled_at
        FROM unnest(jobs) AS job
        RETURNING id
    )
    SELECT array_agg(id) FROM inserted_jobs INTO job_ids;
    RETURN job_ids;
END;
$$;
CREATE FUNCTION procrastinate_defer_periodic_job_v2(_queue_name character varying, _lock character varying, _queueing_lock character varying, _task_name character varying, _priority integer, _periodic_id character varying, _defer_timestamp bigint, _args jsonb) RETURNS bigint
    LANGUAGE plpgsql
    AS $$
DECLARE
	_job_id bigint;
	_defer_id bigint;
BEGIN
    INSERT
        INTO procrastinate_periodic_defers (task_name, periodic_id, defer_timestamp)
        VALUES (_task_name, _periodic_id, _defer_timestamp)
        ON CONFLICT DO NOTHING
        RETURNING id into _defer_id;
    IF _defer_id IS NULL THEN
        RETURN NULL;
    END IF;
    UPDATE procrastinate_periodic_defers
        SET job_id = (
            SELECT COALESCE((
                SELECT unnest(procrastinate_defer_jobs_v1(
                    ARRAY[
                        ROW(
                            _queue_name,
                            _task_name,
                            _priority,
                            _lock,
                            _queueing_lock,
                            _args,
                            NULL::timestamptz
                        )
                    ]::procrastinate_job_to_defer_v1[]
                ))
            ), NULL)
        )
        WHERE id = _defer_id
        RETURNING job_id INTO _job_id;
    DELETE
        FROM procrastinate_periodic_defers
        USING (
            SELECT id
            FROM procrastinate_periodic_defers
            WHERE procrastinate_periodic_defers.task_name = _task_name
            AND procrastinate_periodic_defers.periodic_id = _periodic_id
            AND procrastinate_periodic_defers.defer_timestamp < _defer_timestamp
            ORDER BY id
            FOR UPDATE
        ) to_delete
        WHERE procrastinate_periodic_defers.id = to_delete.id;
    RETURN _job_id;
END;
$$;
CREATE TABLE procrastinate_jobs (
    id bigint NOT NULL,
    queue_name character varying(128) NOT NULL,
    task_name character varying(128) NOT NULL,
    lock text,
    args jsonb DEFAULT '{}'::jsonb NOT NULL,
    status procrastinate_job_status DEFAULT 'todo'::procrastinate_job_status NOT NULL,
    scheduled_at timestamp with time zone,
    attempts integer DEFAULT 0 NOT NULL,
    queueing_lock text,
    priority integer DEFAULT 0 NOT NULL,
    abort_requested boolean DEFAULT false NOT NULL,
    worker_id bigint,
    CONSTRAINT check_not_todo_abort_requested CHECK ((NOT ((status = 'todo'::procrastinate_job_status) AND (abort_requested = true))))
);
CREATE FUNCTION procrastinate_fetch_job_v2(target_queue_names character varying[], p_worker_id bigint) RETURNS procrastinate_jobs
    LANGUAGE plpgsql
    AS $$
DECLARE
	found_jobs procrastinate_jobs;
BEGIN
    WITH candidate AS (
        SELECT jobs.*
            FROM procrastinate_jobs AS jobs
            WHERE
                -- reject the job if its lock has earlier or higher priority jobs
                NOT EXISTS (
                    SELECT 1
                        FROM procrastinate_jobs AS other_jobs
                        WHERE
                            jobs.lock IS NOT NULL
                            AND other_jobs.lock = jobs.lock
                            AND (
                                -- job with same lock is already running
                                other_jobs.status = 'doing'
                                OR
                                -- job with same lock is waiting and has higher priority (or same priority but was queued first)
                                (
                                    other_jobs.status = 'todo'
                                    AND (
                                        other_jobs.priority > jobs.priority
                                        OR (
                                        other_jobs.priority = jobs.priority
                                        AND other_jobs.id < jobs.id
                                        )
                                    )
                                )
                            )
                )
                AND jobs.status = 'todo'
                AND (target_queue_names IS NULL OR jobs.queue_name = ANY( target_queue_names ))
                AND (jobs.scheduled_at IS NULL OR jobs.scheduled_at <= now())
            ORDER BY jobs.priority DESC, jobs.id ASC LIMIT 1
            FOR UPDATE OF jobs SKIP LOCKED
    )
    UPDATE procrastinate_jobs
        SET status = 'doing', worker_id = p_worker_id
        FROM candidate
        WHERE procrastinate_jobs.id = candidate.id
        RETURNING procrastinate_jobs.* INTO found_jobs;
 RETURN found_jobs;
END;
$$;
CREATE FUNCTION procrastinate_finish_job_v1(job_id bigint, end_status procrastinate_job_status, delete_job boolean) RETURNS void
    LANGUAGE plpgsql
    AS $$
DECLARE
    _job_id bigint;
BEGIN
    IF end_status NOT IN ('succeeded', 'failed', 'aborted') THEN
        RAISE 'End status should be either "succeeded", "failed" or "aborted" (job id: %)', job_id;
    END IF;
    IF delete_job THEN
        DELETE FROM procrastinate_jobs
        WHERE id = job_id AND status IN ('todo', 'doing')
        RETURNING id INTO _job_id;
    ELSE
        UPDATE procrastinate_jobs
        SET status = end_status,
            abort_requested = false,
            attempts = CASE status
                WHEN 'doing' THEN attempts + 1 ELSE attempts
            END
        WHERE id = job_id AND status IN ('todo', 'doing')
        RETURNING id INTO _job_id;
    END IF;
    IF _job_id IS NULL THEN
        RAISE 'Job was not found or not in "doing" or "todo" status (job id: %)', job_id;
    END IF;
END;
$$;
CREATE FUNCTION procrastinate_notify_queue_abort_job_v1() RETURNS trigger
    LANGUAGE plpgsql
    AS $$
DECLARE
    payload TEXT;
BEGIN
    SELECT json_build_object('type', 'abort_job_requested', 'job_id', NEW.id)::text INTO payload;
	PERFORM pg_notify('procrastinate_queue_v1#' || NEW.queue_name, payload);
	PERFORM pg_notify('procrastinate_any_queue_v1', payload);
	RETURN NEW;
END;
$$;
CREATE FUNCTION procrastinate_notify_queue_job_inserted_v1() RETURNS trigger
    LANGUAGE plpgsql
    AS $$
DECLARE
    payload TEXT;
BEGIN
    SELECT json_build_object('type', 'job_inserted', 'job_id', NEW.id)::text INTO payload;
	PERFORM pg_notify('procrastinate_queue_v1#' || NEW.queue_name, payload);
	PERFORM pg_notify('procrastinate_any_queue_v1', payload);
	RETURN NEW;
END;
$$;
CREATE FUNCTION procrastinate_prune_stalled_workers_v1(seconds_since_heartbeat double precision) RETURNS TABLE(worker_id bigint)
    LANGUAGE plpgsql
    AS $$
BEGIN
    RETURN QUERY
    DELETE FROM procrastinate_workers
    WHERE last_heartbeat < NOW() - (seconds_since_heartbeat || 'SECOND')::INTERVAL
    RETURNING procrastinate_workers.id;
END;
$$;
CREATE FUNCTION procrastinate_register_worker_v1() RETURNS TABLE(worker_id bigint)
    LANGUAGE plpgsql
    AS $$
BEGIN
    RETURN QUERY
    INSERT INTO procrastinate_workers DEFAULT VALUES
    RETURNING procrastinate_workers.id;
END;
$$;
CREATE FUNCTION procrastinate_retry_job_v1(job_id bigint, retry_at timestamp with time zone, new_priority integer, new_queue_name character varying, new_lock character varying) RETURNS void
    LANGUAGE plpgsql
    AS $$
DECLARE
    _job_id bigint;
    _abort_requested boolean;
BEGIN
    SELECT abort_requested FROM procrastinate_jobs
    WHERE id = job_id AND status = 'doing'
    FOR UPDATE
    INTO _abort_requested;
    IF _abort_requested THEN
        UPDATE procrastinate_jobs
        SET status = 'failed'::procrastinate_job_status
        WHERE id = job_id AND status = 'doing'
        RETURNING id INTO _job_id;
    ELSE
        UPDATE procrastinate_jobs
        SET status = 'todo'::procrastinate_job_status,
            attempts = attempts + 1,
            scheduled_at = retry_at,
            priority = COALESCE(new_priority, priority),
            queue_name = COALESCE(new_queue_name, queue_name),
            lock = COALESCE(new_lock, lock)
        WHERE id = job_id AND status = 'doing'
        RETURNING id INTO _job_id;
    END IF;
    IF _job_id IS NULL THEN
        RAISE 'Job was not found or not in "doing" status (job id: %)', job_id;
    END IF;
END;
$$;
CREATE FUNCTION procrastinate_retry_job_v2(job_id bigint, retry_at timestamp with time zone, new_priority integer, new_queue_name character varying, new_lock character varying) RETURNS void
    LANGUAGE plpgsql
    AS $$
DECLARE
    _job_id bigint;
    _abort_requested boolean;
    _current_status procrastinate_job_status;
BEGIN
    SELECT status, abort_requested FROM procrastinate_jobs
    WHERE id = job_id AND status IN ('doing', 'failed')
    FOR UPDATE
    INTO _current_status, _abort_requested;
    IF _current_status = 'doing' AND _abort_requested THEN
        UPDATE procrastinate_jobs
        SET status = 'failed'::procrastinate_job_status
        WHERE id = job_id AND status = 'doing'
        RETURNING id INTO _job_id;
    ELSE
        UPDATE procrastinate_jobs
        SET status = 'todo'::procrastinate_job_status,
            attempts = attempts + 1,
            scheduled_at = retry_at,
            priority = COALESCE(new_priority, priority),
            queue_name = COALESCE(new_queue_name, queue_name),
            lock = COALESCE(new_lock, lock)
        WHERE id = job_id AND status IN ('doing', 'failed')
        RETURNING id INTO _job_id;
    END IF;
    IF _job_id IS NULL THEN
        RAISE 'Job was not found or has an invalid status to retry (job id: %)', job_id;
    END IF;
END;
$$;
CREATE FUNCTION procrastinate_trigger_abort_requested_events_procedure_v1() RETURNS trigger
    LANGUAGE plpgsql
    AS $$
BEGIN
    INSERT INTO procrastinate_events(job_id, type)
        VALUES (NEW.id, 'abort_requested'::procrastinate_job_event_type);
    RETURN NEW;
END;
$$;
CREATE FUNCTION procrastinate_trigger_function_scheduled_events_v1() RETURNS trigger
    LANGUAGE plpgsql
    AS $$
BEGIN
    INSERT INTO procrastinate_events(job_id, type, at)
        VALUES (NEW.id, 'scheduled'::procrastinate_job_event_type, NEW.scheduled_at);
	RETURN NEW;
END;
$$;
CREATE FUNCTION procrastinate_trigger_function_status_events_insert_v1() RETURNS trigger
    LANGUAGE plpgsql
    AS $$
BEGIN
    INSERT INTO procrastinate_events(job_id, type)
        VALUES (NEW.id, 'deferred'::procrastinate_job_event_type);
	RETURN NEW;
END;
$$;
CREATE FUNCTION procrastinate_trigger_function_status_events_update_v1() RETURNS trigger
    LANGUAGE plpgsql
    AS $$
BEGIN
    WITH t AS (
        SELECT CASE
            WHEN OLD.status = 'todo'::procrastinate_job_status
                AND NEW.status = 'doing'::procrastinate_job_status
                THEN 'started'::procrastinate_job_event_type
            WHEN OLD.status = 'doing'::procrastinate_job_status
                AND NEW.status = 'todo'::procrastinate_job_status
                THEN 'deferred_for_retry'::procrastinate_job_event_type
            WHEN OLD.status = 'doing'::procrastinate_job_status
                AND NEW.status = 'failed'::procrastinate_job_status
                THEN 'failed'::procrastinate_job_event_type
            WHEN OLD.status = 'doing'::procrastinate_job_status
                AND NEW.status = 'succeeded'::procrastinate_job_status
                THEN 'succeeded'::procrastinate_job_event_type
            WHEN OLD.status = 'todo'::procrastinate_job_status
                AND (
                    NEW.status = 'cancelled'::procrastinate_job_status
                    OR NEW.status = 'failed'::procrastinate_job_status
                    OR NEW.status = 'succeeded'::procrastinate_job_status
                )
                THEN 'cancelled'::procrastinate_job_event_type
            WHEN OLD.status = 'doing'::procrastinate_job_status
                AND NEW.status = 'aborted'::procrastinate_job_status
                THEN 'aborted'::procrastinate_job_event_type
            WHEN OLD.status = 'failed'::procrastinate_job_status
                AND NEW.status = 'todo'::procrastinate_job_status
                THEN 'retried'::procrastinate_job_event_type
            ELSE NULL
        END as event_type
    )
    INSERT INTO procrastinate_events(job_id, type)
        SELECT NEW.id, t.event_type
        FROM t
        WHERE t.event_type IS NOT NULL;
	RETURN NEW;
END;
$$;
CREATE FUNCTION procrastinate_unlink_periodic_defers_v1() RETURNS trigger
    LANGUAGE plpgsql
    AS $$
BEGIN
    UPDATE procrastinate_periodic_defers
    SET job_id = NULL
    WHERE job_id = OLD.id;
    RETURN OLD;
END;
$$;
CREATE FUNCTION procrastinate_unregister_worker_v1(worker_id bigint) RETURNS void
    LANGUAGE plpgsql
    AS $$
BEGIN
    DELETE FROM procrastinate_workers
    WHERE id = worker_id;
END;
$$;
CREATE FUNCTION procrastinate_update_heartbeat_v1(worker_id bigint) RETURNS void
    LANGUAGE plpgsql
    AS $$
BEGIN
    UPDATE procrastinate_workers
    SET last_heartbeat = NOW()
    WHERE id = worker_id;
END;
$$;
CREATE TABLE account_emailaddress (
    id integer NOT NULL,
    email character varying(254) NOT NULL,
    verified boolean NOT NULL,
    "primary" boolean NOT NULL,
    user_id bigint NOT NULL
);
ALTER TABLE account_emailaddress ALTER COLUMN id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME account_emailaddress_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);
CREATE TABLE account_emailconfirmation (
    id integer NOT NULL,
    created timestamp with time zone NOT NULL,
    sent timestamp with time zone,
    key character varying(64) NOT NULL,
    email_address_id integer NOT NULL
);
ALTER TABLE account_emailconfirmation ALTER COLUMN id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME account_emailconfirmation_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);
CREATE TABLE accounts_account (
    id bigint NOT NULL,
    platform character varying(40) NOT NULL,
    handle character varying(200) NOT NULL,
    name character varying(100) NOT NULL,
    kind character varying(8) NOT NULL,
    purpose character varying(500) NOT NULL,
    ends_on date,
    adopted_at timestamp with time zone,
    created_at timestamp with time zone DEFAULT statement_timestamp() NOT NULL,
    adopted_by_id bigint,
    backup_id bigint,
    channel_id bigint,
    owner_id bigint,
    CONSTRAINT account_has_a_name CHECK ((((handle)::text ~ '\S'::text) AND ((name)::text ~ '\S'::text) AND ((platform)::text ~ '\S'::text))),
    CONSTRAINT adopted_after_an_end CHECK (((adopted_at IS NULL) OR (ends_on IS NOT NULL)))
);
ALTER TABLE accounts_account ALTER COLUMN id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME accounts_account_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);
CREATE TABLE audit_entry (
    id bigint NOT NULL,
    at timestamp with time zone DEFAULT statement_timestamp() NOT NULL,
    system character varying(40) NOT NULL,
    act character varying(60) NOT NULL,
    subject character varying(40) NOT NULL,
    subject_id bigint NOT NULL,
    conversation_id bigint,
    team_id bigint,
    reason text NOT NULL,
    details jsonb NOT NULL,
    actor_id bigint,
    xact bigint DEFAULT audit_xact() NOT NULL,
    server bigint DEFAULT audit_server() NOT NULL,
    CONSTRAINT audit_xact_is_a_number CHECK ((xact >= 0))
);
ALTER TABLE audit_entry ALTER COLUMN id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME audit_entry_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);
CREATE TABLE audit_seal (
    number bigint NOT NULL,
    sealed_at timestamp with time zone DEFAULT statement_timestamp() NOT NULL,
    server bigint NOT NULL,
    snapshot text NOT NULL,
    ids bigint[] NOT NULL,
    digests bytea NOT NULL,
    previous bytea NOT NULL,
    hash bytea NOT NULL,
    key character varying(16) NOT NULL,
    signature bytea NOT NULL
);
CREATE TABLE auth_group (
    id integer NOT NULL,
    name character varying(150) NOT NULL
);
ALTER TABLE auth_group ALTER COLUMN id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME auth_group_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);
CREATE TABLE auth_group_permissions (
    id bigint NOT NULL,
    group_id integer NOT NULL,
    permission_id integer NOT NULL
);
ALTER TABLE auth_group_permissions ALTER COLUMN id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME auth_group_permissions_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);
CREATE TABLE auth_permission (
    id integer NOT NULL,
    name character varying(255) NOT NULL,
    content_type_id integer NOT NULL,
    codename character varying(100) NOT NULL
);
ALTER TABLE auth_permission ALTER COLUMN id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME auth_permission_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);
CREATE TABLE axes_accessattempt (
    id integer NOT NULL,
    user_agent character varying(255) NOT NULL,
    ip_address inet,
    username character varying(255),
    http_accept character varying(1025) NOT NULL,
    path_info character varying(255) NOT NULL,
    attempt_time timestamp with time zone NOT NULL,
    get_data text NOT NULL,
    post_data text NOT NULL,
    failures_since_start integer NOT NULL,
    CONSTRAINT axes_accessattempt_failures_since_start_check CHECK ((failures_since_start >= 0))
);
ALTER TABLE axes_accessattempt ALTER COLUMN id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME axes_accessattempt_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);
CREATE TABLE axes_accessattemptexpiration (
    access_attempt_id integer NOT NULL,
    expires_at timestamp with time zone NOT NULL
);
CREATE TABLE axes_accessfailurelog (
    id integer NOT NULL,
    user_agent character varying(255) NOT NULL,
    ip_address inet,
    username character varying(255),
    http_accept character varying(1025) NOT NULL,
    path_info character varying(255) NOT NULL,
    attempt_time timestamp with time zone NOT NULL,
    locked_out boolean NOT NULL
);
ALTER TABLE axes_accessfailurelog ALTER COLUMN id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME axes_accessfailurelog_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);
CREATE TABLE axes_accesslog (
    id integer NOT NULL,
    user_agent character varying(255) NOT NULL,
    ip_address inet,
    username character varying(255),
    http_accept character varying(1025) NOT NULL,
    path_info character varying(255) NOT NULL,
    attempt_time timestamp with time zone NOT NULL,
    logout_time timestamp with time zone,
    session_hash character varying(64) NOT NULL
);
ALTER TABLE axes_accesslog ALTER COLUMN id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME axes_accesslog_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);
CREATE TABLE channels_canary (
    id bigint NOT NULL,
    token character varying(32) NOT NULL,
    state character varying(10) NOT NULL,
    problem text NOT NULL,
    begun_at timestamp with time zone NOT NULL,
    arrived_at timestamp with time zone,
    channel_id bigint NOT NULL,
    delivery_id bigint,
    CONSTRAINT what_came_in_did_so_at_a_moment CHECK ((((arrived_at IS NOT NULL) AND ((state)::text = 'arrived'::text)) OR ((NOT ((state)::text = 'arrived'::text)) AND (arrived_at IS NULL))))
);
ALTER TABLE channels_canary ALTER COLUMN id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME channels_canary_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);
CREATE TABLE channels_channel (
    id bigint NOT NULL,
    name character varying(100) NOT NULL,
    connector character varying(40) NOT NULL,
    purpose text NOT NULL,
    address character varying(320) NOT NULL,
    settings jsonb NOT NULL,
    credentials bytea NOT NULL,
    vault_id uuid NOT NULL,
    stage character varying(10) NOT NULL,
    is_closed boolean NOT NULL,
    cursor jsonb NOT NULL,
    health character varying(12) NOT NULL,
    health_detail text NOT NULL,
    health_since timestamp with time zone DEFAULT statement_timestamp() NOT NULL,
    fetched_at timestamp with time zone,
    created_at timestamp with time zone DEFAULT statement_timestamp() NOT NULL,
    team_id bigint NOT NULL,
    push_key character varying(32),
    push_secret bytea NOT NULL,
    learned jsonb DEFAULT '{}'::jsonb NOT NULL,
    private_only text DEFAULT ''::text NOT NULL,
    canary_hours smallint DEFAULT 0 NOT NULL,
    CONSTRAINT channels_channel_canary_hours_check CHECK ((canary_hours >= 0))
);
ALTER TABLE channels_channel ALTER COLUMN id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME channels_channel_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);
CREATE TABLE channels_circuit (
    id bigint NOT NULL,
    door character varying(8) NOT NULL,
    misses smallint NOT NULL,
    again_at timestamp with time zone NOT NULL,
    problem text NOT NULL,
    since timestamp with time zone DEFAULT statement_timestamp() NOT NULL,
    channel_id bigint NOT NULL,
    CONSTRAINT channels_circuit_misses_check CHECK ((misses >= 0))
);
ALTER TABLE channels_circuit ALTER COLUMN id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME channels_circuit_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);
CREATE TABLE channels_delivery (
    id bigint NOT NULL,
    transport_id character varying(500) NOT NULL,
    content_hash bytea NOT NULL,
    raw bytea NOT NULL,
    state character varying(12) NOT NULL,
    tries smallint NOT NULL,
    problem text NOT NULL,
    received_at timestamp with time zone DEFAULT statement_timestamp() NOT NULL,
    parsed_at timestamp with time zone,
    channel_id bigint NOT NULL,
    copy_of_id bigint,
    made_by_hand_by_id bigint,
    is_history boolean DEFAULT false NOT NULL,
    around bigint,
    CONSTRAINT channels_delivery_tries_check CHECK ((tries >= 0))
);
ALTER TABLE channels_delivery ALTER COLUMN id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME channels_delivery_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);
CREATE TABLE consultations_call (
    id bigint NOT NULL,
    result character varying(9) NOT NULL,
    remark character varying(300) NOT NULL,
    at timestamp with time zone DEFAULT statement_timestamp() NOT NULL,
    by_id bigint,
    consultation_id bigint NOT NULL
);
ALTER TABLE consultations_call ALTER COLUMN id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME consultations_call_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);
CREATE TABLE consultations_consultation (
    id bigint NOT NULL,
    question text NOT NULL,
    added text NOT NULL,
    way character varying(4) NOT NULL,
    state character varying(9) NOT NULL,
    due_at timestamp with time zone NOT NULL,
    call_at timestamp with time zone,
    asked_at timestamp with time zone DEFAULT statement_timestamp() NOT NULL,
    answer text NOT NULL,
    answered_at timestamp with time zone,
    answered_how character varying(5) NOT NULL,
    client_uuid uuid NOT NULL,
    asked_by_id bigint,
    conversation_id bigint NOT NULL,
    expert_id bigint NOT NULL,
    phone character varying(30) DEFAULT ''::character varying NOT NULL,
    CONSTRAINT an_answer_has_its_moment CHECK ((((answered_at IS NOT NULL) AND ((state)::text = 'answered'::text) AND (NOT (answer = ''::text))) OR ((NOT ((state)::text = 'answered'::text)) AND (answer = ''::text) AND (answered_at IS NULL) AND ((answered_how)::text = ''::text)))),
    CONSTRAINT who_answered_is_not_called CHECK ((((state)::text = 'open'::text) OR (call_at IS NULL)))
);
ALTER TABLE consultations_consultation ALTER COLUMN id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME consultations_consultation_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);
CREATE TABLE consultations_earlier (
    id bigint NOT NULL,
    question text NOT NULL,
    added text NOT NULL,
    phone character varying(30) NOT NULL,
    due_at timestamp with time zone NOT NULL,
    at timestamp with time zone NOT NULL,
    by_id bigint,
    consultation_id bigint NOT NULL
);
ALTER TABLE consultations_earlier ALTER COLUMN id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME consultations_earlier_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);
CREATE TABLE consultations_expert (
    id bigint NOT NULL,
    name character varying(100) NOT NULL,
    phone character varying(30) NOT NULL,
    email character varying(200) NOT NULL,
    reachable character varying(200) NOT NULL,
    term_hours smallint,
    is_listed boolean DEFAULT true NOT NULL,
    department_id bigint,
    CONSTRAINT consultations_expert_term_hours_check CHECK ((term_hours >= 0)),
    CONSTRAINT expert_has_a_name CHECK (((name)::text ~ '\S'::text)),
    CONSTRAINT expert_term_is_some_hours CHECK (((term_hours IS NULL) OR ((term_hours >= 1) AND (term_hours <= 200))))
);
ALTER TABLE consultations_expert ALTER COLUMN id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME consultations_expert_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);
CREATE TABLE consultations_link (
    id bigint NOT NULL,
    token_hash bytea NOT NULL,
    browser_hash bytea,
    made_at timestamp with time zone NOT NULL,
    expires_at timestamp with time zone NOT NULL,
    opened_at timestamp with time zone,
    used_at timestamp with time zone,
    withdrawn_at timestamp with time zone,
    consultation_id bigint NOT NULL
);
ALTER TABLE consultations_link ALTER COLUMN id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME consultations_link_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);
CREATE TABLE consultations_writing (
    id bigint NOT NULL,
    day date NOT NULL,
    seconds integer NOT NULL,
    conversation_id bigint NOT NULL,
    CONSTRAINT consultations_writing_seconds_check CHECK ((seconds >= 0))
);
ALTER TABLE consultations_writing ALTER COLUMN id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME consultations_writing_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);
CREATE TABLE contacts_address (
    id bigint NOT NULL,
    kind character varying(40) NOT NULL,
    handle character varying(320) NOT NULL,
    shown character varying(320) NOT NULL,
    contact_id bigint NOT NULL,
    profile text DEFAULT ''::text NOT NULL
);
ALTER TABLE contacts_address ALTER COLUMN id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME contacts_address_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);
CREATE TABLE contacts_block (
    id bigint NOT NULL,
    reason character varying(300) NOT NULL,
    since timestamp with time zone NOT NULL,
    until timestamp with time zone NOT NULL,
    lifted_at timestamp with time zone,
    by_id bigint NOT NULL,
    contact_id bigint NOT NULL,
    lifted_by_id bigint,
    CONSTRAINT block_has_an_end_after_it CHECK ((until > since)),
    CONSTRAINT block_says_why CHECK ((NOT ((reason)::text = ''::text)))
);
ALTER TABLE contacts_block ALTER COLUMN id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME contacts_block_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);
CREATE TABLE contacts_consent (
    id bigint NOT NULL,
    purpose character varying(10) NOT NULL,
    with_name boolean DEFAULT false NOT NULL,
    given_on date NOT NULL,
    message bigint,
    at timestamp with time zone NOT NULL,
    withdrawn_at timestamp with time zone,
    by_id bigint NOT NULL,
    contact_id bigint NOT NULL,
    withdrawn_by_id bigint,
    CONSTRAINT who_took_a_consent_back_did_so_at_a_moment CHECK ((((withdrawn_at IS NULL) AND (withdrawn_by_id IS NULL)) OR ((withdrawn_at IS NOT NULL) AND (withdrawn_by_id IS NOT NULL))))
);
ALTER TABLE contacts_consent ALTER COLUMN id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME contacts_consent_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);
CREATE TABLE contacts_contact (
    id bigint NOT NULL,
    name character varying(200) NOT NULL,
    created_at timestamp with time zone DEFAULT statement_timestamp() NOT NULL,
    is_not_by_social boolean DEFAULT false NOT NULL
);
ALTER TABLE contacts_contact ALTER COLUMN id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME contacts_contact_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);
CREATE TABLE django_content_type (
    id integer NOT NULL,
    app_label character varying(100) NOT NULL,
    model character varying(100) NOT NULL
);
ALTER TABLE django_content_type ALTER COLUMN id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME django_content_type_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);
CREATE TABLE django_migrations (
    id bigint NOT NULL,
    app character varying(255) NOT NULL,
    name character varying(255) NOT NULL,
    applied timestamp with time zone NOT NULL
);
ALTER TABLE django_migrations ALTER COLUMN id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME django_migrations_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);
CREATE TABLE health_alarm (
    id bigint NOT NULL,
    subject character varying(150) NOT NULL,
    since timestamp with time zone NOT NULL,
    seen_at timestamp with time zone,
    channel_id bigint,
    seen_by_id bigint,
    CONSTRAINT who_saw_it_did_so_at_a_moment CHECK (((seen_by_id IS NULL) OR (seen_at IS NOT NULL)))
);
ALTER TABLE health_alarm ALTER COLUMN id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME health_alarm_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);
CREATE TABLE health_certificate (
    id bigint NOT NULL,
    host character varying(255) NOT NULL,
    ends_at timestamp with time zone NOT NULL,
    read_at timestamp with time zone NOT NULL
);
ALTER TABLE health_certificate ALTER COLUMN id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME health_certificate_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);
CREATE TABLE health_heartbeat (
    id bigint NOT NULL,
    part character varying(10) NOT NULL,
    machine character varying(100) NOT NULL,
    number integer NOT NULL,
    version character varying(20) NOT NULL,
    disk_free bigint NOT NULL,
    disk_total bigint NOT NULL,
    started_at timestamp with time zone DEFAULT statement_timestamp() NOT NULL,
    beat_at timestamp with time zone DEFAULT statement_timestamp() NOT NULL,
    stuck character varying(100) DEFAULT ''::character varying NOT NULL,
    stuck_since timestamp with time zone,
    clock_off integer DEFAULT 0 NOT NULL,
    CONSTRAINT health_heartbeat_number_check CHECK ((number >= 0))
);
ALTER TABLE health_heartbeat ALTER COLUMN id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME health_heartbeat_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);
CREATE TABLE inbox_approval (
    id bigint NOT NULL,
    client_uuid uuid NOT NULL,
    kind character varying(7) NOT NULL,
    text text NOT NULL,
    approved_text text DEFAULT ''::text NOT NULL,
    visibility character varying(9) DEFAULT ''::character varying NOT NULL,
    meant_for character varying(320) DEFAULT ''::character varying NOT NULL,
    answers character varying(1000) DEFAULT ''::character varying NOT NULL,
    seen_sequence integer NOT NULL,
    given jsonb NOT NULL,
    reasons jsonb NOT NULL,
    named jsonb NOT NULL,
    state character varying(9) NOT NULL,
    asked_at timestamp with time zone DEFAULT statement_timestamp() NOT NULL,
    decided_at timestamp with time zone,
    note text DEFAULT ''::text NOT NULL,
    author_id bigint NOT NULL,
    conversation_id bigint NOT NULL,
    decided_by_id bigint,
    follows_id bigint,
    reply_id bigint,
    CONSTRAINT approval_is_decided_or_waits CHECK ((((decided_at IS NULL) AND ((state)::text = 'waiting'::text)) OR ((NOT ((state)::text = 'waiting'::text)) AND (decided_at IS NOT NULL)))),
    CONSTRAINT inbox_approval_seen_sequence_check CHECK ((seen_sequence >= 0)),
    CONSTRAINT nobody_approves_their_own CHECK (((decided_by_id IS NULL) OR ((state)::text = 'withdrawn'::text) OR (NOT ((decided_by_id = author_id) AND (decided_by_id IS NOT NULL)))))
);
ALTER TABLE inbox_approval ALTER COLUMN id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME inbox_approval_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);
CREATE TABLE inbox_attachment (
    id bigint NOT NULL,
    name character varying(200) NOT NULL,
    media_type character varying(100) NOT NULL,
    size integer NOT NULL,
    stored_as character varying(64) NOT NULL,
    preview_as character varying(64) NOT NULL,
    content_id character varying(300) NOT NULL,
    message_id bigint NOT NULL,
    description text DEFAULT ''::text NOT NULL,
    looks smallint DEFAULT 0 NOT NULL,
    look_at timestamp with time zone,
    CONSTRAINT inbox_attachment_looks_check CHECK ((looks >= 0)),
    CONSTRAINT inbox_attachment_size_check CHECK ((size >= 0))
);
ALTER TABLE inbox_attachment ALTER COLUMN id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME inbox_attachment_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);
CREATE TABLE inbox_bulkact (
    id bigint NOT NULL,
    act character varying(6) NOT NULL,
    state character varying(7) NOT NULL,
    reason character varying(300) NOT NULL,
    seen_message bigint NOT NULL,
    seen_entry bigint NOT NULL,
    total integer NOT NULL,
    created_at timestamp with time zone DEFAULT statement_timestamp() NOT NULL,
    ended_at timestamp with time zone,
    assignee_id bigint,
    author_id bigint NOT NULL,
    tag_id bigint,
    until timestamp with time zone,
    thread_id bigint,
    CONSTRAINT inbox_bulkact_total_check CHECK ((total >= 0))
);
ALTER TABLE inbox_bulkact ALTER COLUMN id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME inbox_bulkact_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);
CREATE TABLE inbox_bulkitem (
    id bigint NOT NULL,
    state character varying(11) NOT NULL,
    before jsonb,
    bulk_id bigint NOT NULL,
    conversation_id bigint NOT NULL,
    message_id bigint
);
ALTER TABLE inbox_bulkitem ALTER COLUMN id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME inbox_bulkitem_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);
CREATE TABLE inbox_conversation (
    id bigint NOT NULL,
    thread character varying(500) NOT NULL,
    subject character varying(300) NOT NULL,
    opening character varying(200) NOT NULL,
    status character varying(4) NOT NULL,
    outcome character varying(10) NOT NULL,
    outcome_reason character varying(300) NOT NULL,
    is_public boolean NOT NULL,
    is_unread boolean NOT NULL,
    has_problem boolean NOT NULL,
    waiting_since timestamp with time zone,
    rests boolean GENERATED ALWAYS AS ((waiting_since IS NULL)) STORED,
    sort_at timestamp with time zone NOT NULL,
    last_message_at timestamp with time zone NOT NULL,
    next_sequence integer NOT NULL,
    created_at timestamp with time zone DEFAULT statement_timestamp() NOT NULL,
    assignee_id bigint,
    channel_id bigint NOT NULL,
    contact_id bigint NOT NULL,
    possibly_belongs_to_id bigint,
    merged_into_id bigint,
    tier smallint DEFAULT 1 NOT NULL,
    is_snoozed boolean DEFAULT false NOT NULL,
    snoozed_until timestamp with time zone,
    back_because character varying(7) DEFAULT ''::character varying NOT NULL,
    snoozed_by_id bigint,
    clock_stops jsonb DEFAULT '[]'::jsonb NOT NULL,
    due_at timestamp with time zone,
    is_clock_stopped boolean DEFAULT false NOT NULL,
    term_of timestamp with time zone,
    is_emergency boolean DEFAULT false NOT NULL,
    warn_at timestamp with time zone,
    turn smallint GENERATED ALWAYS AS (
CASE
    WHEN (waiting_since IS NULL) THEN 2
    WHEN (due_at IS NULL) THEN 1
    ELSE 0
END) STORED,
    has_old_term boolean GENERATED ALWAYS AS (
CASE
    WHEN (((status)::text = 'open'::text) AND (waiting_since IS NOT NULL) AND ((term_of IS NULL) OR (NOT ((term_of = waiting_since) AND (term_of IS NOT NULL) AND (waiting_since IS NOT NULL))) OR (is_clock_stopped AND (NOT is_snoozed)) OR (is_clock_stopped AND (snoozed_until IS NOT NULL)) OR ((NOT is_clock_stopped) AND is_snoozed AND (snoozed_until IS NULL)))) THEN true
    ELSE false
END) STORED,
    rank smallint GENERATED ALWAYS AS (
CASE
    WHEN is_emergency THEN 0
    ELSE (tier)::integer
END) STORED,
    emergency_kind character varying(8) DEFAULT ''::character varying NOT NULL,
    emergency_words character varying(80) DEFAULT ''::character varying NOT NULL,
    routed_to_id bigint,
    had_contact character varying(6) DEFAULT ''::character varying NOT NULL,
    turn_at timestamp with time zone GENERATED ALWAYS AS (
CASE
    WHEN ((due_at IS NOT NULL) AND (waiting_since IS NOT NULL) AND (NOT ((had_contact)::text = ''::text))) THEN (((due_at AT TIME ZONE 'UTC'::text) - '04:00:00'::interval) AT TIME ZONE 'UTC'::text)
    WHEN ((due_at IS NOT NULL) AND (waiting_since IS NOT NULL)) THEN due_at
    WHEN ((waiting_since IS NOT NULL) AND (NOT ((had_contact)::text = ''::text))) THEN (((sort_at AT TIME ZONE 'UTC'::text) - '04:00:00'::interval) AT TIME ZONE 'UTC'::text)
    ELSE sort_at
END) STORED,
    kind character varying(13) DEFAULT ''::character varying NOT NULL,
    outcome_line_id bigint,
    noted_of timestamp with time zone,
    has_unnoted_end boolean GENERATED ALWAYS AS (
CASE
    WHEN (((term_of IS NOT NULL) AND ((waiting_since IS NULL) OR (waiting_since > term_of)) AND ((noted_of IS NULL) OR (NOT ((noted_of = term_of) AND (noted_of IS NOT NULL) AND (term_of IS NOT NULL))))) OR (waiting_since <= noted_of)) THEN true
    ELSE false
END) STORED,
    CONSTRAINT a_warning_comes_before CHECK ((((due_at IS NULL) AND (warn_at IS NULL)) OR (due_at >= warn_at))),
    CONSTRAINT done_says_how CHECK ((((status)::text = 'open'::text) OR (NOT ((outcome)::text = ''::text)))),
    CONSTRAINT inbox_conversation_next_sequence_check CHECK ((next_sequence >= 0)),
    CONSTRAINT inbox_conversation_tier_check CHECK ((tier >= 0)),
    CONSTRAINT merged_away_is_not_open CHECK (((merged_into_id IS NULL) OR ((status)::text = 'done'::text))),
    CONSTRAINT there_are_three_tiers CHECK (((tier >= 1) AND (tier <= 3))),
    CONSTRAINT what_came_back_is_work CHECK ((((back_because)::text = ''::text) OR ((NOT is_snoozed) AND ((status)::text = 'open'::text)))),
    CONSTRAINT what_is_snoozed_is_open CHECK (((NOT is_snoozed) OR ((status)::text = 'open'::text)))
);
ALTER TABLE inbox_conversation ALTER COLUMN id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME inbox_conversation_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);
CREATE TABLE inbox_conversation_tags (
    id bigint NOT NULL,
    conversation_id bigint NOT NULL,
    tag_id bigint NOT NULL
);
ALTER TABLE inbox_conversation_tags ALTER COLUMN id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME inbox_conversation_tags_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);
CREATE TABLE inbox_distance (
    id bigint NOT NULL,
    kind character varying(7) NOT NULL,
    until timestamp with time zone,
    gave jsonb NOT NULL,
    channel_id bigint,
    conversation_id bigint,
    tag_id bigint,
    user_id bigint NOT NULL,
    CONSTRAINT distance_from_something CHECK ((((conversation_id IS NOT NULL) AND ((kind)::text = 'one'::text) AND (until IS NULL)) OR (((kind)::text = 'hard'::text) AND (until IS NOT NULL)) OR ((channel_id IS NOT NULL) AND ((kind)::text = 'channel'::text) AND (until IS NOT NULL)) OR (((kind)::text = 'tag'::text) AND (tag_id IS NOT NULL) AND (until IS NOT NULL))))
);
ALTER TABLE inbox_distance ALTER COLUMN id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME inbox_distance_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);
CREATE TABLE inbox_draft (
    id bigint NOT NULL,
    kind character varying(7) NOT NULL,
    text text NOT NULL,
    saved_at timestamp with time zone DEFAULT statement_timestamp() NOT NULL,
    author_id bigint NOT NULL,
    conversation_id bigint NOT NULL,
    answers character varying(1000) DEFAULT ''::character varying NOT NULL
);
ALTER TABLE inbox_draft ALTER COLUMN id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME inbox_draft_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);
CREATE TABLE inbox_draftfile (
    id bigint NOT NULL,
    name character varying(200) NOT NULL,
    media_type character varying(100) NOT NULL,
    size integer NOT NULL,
    stored_as character varying(64) NOT NULL,
    preview_as character varying(64) NOT NULL,
    description text NOT NULL,
    added_at timestamp with time zone DEFAULT statement_timestamp() NOT NULL,
    draft_id bigint,
    approval_id bigint,
    CONSTRAINT inbox_draftfile_size_check CHECK ((size >= 0))
);
ALTER TABLE inbox_draftfile ALTER COLUMN id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME inbox_draftfile_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);
CREATE TABLE inbox_endedwait (
    id bigint NOT NULL,
    due_at timestamp with time zone NOT NULL,
    ended_at timestamp with time zone NOT NULL,
    message_id bigint NOT NULL,
    team_id bigint NOT NULL
);
ALTER TABLE inbox_endedwait ALTER COLUMN id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME inbox_endedwait_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);
CREATE TABLE inbox_following (
    id bigint NOT NULL,
    since timestamp with time zone NOT NULL,
    seen_sequence integer NOT NULL,
    seen_status character varying(4) NOT NULL,
    seen_assignee bigint,
    conversation_id bigint NOT NULL,
    user_id bigint NOT NULL,
    CONSTRAINT inbox_following_seen_sequence_check CHECK ((seen_sequence >= 0))
);
ALTER TABLE inbox_following ALTER COLUMN id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME inbox_following_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);
CREATE TABLE inbox_followup (
    id bigint NOT NULL,
    state character varying(7) NOT NULL,
    due_at timestamp with time zone NOT NULL,
    made_at timestamp with time zone NOT NULL,
    ended_at timestamp with time zone,
    conversation_id bigint NOT NULL,
    ended_by_id bigint,
    made_by_id bigint,
    reply_id bigint
);
ALTER TABLE inbox_followup ALTER COLUMN id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME inbox_followup_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);
CREATE TABLE inbox_handover (
    id bigint NOT NULL,
    note character varying(1000) NOT NULL,
    at timestamp with time zone NOT NULL,
    seen_at timestamp with time zone,
    before_id bigint,
    by_id bigint NOT NULL,
    conversation_id bigint NOT NULL,
    to_team_id bigint,
    to_user_id bigint,
    CONSTRAINT handed_over_to_one CHECK ((((to_user_id IS NULL) OR (to_team_id IS NULL)) AND (1 = (
CASE
    WHEN (to_user_id IS NULL) THEN 1
    ELSE 0
END +
CASE
    WHEN (to_team_id IS NULL) THEN 1
    ELSE 0
END))))
);
ALTER TABLE inbox_handover ALTER COLUMN id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME inbox_handover_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);
CREATE TABLE inbox_looking (
    id bigint NOT NULL,
    due_at timestamp with time zone,
    looked_at timestamp with time zone,
    result character varying(5) NOT NULL,
    misses smallint NOT NULL,
    problem text NOT NULL,
    channel_id bigint NOT NULL,
    conversation_id bigint NOT NULL,
    CONSTRAINT inbox_looking_misses_check CHECK ((misses >= 0))
);
ALTER TABLE inbox_looking ALTER COLUMN id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME inbox_looking_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);
CREATE TABLE inbox_macro (
    id bigint NOT NULL,
    name character varying(60) NOT NULL,
    inserts boolean NOT NULL,
    tag character varying(40) NOT NULL,
    gives character varying(6) NOT NULL,
    ends character varying(8) NOT NULL,
    created_at timestamp with time zone DEFAULT statement_timestamp() NOT NULL,
    kept_answer_id bigint,
    team_id bigint,
    CONSTRAINT a_macro_does_something CHECK ((inserts OR (NOT (((ends)::text = ''::text) AND ((gives)::text = ''::text) AND ((tag)::text = ''::text))))),
    CONSTRAINT a_text_is_sent_before_it_ends CHECK (((NOT inserts) OR ((ends)::text = ''::text))),
    CONSTRAINT macro_has_a_name CHECK (((name)::text ~ '\S'::text)),
    CONSTRAINT only_a_text_has_a_kept_answer CHECK ((inserts OR (kept_answer_id IS NULL)))
);
ALTER TABLE inbox_macro ALTER COLUMN id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME inbox_macro_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);
CREATE TABLE inbox_matter (
    id bigint NOT NULL,
    name character varying(100) NOT NULL,
    made_at timestamp with time zone NOT NULL,
    ended_at timestamp with time zone,
    made_by_id bigint NOT NULL,
    team_id bigint NOT NULL
);
ALTER TABLE inbox_matter ALTER COLUMN id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME inbox_matter_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);
CREATE TABLE inbox_mattergo (
    id bigint NOT NULL,
    text text NOT NULL,
    click uuid NOT NULL,
    at timestamp with time zone NOT NULL,
    ended_at timestamp with time zone,
    by_id bigint NOT NULL,
    matter_id bigint NOT NULL
);
ALTER TABLE inbox_mattergo ALTER COLUMN id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME inbox_mattergo_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);
CREATE TABLE inbox_matterlink (
    id bigint NOT NULL,
    at timestamp with time zone NOT NULL,
    by_id bigint NOT NULL,
    conversation_id bigint NOT NULL,
    matter_id bigint NOT NULL
);
ALTER TABLE inbox_matterlink ALTER COLUMN id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME inbox_matterlink_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);
CREATE TABLE inbox_matterturn (
    id bigint NOT NULL,
    seen_sequence integer NOT NULL,
    click uuid NOT NULL,
    state character varying(5) NOT NULL,
    told character varying(500) NOT NULL,
    conversation_id bigint NOT NULL,
    go_id bigint NOT NULL,
    reply_id bigint,
    CONSTRAINT inbox_matterturn_seen_sequence_check CHECK ((seen_sequence >= 0))
);
ALTER TABLE inbox_matterturn ALTER COLUMN id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME inbox_matterturn_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);
CREATE TABLE inbox_message (
    id bigint NOT NULL,
    part smallint NOT NULL,
    sequence integer NOT NULL,
    kind character varying(4) NOT NULL,
    author_name character varying(200) NOT NULL,
    author_handle character varying(320) NOT NULL,
    subject character varying(300) NOT NULL,
    text text NOT NULL,
    html text NOT NULL,
    external_id character varying(1000) NOT NULL,
    answers character varying(1000) NOT NULL,
    reply_to character varying(320) NOT NULL,
    is_automatic boolean NOT NULL,
    warnings jsonb NOT NULL,
    words tsvector,
    sent_at timestamp with time zone NOT NULL,
    received_at timestamp with time zone DEFAULT statement_timestamp() NOT NULL,
    author_id bigint,
    channel_id bigint NOT NULL,
    conversation_id bigint NOT NULL,
    delivery_id bigint,
    link character varying(2000) DEFAULT ''::character varying NOT NULL,
    visibility character varying(9) DEFAULT ''::character varying NOT NULL,
    is_to_us boolean DEFAULT false NOT NULL,
    gone_at timestamp with time zone,
    is_around boolean DEFAULT false NOT NULL,
    is_question boolean DEFAULT false NOT NULL,
    outcome character varying(10) DEFAULT ''::character varying NOT NULL,
    CONSTRAINT inbox_message_part_check CHECK ((part >= 0)),
    CONSTRAINT inbox_message_sequence_check CHECK ((sequence >= 0)),
    CONSTRAINT reply_names_its_sender CHECK (((NOT ((kind)::text = 'out'::text)) OR (NOT ((author_name)::text = ''::text))))
);
ALTER TABLE inbox_message ALTER COLUMN id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME inbox_message_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);
CREATE TABLE inbox_messageversion (
    id bigint NOT NULL,
    text text NOT NULL,
    replaced_at timestamp with time zone DEFAULT statement_timestamp() NOT NULL,
    delivery_id bigint,
    message_id bigint NOT NULL
);
ALTER TABLE inbox_messageversion ALTER COLUMN id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME inbox_messageversion_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);
CREATE TABLE inbox_naming (
    id bigint NOT NULL,
    seen_at timestamp with time zone,
    message_id bigint NOT NULL,
    user_id bigint NOT NULL
);
ALTER TABLE inbox_naming ALTER COLUMN id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME inbox_naming_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);
CREATE TABLE inbox_presence (
    id bigint NOT NULL,
    looks_until timestamp with time zone NOT NULL,
    writes_until timestamp with time zone,
    conversation_id bigint NOT NULL,
    user_id bigint NOT NULL
);
ALTER TABLE inbox_presence ALTER COLUMN id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME inbox_presence_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);
CREATE TABLE inbox_regrouping (
    id bigint NOT NULL,
    kind character varying(5) NOT NULL,
    before jsonb NOT NULL,
    after jsonb NOT NULL,
    moved jsonb NOT NULL,
    created_at timestamp with time zone DEFAULT statement_timestamp() NOT NULL,
    undone_at timestamp with time zone,
    author_id bigint,
    kept_id bigint NOT NULL,
    other_id bigint NOT NULL
);
ALTER TABLE inbox_regrouping ALTER COLUMN id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME inbox_regrouping_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);
CREATE TABLE inbox_reply (
    id bigint NOT NULL,
    client_uuid uuid NOT NULL,
    key character varying(64) NOT NULL,
    "to" character varying(320) NOT NULL,
    is_practice boolean DEFAULT false NOT NULL,
    "references" jsonb NOT NULL,
    state character varying(10) NOT NULL,
    due_at timestamp with time zone,
    attempt uuid,
    tries smallint NOT NULL,
    looks smallint NOT NULL,
    first_tried_at timestamp with time zone,
    started_at timestamp with time zone,
    settled_at timestamp with time zone,
    problem text NOT NULL,
    queued_at timestamp with time zone DEFAULT statement_timestamp() NOT NULL,
    channel_id bigint NOT NULL,
    message_id bigint NOT NULL,
    held_at timestamp with time zone,
    in_doubt boolean DEFAULT false NOT NULL,
    visibility character varying(9) DEFAULT ''::character varying NOT NULL,
    part smallint DEFAULT 1 NOT NULL,
    parts smallint DEFAULT 1 NOT NULL,
    series uuid,
    referral character varying(9) DEFAULT ''::character varying NOT NULL,
    referral_words character varying(300) DEFAULT ''::character varying NOT NULL,
    let_out jsonb DEFAULT '[]'::jsonb NOT NULL,
    CONSTRAINT another_reason_has_words CHECK (((NOT ((referral)::text = 'other'::text)) OR (NOT ((referral_words)::text = ''::text)))),
    CONSTRAINT inbox_reply_looks_check CHECK ((looks >= 0)),
    CONSTRAINT inbox_reply_part_check CHECK ((part >= 0)),
    CONSTRAINT inbox_reply_parts_check CHECK ((parts >= 0)),
    CONSTRAINT inbox_reply_tries_check CHECK ((tries >= 0)),
    CONSTRAINT only_unsettled_is_held CHECK (((held_at IS NULL) OR ((state)::text = ANY ((ARRAY['queued'::character varying, 'sending'::character varying, 'unknown'::character varying])::text[])))),
    CONSTRAINT part_is_one_of_its_parts CHECK (((part >= 1) AND (part <= parts))),
    CONSTRAINT sending_names_its_attempt CHECK (((NOT ((state)::text = 'sending'::text)) OR ((attempt IS NOT NULL) AND (started_at IS NOT NULL))))
);
ALTER TABLE inbox_reply ALTER COLUMN id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME inbox_reply_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);
CREATE TABLE inbox_savedview (
    id bigint NOT NULL,
    name character varying(40) NOT NULL,
    view character varying(12) NOT NULL,
    words character varying(200) NOT NULL,
    only_unread boolean NOT NULL,
    "position" integer NOT NULL,
    created_at timestamp with time zone DEFAULT statement_timestamp() NOT NULL,
    channel_id bigint,
    owner_id bigint NOT NULL,
    tag_id bigint,
    team_id bigint,
    only_at_risk boolean DEFAULT false NOT NULL,
    CONSTRAINT inbox_savedview_position_check CHECK (("position" >= 0))
);
ALTER TABLE inbox_savedview ALTER COLUMN id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME inbox_savedview_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);
CREATE TABLE inbox_tag (
    id bigint NOT NULL,
    name character varying(40) NOT NULL
);
ALTER TABLE inbox_tag ALTER COLUMN id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME inbox_tag_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);
CREATE TABLE knowledge_agendaitem (
    id bigint NOT NULL,
    title character varying(120) NOT NULL,
    starts_at timestamp with time zone NOT NULL,
    ends_at timestamp with time zone,
    place character varying(120) NOT NULL,
    text text NOT NULL,
    link character varying(500) NOT NULL,
    is_published boolean DEFAULT false NOT NULL,
    CONSTRAINT agenda_item_ends_after_it_starts CHECK (((ends_at IS NULL) OR (ends_at >= starts_at))),
    CONSTRAINT agenda_item_has_a_title CHECK (((title)::text ~ '\S'::text))
);
ALTER TABLE knowledge_agendaitem ALTER COLUMN id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME knowledge_agendaitem_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);
CREATE TABLE knowledge_keptanswer (
    id bigint NOT NULL,
    title character varying(100) NOT NULL,
    shortcut character varying(30) NOT NULL,
    text text NOT NULL,
    link character varying(500) NOT NULL,
    misconception character varying(300) NOT NULL,
    labels jsonb NOT NULL,
    review_on date NOT NULL,
    times_used integer NOT NULL,
    last_used_at timestamp with time zone,
    created_at timestamp with time zone DEFAULT statement_timestamp() NOT NULL,
    owner_id bigint NOT NULL,
    team_id bigint,
    CONSTRAINT kept_answer_has_a_title CHECK (((title)::text ~ '\S'::text)),
    CONSTRAINT kept_answer_says_something CHECK ((text ~ '\S'::text)),
    CONSTRAINT knowledge_keptanswer_times_used_check CHECK ((times_used >= 0))
);
ALTER TABLE knowledge_keptanswer ALTER COLUMN id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME knowledge_keptanswer_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);
CREATE TABLE knowledge_keptform (
    id bigint NOT NULL,
    kind character varying(6) NOT NULL,
    text text NOT NULL,
    looks_again boolean NOT NULL,
    answer_id bigint NOT NULL,
    CONSTRAINT a_form_says_something CHECK ((text ~ '\S'::text)),
    CONSTRAINT known_form CHECK (((kind)::text = ANY ((ARRAY['social'::character varying, 'chat'::character varying, 'phone'::character varying])::text[])))
);
ALTER TABLE knowledge_keptform ALTER COLUMN id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME knowledge_keptform_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);
CREATE TABLE knowledge_protocolline (
    id bigint NOT NULL,
    name character varying(60) NOT NULL,
    kind character varying(13) NOT NULL,
    way character varying(8) NOT NULL,
    sender character varying(320) NOT NULL,
    verdict character varying(6) NOT NULL,
    why character varying(300) NOT NULL,
    text text NOT NULL,
    link character varying(500) NOT NULL,
    channel_id bigint,
    CONSTRAINT a_formal_piece_is_answered CHECK (((NOT ((verdict)::text = 'leave'::text)) OR (NOT ((kind)::text = ANY ((ARRAY['formal'::character varying, 'objection'::character varying, 'woo'::character varying])::text[]))))),
    CONSTRAINT a_protocol_line_is_of_a_known_kind CHECK (((kind)::text = ANY ((ARRAY[''::character varying, 'formal'::character varying, 'objection'::character varying, 'woo'::character varying, 'medical'::character varying, 'danger'::character varying, 'grief'::character varying, 'peers'::character varying, 'misconception'::character varying, 'complaint'::character varying, 'report'::character varying, 'question'::character varying, 'thanks'::character varying, 'advertising'::character varying, 'opinion'::character varying])::text[]))),
    CONSTRAINT who_is_asked_is_said CHECK (((NOT ((verdict)::text = 'ask'::text)) OR (NOT ((why)::text = ''::text))))
);
ALTER TABLE knowledge_protocolline ALTER COLUMN id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME knowledge_protocolline_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);
CREATE TABLE knowledge_style (
    id bigint NOT NULL,
    address character varying(2) NOT NULL,
    avoid text NOT NULL,
    must text NOT NULL,
    forbidden text NOT NULL,
    most_emoji smallint,
    most_words smallint,
    is_binding boolean DEFAULT false NOT NULL,
    channel_id bigint,
    CONSTRAINT a_sentence_may_have_some_words CHECK (((most_words IS NULL) OR (most_words >= 5))),
    CONSTRAINT knowledge_style_most_emoji_check CHECK ((most_emoji >= 0)),
    CONSTRAINT knowledge_style_most_words_check CHECK ((most_words >= 0))
);
ALTER TABLE knowledge_style ALTER COLUMN id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME knowledge_style_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);
CREATE TABLE knowledge_tip (
    id bigint NOT NULL,
    kind character varying(13) NOT NULL,
    text text NOT NULL,
    CONSTRAINT a_tip_is_of_a_known_kind CHECK (((kind)::text = ANY ((ARRAY['formal'::character varying, 'objection'::character varying, 'woo'::character varying, 'medical'::character varying, 'danger'::character varying, 'grief'::character varying, 'peers'::character varying, 'misconception'::character varying, 'complaint'::character varying, 'report'::character varying, 'question'::character varying, 'thanks'::character varying, 'advertising'::character varying, 'opinion'::character varying])::text[]))),
    CONSTRAINT a_tip_says_something CHECK ((text ~ '\S'::text))
);
ALTER TABLE knowledge_tip ALTER COLUMN id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME knowledge_tip_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);
CREATE TABLE listening_hit (
    id bigint NOT NULL,
    word character varying(100) NOT NULL,
    found_at timestamp with time zone DEFAULT statement_timestamp() NOT NULL,
    told_at timestamp with time zone,
    message_id bigint NOT NULL,
    watch_id bigint NOT NULL
);
ALTER TABLE listening_hit ALTER COLUMN id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME listening_hit_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);
CREATE TABLE listening_watch (
    id bigint NOT NULL,
    words text NOT NULL,
    minutes smallint NOT NULL,
    tried_at timestamp with time zone,
    channel_id bigint NOT NULL,
    CONSTRAINT listening_watch_minutes_check CHECK ((minutes >= 0)),
    CONSTRAINT watch_tells_within_a_day CHECK (((minutes >= 1) AND (minutes <= 1440)))
);
CREATE TABLE listening_watch_colleagues (
    id bigint NOT NULL,
    watch_id bigint NOT NULL,
    user_id bigint NOT NULL
);
ALTER TABLE listening_watch_colleagues ALTER COLUMN id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME listening_watch_colleagues_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);
ALTER TABLE listening_watch ALTER COLUMN id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME listening_watch_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);
CREATE TABLE logins_clientkey (
    id bigint NOT NULL,
    made_at timestamp with time zone NOT NULL,
    public jsonb NOT NULL,
    certificate text NOT NULL,
    vault_id uuid NOT NULL,
    vault bytea NOT NULL
);
ALTER TABLE logins_clientkey ALTER COLUMN id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME logins_clientkey_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);
CREATE TABLE logins_forgottenpassword (
    id bigint NOT NULL,
    email character varying(200) NOT NULL,
    asked_at timestamp with time zone NOT NULL
);
ALTER TABLE logins_forgottenpassword ALTER COLUMN id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME logins_forgottenpassword_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);
CREATE TABLE logins_groupright (
    id bigint NOT NULL,
    "group" character varying(200) NOT NULL,
    roles jsonb NOT NULL
);
ALTER TABLE logins_groupright ALTER COLUMN id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME logins_groupright_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);
CREATE TABLE logins_groupright_teams (
    id bigint NOT NULL,
    groupright_id bigint NOT NULL,
    team_id bigint NOT NULL
);
ALTER TABLE logins_groupright_teams ALTER COLUMN id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME logins_groupright_teams_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);
CREATE TABLE logins_lastcode (
    user_id bigint NOT NULL,
    counter bigint NOT NULL
);
CREATE TABLE logins_provider (
    id smallint NOT NULL,
    name character varying(60) NOT NULL,
    issuer character varying(300) NOT NULL,
    client_id character varying(200) NOT NULL,
    proof character varying(20) NOT NULL,
    vault_id uuid NOT NULL,
    vault bytea NOT NULL,
    scopes character varying(200) NOT NULL,
    groups_claim character varying(100) NOT NULL,
    levels character varying(300) NOT NULL,
    finds_by_email boolean NOT NULL,
    is_on boolean NOT NULL,
    is_only_way boolean NOT NULL,
    CONSTRAINT logins_provider_id_check CHECK ((id >= 0)),
    CONSTRAINT one_provider CHECK ((id = 1)),
    CONSTRAINT the_only_way_in_is_open CHECK (((NOT is_only_way) OR is_on))
);
CREATE TABLE logins_provideraccount (
    id bigint NOT NULL,
    issuer character varying(300) NOT NULL,
    subject character varying(255) NOT NULL,
    used_at timestamp with time zone NOT NULL,
    user_id bigint NOT NULL
);
ALTER TABLE logins_provideraccount ALTER COLUMN id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME logins_provideraccount_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);
CREATE TABLE logins_requiredstep (
    id bigint NOT NULL,
    role character varying(20) NOT NULL
);
ALTER TABLE logins_requiredstep ALTER COLUMN id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME logins_requiredstep_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);
CREATE TABLE logins_session (
    session_key character varying(40) NOT NULL,
    session_data text NOT NULL,
    expire_date timestamp with time zone NOT NULL,
    number uuid,
    how character varying(12) NOT NULL,
    device character varying(60) NOT NULL,
    started_at timestamp with time zone NOT NULL,
    seen_at timestamp with time zone NOT NULL,
    user_id bigint
);
CREATE TABLE logins_try (
    id bigint NOT NULL,
    what character varying(12) NOT NULL,
    who character varying(64) NOT NULL,
    at timestamp with time zone NOT NULL
);
ALTER TABLE logins_try ALTER COLUMN id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME logins_try_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);
CREATE TABLE mfa_authenticator (
    id bigint NOT NULL,
    type character varying(20) NOT NULL,
    data jsonb NOT NULL,
    user_id bigint NOT NULL,
    created_at timestamp with time zone NOT NULL,
    last_used_at timestamp with time zone
);
ALTER TABLE mfa_authenticator ALTER COLUMN id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME mfa_authenticator_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);
CREATE TABLE organisation_acceptance (
    id bigint NOT NULL,
    accepted_at timestamp with time zone NOT NULL,
    person_id bigint NOT NULL,
    conduct_id bigint NOT NULL
);
ALTER TABLE organisation_acceptance ALTER COLUMN id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME organisation_acceptance_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);
CREATE TABLE organisation_conduct (
    id bigint NOT NULL,
    version integer NOT NULL,
    text text NOT NULL,
    made_at timestamp with time zone NOT NULL,
    CONSTRAINT organisation_conduct_version_check CHECK ((version >= 0))
);
ALTER TABLE organisation_conduct ALTER COLUMN id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME organisation_conduct_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);
CREATE TABLE organisation_organisation (
    id bigint NOT NULL,
    name character varying(100) NOT NULL,
    language character varying(5) NOT NULL,
    identity character varying(10) NOT NULL,
    signature text NOT NULL,
    purpose text NOT NULL,
    retention_months smallint,
    roster text NOT NULL,
    first_line text NOT NULL,
    second_line text NOT NULL,
    third_line text NOT NULL,
    style text NOT NULL,
    coordination text NOT NULL,
    go_live_on date,
    at_step character varying(20) NOT NULL,
    steps jsonb NOT NULL,
    set_up_at timestamp with time zone,
    public_numbers text DEFAULT ''::text NOT NULL,
    public_addresses text DEFAULT ''::text NOT NULL,
    public_names text DEFAULT ''::text NOT NULL,
    case_forms text DEFAULT 'Z-2026-000123'::text NOT NULL,
    emergency_words text DEFAULT ''::text NOT NULL,
    emergency_text text DEFAULT ''::text NOT NULL,
    answers_emergencies boolean DEFAULT false NOT NULL,
    emergency_answer text DEFAULT ''::text NOT NULL,
    unveiled_words text DEFAULT ''::text NOT NULL,
    veiled_words text DEFAULT ''::text NOT NULL,
    veils_hard_words boolean DEFAULT true NOT NULL,
    publishes_hours boolean DEFAULT false NOT NULL,
    CONSTRAINT one_organisation CHECK ((id = 1)),
    CONSTRAINT organisation_organisation_retention_months_check CHECK ((retention_months >= 0)),
    CONSTRAINT retention_has_an_end CHECK (((retention_months IS NULL) OR ((retention_months >= 1) AND (retention_months <= 120))))
);
ALTER TABLE organisation_organisation ALTER COLUMN id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME organisation_organisation_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);
CREATE TABLE people_absence (
    id bigint NOT NULL,
    since timestamp with time zone NOT NULL,
    until timestamp with time zone NOT NULL,
    why_nobody text DEFAULT ''::text NOT NULL,
    backup_id bigint,
    person_id bigint NOT NULL,
    CONSTRAINT an_absence_has_a_length CHECK ((until > since)),
    CONSTRAINT nobody_is_their_own_backup CHECK (((backup_id IS NULL) OR (NOT ((backup_id = person_id) AND (backup_id IS NOT NULL)))))
);
ALTER TABLE people_absence ALTER COLUMN id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME people_absence_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);
CREATE TABLE people_invitation (
    id bigint NOT NULL,
    token_hash bytea NOT NULL,
    created_at timestamp with time zone NOT NULL,
    expires_at timestamp with time zone NOT NULL,
    used_at timestamp with time zone,
    user_id bigint
);
ALTER TABLE people_invitation ALTER COLUMN id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME people_invitation_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);
CREATE TABLE people_roleheld (
    id bigint NOT NULL,
    role character varying(20) NOT NULL,
    until timestamp with time zone,
    user_id bigint NOT NULL
);
ALTER TABLE people_roleheld ALTER COLUMN id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME people_roleheld_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);
CREATE TABLE people_team (
    id bigint NOT NULL,
    name character varying(100) NOT NULL,
    identity character varying(10) NOT NULL,
    signature text NOT NULL,
    CONSTRAINT team_has_a_name CHECK (((name)::text ~ '\S'::text))
);
ALTER TABLE people_team ALTER COLUMN id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME people_team_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);
CREATE TABLE people_user (
    id bigint NOT NULL,
    password character varying(128) NOT NULL,
    last_login timestamp with time zone,
    email character varying(200) NOT NULL,
    name character varying(100) NOT NULL,
    language character varying(5) NOT NULL,
    theme character varying(5) NOT NULL,
    letter_keys boolean NOT NULL,
    is_compact boolean NOT NULL,
    is_active boolean NOT NULL,
    created_at timestamp with time zone NOT NULL,
    CONSTRAINT email_is_folded CHECK (((email)::text = lower((email)::text)))
);
ALTER TABLE people_user ALTER COLUMN id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME people_user_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);
CREATE TABLE people_user_teams (
    id bigint NOT NULL,
    user_id bigint NOT NULL,
    team_id bigint NOT NULL
);
ALTER TABLE people_user_teams ALTER COLUMN id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME people_user_teams_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);
CREATE TABLE planning_awayanswer (
    id bigint NOT NULL,
    is_on boolean DEFAULT false NOT NULL,
    text character varying(500) DEFAULT ''::character varying NOT NULL,
    channel_id bigint NOT NULL
);
ALTER TABLE planning_awayanswer ALTER COLUMN id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME planning_awayanswer_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);
CREATE TABLE planning_block (
    id bigint NOT NULL,
    weekday smallint,
    opens smallint NOT NULL,
    closes smallint NOT NULL,
    special_id bigint,
    own_id bigint,
    CONSTRAINT a_block_has_a_length CHECK ((((closes <= 1440) AND (opens < closes)) OR ((closes > 1440) AND (closes <= (opens + 720)) AND (opens < 1440)))),
    CONSTRAINT a_block_is_weekly_or_special CHECK ((((special_id IS NULL) AND (weekday IS NOT NULL) AND ((weekday >= 0) AND (weekday <= 6))) OR ((own_id IS NULL) AND (special_id IS NOT NULL) AND (weekday IS NULL)))),
    CONSTRAINT planning_block_closes_check CHECK ((closes >= 0)),
    CONSTRAINT planning_block_opens_check CHECK ((opens >= 0)),
    CONSTRAINT planning_block_weekday_check CHECK ((weekday >= 0))
);
ALTER TABLE planning_block ALTER COLUMN id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME planning_block_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);
CREATE TABLE planning_holidaychoice (
    id bigint NOT NULL,
    name character varying(30) NOT NULL,
    is_closed boolean NOT NULL,
    CONSTRAINT known_holiday CHECK (((name)::text = ANY ((ARRAY['new_year'::character varying, 'good_friday'::character varying, 'easter'::character varying, 'kings_day'::character varying, 'liberation_day'::character varying, 'liberation_day_fifth'::character varying, 'ascension'::character varying, 'pentecost'::character varying, 'christmas'::character varying])::text[])))
);
ALTER TABLE planning_holidaychoice ALTER COLUMN id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME planning_holidaychoice_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);
CREATE TABLE planning_norm (
    id bigint NOT NULL,
    way character varying(8) NOT NULL,
    sender character varying(320) NOT NULL,
    kind character varying(12) NOT NULL,
    number integer NOT NULL,
    channel_id bigint,
    CONSTRAINT a_norm_is_of_something CHECK ((number >= 1)),
    CONSTRAINT known_norm CHECK (((kind)::text = ANY ((ARRAY['nothing'::character varying, 'minutes'::character varying, 'half_a_day'::character varying, 'same_day'::character varying, 'working_days'::character varying, 'weeks'::character varying])::text[]))),
    CONSTRAINT known_way CHECK (((way)::text = ANY ((ARRAY[''::character varying, 'mail'::character varying, 'direct'::character varying, 'chat'::character varying, 'mention'::character varying, 'reaction'::character varying])::text[]))),
    CONSTRAINT planning_norm_number_check CHECK ((number >= 0))
);
ALTER TABLE planning_norm ALTER COLUMN id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME planning_norm_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);
CREATE TABLE planning_ownday (
    id bigint NOT NULL,
    day date NOT NULL,
    blocks jsonb NOT NULL,
    reason character varying(100) NOT NULL,
    channel_id bigint,
    team_id bigint,
    CONSTRAINT an_own_day_is_of_one CHECK ((((channel_id IS NULL) AND (team_id IS NOT NULL)) OR ((channel_id IS NOT NULL) AND (team_id IS NULL))))
);
ALTER TABLE planning_ownday ALTER COLUMN id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME planning_ownday_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);
CREATE TABLE planning_ownhours (
    id bigint NOT NULL,
    keeps_days boolean NOT NULL,
    channel_id bigint,
    team_id bigint,
    CONSTRAINT own_hours_are_of_one CHECK ((((channel_id IS NULL) AND (team_id IS NOT NULL)) OR ((channel_id IS NOT NULL) AND (team_id IS NULL))))
);
ALTER TABLE planning_ownhours ALTER COLUMN id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME planning_ownhours_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);
CREATE TABLE planning_profilelook (
    id bigint NOT NULL,
    looked_at timestamp with time zone NOT NULL,
    says character varying(10) NOT NULL,
    problem character varying(300) NOT NULL,
    channel_id bigint NOT NULL
);
ALTER TABLE planning_profilelook ALTER COLUMN id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME planning_profilelook_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);
CREATE TABLE planning_specialday (
    id bigint NOT NULL,
    day date NOT NULL,
    reason character varying(100) NOT NULL
);
ALTER TABLE planning_specialday ALTER COLUMN id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME planning_specialday_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);
CREATE TABLE practice_attempt (
    id bigint NOT NULL,
    scenario character varying(40) NOT NULL,
    text text NOT NULL,
    met jsonb NOT NULL,
    made_at timestamp with time zone DEFAULT statement_timestamp() NOT NULL,
    user_id bigint NOT NULL,
    CONSTRAINT attempt_says_something CHECK ((text ~ '\S'::text))
);
ALTER TABLE practice_attempt ALTER COLUMN id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME practice_attempt_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);
CREATE TABLE practice_golive (
    id bigint NOT NULL,
    day date NOT NULL,
    told_at timestamp with time zone,
    channel_id bigint NOT NULL,
    switcher_id bigint NOT NULL
);
ALTER TABLE practice_golive ALTER COLUMN id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME practice_golive_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);
CREATE TABLE practice_point (
    id bigint NOT NULL,
    text character varying(200) NOT NULL,
    ticked_at timestamp with time zone,
    channel_id bigint NOT NULL,
    ticked_by_id bigint,
    CONSTRAINT ticked_by_somebody_sometime CHECK ((((ticked_at IS NULL) AND (ticked_by_id IS NULL)) OR ((ticked_at IS NOT NULL) AND (ticked_by_id IS NOT NULL))))
);
ALTER TABLE practice_point ALTER COLUMN id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME practice_point_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);
CREATE TABLE practice_review (
    id bigint NOT NULL,
    verdict character varying(6) NOT NULL,
    note text NOT NULL,
    reviewed_at timestamp with time zone DEFAULT statement_timestamp() NOT NULL,
    read_at timestamp with time zone,
    message_id bigint NOT NULL,
    reviewer_id bigint NOT NULL,
    CONSTRAINT better_says_how CHECK ((((verdict)::text = 'good'::text) OR (note ~ '\S'::text)))
);
ALTER TABLE practice_review ALTER COLUMN id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME practice_review_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);
CREATE TABLE procrastinate_events (
    id bigint NOT NULL,
    job_id bigint NOT NULL,
    type procrastinate_job_event_type,
    at timestamp with time zone DEFAULT now()
);
CREATE SEQUENCE procrastinate_events_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1;
ALTER SEQUENCE procrastinate_events_id_seq OWNED BY procrastinate_events.id;
CREATE SEQUENCE procrastinate_jobs_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1;
ALTER SEQUENCE procrastinate_jobs_id_seq OWNED BY procrastinate_jobs.id;
CREATE TABLE procrastinate_periodic_defers (
    id bigint NOT NULL,
    task_name character varying(128) NOT NULL,
    defer_timestamp bigint,
    job_id bigint,
    periodic_id character varying(128) DEFAULT ''::character varying NOT NULL
);
CREATE SEQUENCE procrastinate_periodic_defers_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1;
ALTER SEQUENCE procrastinate_periodic_defers_id_seq OWNED BY procrastinate_periodic_defers.id;
CREATE TABLE procrastinate_workers (
    id bigint NOT NULL,
    last_heartbeat timestamp with time zone DEFAULT now() NOT NULL
);
ALTER TABLE procrastinate_workers ALTER COLUMN id ADD GENERATED ALWAYS AS IDENTITY (
    SEQUENCE NAME procrastinate_workers_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);
CREATE TABLE roster_duty (
    id bigint NOT NULL,
    began_at timestamp with time zone NOT NULL,
    until timestamp with time zone NOT NULL,
    ended_at timestamp with time zone,
    was_forgotten boolean DEFAULT false NOT NULL,
    person_id bigint NOT NULL,
    CONSTRAINT a_duty_has_a_length CHECK ((until > began_at))
);
ALTER TABLE roster_duty ALTER COLUMN id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME roster_duty_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);
CREATE TABLE roster_shift (
    id bigint NOT NULL,
    day date NOT NULL,
    begins smallint NOT NULL,
    ends smallint NOT NULL,
    is_weekly boolean DEFAULT false NOT NULL,
    last_day date,
    person_id bigint NOT NULL,
    team_id bigint NOT NULL,
    CONSTRAINT a_shift_has_a_length CHECK (((begins < 1440) AND (ends > begins) AND (ends <= (begins + 720)))),
    CONSTRAINT only_what_is_repeated_ends_later CHECK (((last_day IS NULL) OR (is_weekly AND (last_day >= day)))),
    CONSTRAINT roster_shift_begins_check CHECK ((begins >= 0)),
    CONSTRAINT roster_shift_ends_check CHECK ((ends >= 0))
);
ALTER TABLE roster_shift ALTER COLUMN id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME roster_shift_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);
CREATE TABLE roster_skip (
    id bigint NOT NULL,
    day date NOT NULL,
    shift_id bigint NOT NULL
);
ALTER TABLE roster_skip ALTER COLUMN id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME roster_skip_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);
CREATE TABLE roster_swap (
    id bigint NOT NULL,
    day date NOT NULL,
    back_day date,
    state character varying(9) NOT NULL,
    asked_at timestamp with time zone NOT NULL,
    decided_at timestamp with time zone,
    asker_id bigint NOT NULL,
    back_id bigint,
    decided_by_id bigint,
    shift_id bigint NOT NULL,
    to_id bigint NOT NULL,
    CONSTRAINT a_swap_is_between_two CHECK ((NOT (asker_id = to_id))),
    CONSTRAINT what_comes_back_has_a_day CHECK ((((back_id IS NULL) AND (back_day IS NULL)) OR ((back_id IS NOT NULL) AND (back_day IS NOT NULL))))
);
ALTER TABLE roster_swap ALTER COLUMN id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME roster_swap_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);
CREATE TABLE routing_passage (
    id bigint NOT NULL,
    passed_at timestamp with time zone DEFAULT statement_timestamp() NOT NULL,
    returned_at timestamp with time zone,
    conversation_id bigint NOT NULL,
    team_id bigint NOT NULL,
    rule_id bigint
);
ALTER TABLE routing_passage ALTER COLUMN id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME routing_passage_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);
CREATE TABLE routing_rule (
    id bigint NOT NULL,
    name character varying(60) NOT NULL,
    "position" integer NOT NULL,
    is_on boolean DEFAULT true NOT NULL,
    "when" character varying(7) NOT NULL,
    on_tag character varying(40) DEFAULT ''::character varying NOT NULL,
    way character varying(8) DEFAULT ''::character varying NOT NULL,
    sender character varying(320) DEFAULT ''::character varying NOT NULL,
    words text DEFAULT ''::text NOT NULL,
    tag character varying(40) DEFAULT ''::character varying NOT NULL,
    is_urgent boolean DEFAULT false NOT NULL,
    channel_id bigint,
    to_team_id bigint,
    CONSTRAINT a_rule_about_labels_names_one CHECK ((((("when")::text = 'label'::text) AND (NOT ((on_tag)::text = ''::text))) OR (((on_tag)::text = ''::text) AND (("when")::text = 'arrival'::text)))),
    CONSTRAINT a_rule_does_something CHECK (((to_team_id IS NOT NULL) OR (NOT ((tag)::text = ''::text)) OR is_urgent)),
    CONSTRAINT routing_rule_position_check CHECK (("position" >= 0))
);
ALTER TABLE routing_rule ALTER COLUMN id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME routing_rule_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);
CREATE TABLE second_eyes_casename (
    id bigint NOT NULL,
    name character varying(100) NOT NULL,
    until date NOT NULL,
    caution_id bigint NOT NULL
);
ALTER TABLE second_eyes_casename ALTER COLUMN id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME second_eyes_casename_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);
CREATE TABLE second_eyes_caution (
    id bigint NOT NULL,
    in_crisis_since timestamp with time zone,
    words text DEFAULT ''::text NOT NULL,
    guards_cases boolean DEFAULT false NOT NULL,
    case_rule text DEFAULT ''::text NOT NULL,
    case_forms text DEFAULT ''::text NOT NULL,
    team_id bigint NOT NULL,
    mails_approvers boolean DEFAULT true NOT NULL
);
ALTER TABLE second_eyes_caution ALTER COLUMN id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME second_eyes_caution_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);
CREATE TABLE second_eyes_caution_judges (
    id bigint NOT NULL,
    caution_id bigint NOT NULL,
    user_id bigint NOT NULL
);
ALTER TABLE second_eyes_caution_judges ALTER COLUMN id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME second_eyes_caution_judges_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);
CREATE TABLE second_eyes_caution_trainees (
    id bigint NOT NULL,
    caution_id bigint NOT NULL,
    user_id bigint NOT NULL
);
ALTER TABLE second_eyes_caution_trainees ALTER COLUMN id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME second_eyes_caution_trainees_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);
CREATE TABLE second_eyes_mailed (
    id bigint NOT NULL,
    at timestamp with time zone NOT NULL,
    upto timestamp with time zone,
    user_id bigint NOT NULL
);
ALTER TABLE second_eyes_mailed ALTER COLUMN id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME second_eyes_mailed_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);
CREATE TABLE skills_held (
    id bigint NOT NULL,
    granted_at timestamp with time zone DEFAULT statement_timestamp() NOT NULL,
    until date,
    granted_by_id bigint,
    user_id bigint NOT NULL,
    skill_id bigint NOT NULL
);
ALTER TABLE skills_held ALTER COLUMN id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME skills_held_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);
CREATE TABLE skills_skill (
    id bigint NOT NULL,
    name character varying(60) NOT NULL,
    labels jsonb NOT NULL,
    created_at timestamp with time zone DEFAULT statement_timestamp() NOT NULL,
    CONSTRAINT skill_has_a_name CHECK (((name)::text ~ '\S'::text))
);
ALTER TABLE skills_skill ALTER COLUMN id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME skills_skill_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);
ALTER TABLE ONLY procrastinate_events ALTER COLUMN id SET DEFAULT nextval('procrastinate_events_id_seq'::regclass);
ALTER TABLE ONLY procrastinate_jobs ALTER COLUMN id SET DEFAULT nextval('procrastinate_jobs_id_seq'::regclass);
ALTER TABLE ONLY procrastinate_periodic_defers ALTER COLUMN id SET DEFAULT nextval('procrastinate_periodic_defers_id_seq'::regclass);
INSERT INTO auth_permission (id, name, content_type_id, codename) VALUES
	(1, 'Can add permission', 1, 'add_permission'),
	(2, 'Can change permission', 1, 'change_permission'),
	(3, 'Can delete permission', 1, 'delete_permission'),
	(4, 'Can view permission', 1, 'view_permission'),
	(5, 'Can add group', 2, 'add_group'),
	(6, 'Can change group', 2, 'change_group'),
	(7, 'Can delete group', 2, 'delete_group'),
	(8, 'Can view group', 2, 'view_group'),
	(9, 'Can add content type', 3, 'add_contenttype'),
	(10, 'Can change content type', 3, 'change_contenttype'),
	(11, 'Can delete content type', 3, 'delete_contenttype'),
	(12, 'Can view content type', 3, 'view_contenttype'),
	(13, 'Can add procrastinate event', 4, 'add_procrastinateevent'),
	(14, 'Can change procrastinate event', 4, 'change_procrastinateevent'),
	(15, 'Can delete procrastinate event', 4, 'delete_procrastinateevent'),
	(16, 'Can view procrastinate event', 4, 'view_procrastinateevent'),
	(17, 'Can add procrastinate job', 5, 'add_procrastinatejob'),
	(18, 'Can change procrastinate job', 5, 'change_procrastinatejob'),
	(19, 'Can delete procrastinate job', 5, 'delete_procrastinatejob'),
	(20, 'Can view procrastinate job', 5, 'view_procrastinatejob'),
	(21, 'Can add procrastinate periodic defer', 6, 'add_procrastinateperiodicdefer'),
	(22, 'Can change procrastinate periodic defer', 6, 'change_procrastinateperiodicdefer'),
	(23, 'Can delete procrastinate periodic defer', 6, 'delete_procrastinateperiodicdefer'),
	(24, 'Can view procrastinate periodic defer', 6, 'view_procrastinateperiodicdefer'),
	(25, 'Can add procrastinate worker', 7, 'add_procrastinateworker'),
	(26, 'Can change procrastinate worker', 7, 'change_procrastinateworker'),
	(27, 'Can delete procrastinate worker', 7, 'delete_procrastinateworker'),
	(28, 'Can view procrastinate worker', 7, 'view_procrastinateworker'),
	(29, 'Can add email address', 8, 'add_emailaddress'),
	(30, 'Can change email address', 8, 'change_emailaddress'),
	(31, 'Can delete email address', 8, 'delete_emailaddress'),
	(32, 'Can view email address', 8, 'view_emailaddress'),
	(33, 'Can add email confirmation', 9, 'add_emailconfirmation'),
	(34, 'Can change email confirmation', 9, 'change_emailconfirmation'),
	(35, 'Can delete email confirmation', 9, 'delete_emailconfirmation'),
	(36, 'Can view email confirmation', 9, 'view_emailconfirmation'),
	(37, 'Can add authenticator', 10, 'add_authenticator'),
	(38, 'Can change authenticator', 10, 'change_authenticator'),
	(39, 'Can delete authenticator', 10, 'delete_authenticator'),
	(40, 'Can view authenticator', 10, 'view_authenticator'),
	(41, 'Can add access attempt', 11, 'add_accessattempt'),
	(42, 'Can change access attempt', 11, 'change_accessattempt'),
	(43, 'Can delete access attempt', 11, 'delete_accessattempt'),
	(44, 'Can view access attempt', 11, 'view_accessattempt'),
	(45, 'Can add access log', 12, 'add_accesslog'),
	(46, 'Can change access log', 12, 'change_accesslog'),
	(47, 'Can delete access log', 12, 'delete_accesslog'),
	(48, 'Can view access log', 12, 'view_accesslog'),
	(49, 'Can add access failure', 13, 'add_accessfailurelog'),
	(50, 'Can change access failure', 13, 'change_accessfailurelog'),
	(51, 'Can delete access failure', 13, 'delete_accessfailurelog'),
	(52, 'Can view access failure', 13, 'view_accessfailurelog'),
	(53, 'Can add access attempt expiration', 14, 'add_accessattemptexpiration'),
	(54, 'Can change access attempt expiration', 14, 'change_accessattemptexpiration'),
	(55, 'Can delete access attempt expiration', 14, 'delete_accessattemptexpiration'),
	(56, 'Can view access attempt expiration', 14, 'view_accessattemptexpiration'),
	(57, 'Can add user', 15, 'add_user'),
	(58, 'Can change user', 15, 'change_user'),
	(59, 'Can delete user', 15, 'delete_user'),
	(60, 'Can view user', 15, 'view_user'),
	(61, 'Can add team', 16, 'add_team'),
	(62, 'Can change team', 16, 'change_team'),
	(63, 'Can delete team', 16, 'delete_team'),
	(64, 'Can view team', 16, 'view_team'),
	(65, 'Can add invitation', 17, 'add_invitation'),
	(66, 'Can change invitation', 17, 'change_invitation'),
	(67, 'Can delete invitation', 17, 'delete_invitation'),
	(68, 'Can view invitation', 17, 'view_invitation'),
	(69, 'Can add role held', 18, 'add_roleheld'),
	(70, 'Can change role held', 18, 'change_roleheld'),
	(71, 'Can delete role held', 18, 'delete_roleheld'),
	(72, 'Can view role held', 18, 'view_roleheld'),
	(73, 'Can add absence', 19, 'add_absence'),
	(74, 'Can change absence', 19, 'change_absence'),
	(75, 'Can delete absence', 19, 'delete_absence'),
	(76, 'Can view absence', 19, 'view_absence'),
	(77, 'Can add client key', 20, 'add_clientkey'),
	(78, 'Can change client key', 20, 'change_clientkey'),
	(79, 'Can delete client key', 20, 'delete_clientkey'),
	(80, 'Can view client key', 20, 'view_clientkey'),
	(81, 'Can add forgotten password', 21, 'add_forgottenpassword'),
	(82, 'Can change forgotten password', 21, 'change_forgottenpassword'),
	(83, 'Can delete forgotten password', 21, 'delete_forgottenpassword'),
	(84, 'Can view forgotten password', 21, 'view_forgottenpassword'),
	(85, 'Can add last code', 22, 'add_lastcode'),
	(86, 'Can change last code', 22, 'change_lastcode'),
	(87, 'Can delete last code', 22, 'delete_lastcode'),
	(88, 'Can view last code', 22, 'view_lastcode'),
	(89, 'Can add required step', 23, 'add_requiredstep'),
	(90, 'Can change required step', 23, 'change_requiredstep'),
	(91, 'Can delete required step', 23, 'delete_requiredstep'),
	(92, 'Can view required step', 23, 'view_requiredstep'),
	(93, 'Can add group right', 24, 'add_groupright'),
	(94, 'Can change group right', 24, 'change_groupright'),
	(95, 'Can delete group right', 24, 'delete_groupright'),
	(96, 'Can view group right', 24, 'view_groupright'),
	(97, 'Can add provider', 25, 'add_provider'),
	(98, 'Can change provider', 25, 'change_provider'),
	(99, 'Can delete provider', 25, 'delete_provider'),
	(100, 'Can view provider', 25, 'view_provider'),
	(101, 'Can add try', 26, 'add_try'),
	(102, 'Can change try', 26, 'change_try'),
	(103, 'Can delete try', 26, 'delete_try'),
	(104, 'Can view try', 26, 'view_try'),
	(105, 'Can add provider account', 27, 'add_provideraccount'),
	(106, 'Can change provider account', 27, 'change_provideraccount'),
	(107, 'Can delete provider account', 27, 'delete_provideraccount'),
	(108, 'Can view provider account', 27, 'view_provideraccount'),
	(109, 'Can add session', 28, 'add_session'),
	(110, 'Can change session', 28, 'change_session'),
	(111, 'Can delete session', 28, 'delete_session'),
	(112, 'Can view session', 28, 'view_session'),
	(113, 'Can add entry', 29, 'add_entry'),
	(114, 'Can change entry', 29, 'change_entry'),
	(115, 'Can delete entry', 29, 'delete_entry'),
	(116, 'Can view entry', 29, 'view_entry'),
	(117, 'Can add seal', 30, 'add_seal'),
	(118, 'Can change seal', 30, 'change_seal'),
	(119, 'Can delete seal', 30, 'delete_seal'),
	(120, 'Can view seal', 30, 'view_seal'),
	(121, 'Can add organisation', 31, 'add_organisation'),
	(122, 'Can change organisation', 31, 'change_organisation'),
	(123, 'Can delete organisation', 31, 'delete_organisation'),
	(124, 'Can view organisation', 31, 'view_organisation'),
	(125, 'Can add conduct', 32, 'add_conduct'),
	(126, 'Can change conduct', 32, 'change_conduct'),
	(127, 'Can delete conduct', 32, 'delete_conduct'),
	(128, 'Can view conduct', 32, 'view_conduct'),
	(129, 'Can add acceptance', 33, 'add_acceptance'),
	(130, 'Can change acceptance', 33, 'change_acceptance'),
	(131, 'Can delete acceptance', 33, 'delete_acceptance'),
	(132, 'Can view acceptance', 33, 'view_acceptance'),
	(133, 'Can add special day', 34, 'add_specialday'),
	(134, 'Can change special day', 34, 'change_specialday'),
	(135, 'Can delete special day', 34, 'delete_specialday'),
	(136, 'Can view special day', 34, 'view_specialday'),
	(137, 'Can add block', 35, 'add_block'),
	(138, 'Can change block', 35, 'change_block'),
	(139, 'Can delete block', 35, 'delete_block'),
	(140, 'Can view block', 35, 'view_block'),
	(141, 'Can add holiday choice', 36, 'add_holidaychoice'),
	(142, 'Can change holiday choice', 36, 'change_holidaychoice'),
	(143, 'Can delete holiday choice', 36, 'delete_holidaychoice'),
	(144, 'Can view holiday choice', 36, 'view_holidaychoice'),
	(145, 'Can add norm', 37, 'add_norm'),
	(146, 'Can change norm', 37, 'change_norm'),
	(147, 'Can delete norm', 37, 'delete_norm'),
	(148, 'Can view norm', 37, 'view_norm'),
	(149, 'Can add own hours', 38, 'add_ownhours'),
	(150, 'Can change own hours', 38, 'change_ownhours'),
	(151, 'Can delete own hours', 38, 'delete_ownhours'),
	(152, 'Can view own hours', 38, 'view_ownhours'),
	(153, 'Can add away answer', 39, 'add_awayanswer'),
	(154, 'Can change away answer', 39, 'change_awayanswer'),
	(155, 'Can delete away answer', 39, 'delete_awayanswer'),
	(156, 'Can view away answer', 39, 'view_awayanswer'),
	(157, 'Can add profile look', 40, 'add_profilelook'),
	(158, 'Can change profile look', 40, 'change_profilelook'),
	(159, 'Can delete profile look', 40, 'delete_profilelook'),
	(160, 'Can view profile look', 40, 'view_profilelook'),
	(161, 'Can add own day', 41, 'add_ownday'),
	(162, 'Can change own day', 41, 'change_ownday'),
	(163, 'Can delete own day', 41, 'delete_ownday'),
	(164, 'Can view own day', 41, 'view_ownday'),
	(165, 'Can add kept answer', 42, 'add_keptanswer'),
	(166, 'Can change kept answer', 42, 'change_keptanswer'),
	(167, 'Can delete kept answer', 42, 'delete_keptanswer'),
	(168, 'Can view kept answer', 42, 'view_keptanswer'),
	(169, 'Can add protocol line', 43, 'add_protocolline'),
	(170, 'Can change protocol line', 43, 'change_protocolline'),
	(171, 'Can delete protocol line', 43, 'delete_protocolline'),
	(172, 'Can view protocol line', 43, 'view_protocolline'),
	(173, 'Can add tip', 44, 'add_tip'),
	(174, 'Can change tip', 44, 'change_tip'),
	(175, 'Can delete tip', 44, 'delete_tip'),
	(176, 'Can view tip', 44, 'view_tip'),
	(177, 'Can add style', 45, 'add_style'),
	(178, 'Can change style', 45, 'change_style'),
	(179, 'Can delete style', 45, 'delete_style'),
	(180, 'Can view style', 45, 'view_style'),
	(181, 'Can add agenda item', 46, 'add_agendaitem'),
	(182, 'Can change agenda item', 46, 'change_agendaitem'),
	(183, 'Can delete agenda item', 46, 'delete_agendaitem'),
	(184, 'Can view agenda item', 46, 'view_agendaitem'),
	(185, 'Can add kept form', 47, 'add_keptform'),
	(186, 'Can change kept form', 47, 'change_keptform'),
	(187, 'Can delete kept form', 47, 'delete_keptform'),
	(188, 'Can view kept form', 47, 'view_keptform'),
	(189, 'Can add caution', 48, 'add_caution'),
	(190, 'Can change caution', 48, 'change_caution'),
	(191, 'Can delete caution', 48, 'delete_caution'),
	(192, 'Can view caution', 48, 'view_caution'),
	(193, 'Can add case name', 49, 'add_casename'),
	(194, 'Can change case name', 49, 'change_casename'),
	(195, 'Can delete case name', 49, 'delete_casename'),
	(196, 'Can view case name', 49, 'view_casename'),
	(197, 'Can add mailed', 50, 'add_mailed'),
	(198, 'Can change mailed', 50, 'change_mailed'),
	(199, 'Can delete mailed', 50, 'delete_mailed'),
	(200, 'Can view mailed', 50, 'view_mailed'),
	(201, 'Can add channel', 51, 'add_channel'),
	(202, 'Can change channel', 51, 'change_channel'),
	(203, 'Can delete channel', 51, 'delete_channel'),
	(204, 'Can view channel', 51, 'view_channel'),
	(205, 'Can add delivery', 52, 'add_delivery'),
	(206, 'Can change delivery', 52, 'change_delivery'),
	(207, 'Can delete delivery', 52, 'delete_delivery'),
	(208, 'Can view delivery', 52, 'view_delivery'),
	(209, 'Can add circuit', 53, 'add_circuit'),
	(210, 'Can change circuit', 53, 'change_circuit'),
	(211, 'Can delete circuit', 53, 'delete_circuit'),
	(212, 'Can view circuit', 53, 'view_circuit'),
	(213, 'Can add canary', 54, 'add_canary'),
	(214, 'Can change canary', 54, 'change_canary'),
	(215, 'Can delete canary', 54, 'delete_canary'),
	(216, 'Can view canary', 54, 'view_canary'),
	(217, 'Can add contact', 55, 'add_contact'),
	(218, 'Can change contact', 55, 'change_contact'),
	(219, 'Can delete contact', 55, 'delete_contact'),
	(220, 'Can view contact', 55, 'view_contact'),
	(221, 'Can add address', 56, 'add_address'),
	(222, 'Can change address', 56, 'change_address'),
	(223, 'Can delete address', 56, 'delete_address'),
	(224, 'Can view address', 56, 'view_address'),
	(225, 'Can add block', 57, 'add_block'),
	(226, 'Can change block', 57, 'change_block'),
	(227, 'Can delete block', 57, 'delete_block'),
	(228, 'Can view block', 57, 'view_block'),
	(229, 'Can add consent', 58, 'add_consent'),
	(230, 'Can change consent', 58, 'change_consent'),
	(231, 'Can delete consent', 58, 'delete_consent'),
	(232, 'Can view consent', 58, 'view_consent'),
	(233, 'Can add account', 59, 'add_account'),
	(234, 'Can change account', 59, 'change_account'),
	(235, 'Can delete account', 59, 'delete_account'),
	(236, 'Can view account', 59, 'view_account'),
	(237, 'Can add skill', 60, 'add_skill'),
	(238, 'Can change skill', 60, 'change_skill'),
	(239, 'Can delete skill', 60, 'delete_skill'),
	(240, 'Can view skill', 60, 'view_skill'),
	(241, 'Can add held', 61, 'add_held'),
	(242, 'Can change held', 61, 'change_held'),
	(243, 'Can delete held', 61, 'delete_held'),
	(244, 'Can view held', 61, 'view_held'),
	(245, 'Can add tag', 62, 'add_tag'),
	(246, 'Can change tag', 62, 'change_tag'),
	(247, 'Can delete tag', 62, 'delete_tag'),
	(248, 'Can view tag', 62, 'view_tag'),
	(249, 'Can add conversation', 63, 'add_conversation'),
	(250, 'Can change conversation', 63, 'change_conversation'),
	(251, 'Can delete conversation', 63, 'delete_conversation'),
	(252, 'Can view conversation', 63, 'view_conversation'),
	(253, 'Can add message', 64, 'add_message'),
	(254, 'Can change message', 64, 'change_message'),
	(255, 'Can delete message', 64, 'delete_message'),
	(256, 'Can view message', 64, 'view_message'),
	(257, 'Can add attachment', 65, 'add_attachment'),
	(258, 'Can change attachment', 65, 'change_attachment'),
	(259, 'Can delete attachment', 65, 'delete_attachment'),
	(260, 'Can view attachment', 65, 'view_attachment'),
	(261, 'Can add message version', 66, 'add_messageversion'),
	(262, 'Can change message version', 66, 'change_messageversion'),
	(263, 'Can delete message version', 66, 'delete_messageversion'),
	(264, 'Can view message version', 66, 'view_messageversion'),
	(265, 'Can add reply', 67, 'add_reply'),
	(266, 'Can change reply', 67, 'change_reply'),
	(267, 'Can delete reply', 67, 'delete_reply'),
	(268, 'Can view reply', 67, 'view_reply'),
	(269, 'Can add draft', 68, 'add_draft'),
	(270, 'Can change draft', 68, 'change_draft'),
	(271, 'Can delete draft', 68, 'delete_draft'),
	(272, 'Can view draft', 68, 'view_draft'),
	(273, 'Can add saved view', 69, 'add_savedview'),
	(274, 'Can change saved view', 69, 'change_savedview'),
	(275, 'Can delete saved view', 69, 'delete_savedview'),
	(276, 'Can view saved view', 69, 'view_savedview'),
	(277, 'Can add presence', 70, 'add_presence'),
	(278, 'Can change presence', 70, 'change_presence'),
	(279, 'Can delete presence', 70, 'delete_presence'),
	(280, 'Can view presence', 70, 'view_presence'),
	(281, 'Can add bulk act', 71, 'add_bulkact'),
	(282, 'Can change bulk act', 71, 'change_bulkact'),
	(283, 'Can delete bulk act', 71, 'delete_bulkact'),
	(284, 'Can view bulk act', 71, 'view_bulkact'),
	(285, 'Can add bulk item', 72, 'add_bulkitem'),
	(286, 'Can change bulk item', 72, 'change_bulkitem'),
	(287, 'Can delete bulk item', 72, 'delete_bulkitem'),
	(288, 'Can view bulk item', 72, 'view_bulkitem'),
	(289, 'Can add regrouping', 73, 'add_regrouping'),
	(290, 'Can change regrouping', 73, 'change_regrouping'),
	(291, 'Can delete regrouping', 73, 'delete_regrouping'),
	(292, 'Can view regrouping', 73, 'view_regrouping'),
	(293, 'Can add looking', 74, 'add_looking'),
	(294, 'Can change looking', 74, 'change_looking'),
	(295, 'Can delete looking', 74, 'delete_looking'),
	(296, 'Can view looking', 74, 'view_looking'),
	(297, 'Can add draft file', 75, 'add_draftfile'),
	(298, 'Can change draft file', 75, 'change_draftfile'),
	(299, 'Can delete draft file', 75, 'delete_draftfile'),
	(300, 'Can view draft file', 75, 'view_draftfile'),
	(301, 'Can add naming', 76, 'add_naming'),
	(302, 'Can change naming', 76, 'change_naming'),
	(303, 'Can delete naming', 76, 'delete_naming'),
	(304, 'Can view naming', 76, 'view_naming'),
	(305, 'Can add macro', 77, 'add_macro'),
	(306, 'Can change macro', 77, 'change_macro'),
	(307, 'Can delete macro', 77, 'delete_macro'),
	(308, 'Can view macro', 77, 'view_macro'),
	(309, 'Can add distance', 78, 'add_distance'),
	(310, 'Can change distance', 78, 'change_distance'),
	(311, 'Can delete distance', 78, 'delete_distance'),
	(312, 'Can view distance', 78, 'view_distance'),
	(313, 'Can add following', 79, 'add_following'),
	(314, 'Can change following', 79, 'change_following'),
	(315, 'Can delete following', 79, 'delete_following'),
	(316, 'Can view following', 79, 'view_following'),
	(317, 'Can add handover', 80, 'add_handover'),
	(318, 'Can change handover', 80, 'change_handover'),
	(319, 'Can delete handover', 80, 'delete_handover'),
	(320, 'Can view handover', 80, 'view_handover'),
	(321, 'Can add matter', 81, 'add_matter'),
	(322, 'Can change matter', 81, 'change_matter'),
	(323, 'Can delete matter', 81, 'delete_matter'),
	(324, 'Can view matter', 81, 'view_matter'),
	(325, 'Can add matter go', 82, 'add_mattergo'),
	(326, 'Can change matter go', 82, 'change_mattergo'),
	(327, 'Can delete matter go', 82, 'delete_mattergo'),
	(328, 'Can view matter go', 82, 'view_mattergo'),
	(329, 'Can add matter link', 83, 'add_matterlink'),
	(330, 'Can change matter link', 83, 'change_matterlink'),
	(331, 'Can delete matter link', 83, 'delete_matterlink'),
	(332, 'Can view matter link', 83, 'view_matterlink'),
	(333, 'Can add matter turn', 84, 'add_matterturn'),
	(334, 'Can change matter turn', 84, 'change_matterturn'),
	(335, 'Can delete matter turn', 84, 'delete_matterturn'),
	(336, 'Can view matter turn', 84, 'view_matterturn'),
	(337, 'Can add follow up', 85, 'add_followup'),
	(338, 'Can change follow up', 85, 'change_followup'),
	(339, 'Can delete follow up', 85, 'delete_followup'),
	(340, 'Can view follow up', 85, 'view_followup'),
	(341, 'Can add approval', 86, 'add_approval'),
	(342, 'Can change approval', 86, 'change_approval'),
	(343, 'Can delete approval', 86, 'delete_approval'),
	(344, 'Can view approval', 86, 'view_approval'),
	(345, 'Can add ended wait', 87, 'add_endedwait'),
	(346, 'Can change ended wait', 87, 'change_endedwait'),
	(347, 'Can delete ended wait', 87, 'delete_endedwait'),
	(348, 'Can view ended wait', 87, 'view_endedwait'),
	(349, 'Can add watch', 88, 'add_watch'),
	(350, 'Can change watch', 88, 'change_watch'),
	(351, 'Can delete watch', 88, 'delete_watch'),
	(352, 'Can view watch', 88, 'view_watch'),
	(353, 'Can add hit', 89, 'add_hit'),
	(354, 'Can change hit', 89, 'change_hit'),
	(355, 'Can delete hit', 89, 'delete_hit'),
	(356, 'Can view hit', 89, 'view_hit'),
	(357, 'Can add rule', 90, 'add_rule'),
	(358, 'Can change rule', 90, 'change_rule'),
	(359, 'Can delete rule', 90, 'delete_rule'),
	(360, 'Can view rule', 90, 'view_rule'),
	(361, 'Can add passage', 91, 'add_passage'),
	(362, 'Can change passage', 91, 'change_passage'),
	(363, 'Can delete passage', 91, 'delete_passage'),
	(364, 'Can view passage', 91, 'view_passage'),
	(365, 'Can add shift', 92, 'add_shift'),
	(366, 'Can change shift', 92, 'change_shift'),
	(367, 'Can delete shift', 92, 'delete_shift'),
	(368, 'Can view shift', 92, 'view_shift'),
	(369, 'Can add skip', 93, 'add_skip'),
	(370, 'Can change skip', 93, 'change_skip'),
	(371, 'Can delete skip', 93, 'delete_skip'),
	(372, 'Can view skip', 93, 'view_skip'),
	(373, 'Can add swap', 94, 'add_swap'),
	(374, 'Can change swap', 94, 'change_swap'),
	(375, 'Can delete swap', 94, 'delete_swap'),
	(376, 'Can view swap', 94, 'view_swap'),
	(377, 'Can add duty', 95, 'add_duty'),
	(378, 'Can change duty', 95, 'change_duty'),
	(379, 'Can delete duty', 95, 'delete_duty'),
	(380, 'Can view duty', 95, 'view_duty'),
	(381, 'Can add consultation', 96, 'add_consultation'),
	(382, 'Can change consultation', 96, 'change_consultation'),
	(383, 'Can delete consultation', 96, 'delete_consultation'),
	(384, 'Can view consultation', 96, 'view_consultation'),
	(385, 'Can add call', 97, 'add_call'),
	(386, 'Can change call', 97, 'change_call'),
	(387, 'Can delete call', 97, 'delete_call'),
	(388, 'Can view call', 97, 'view_call'),
	(389, 'Can add expert', 98, 'add_expert'),
	(390, 'Can change expert', 98, 'change_expert'),
	(391, 'Can delete expert', 98, 'delete_expert'),
	(392, 'Can view expert', 98, 'view_expert'),
	(393, 'Can add link', 99, 'add_link'),
	(394, 'Can change link', 99, 'change_link'),
	(395, 'Can delete link', 99, 'delete_link'),
	(396, 'Can view link', 99, 'view_link'),
	(397, 'Can add writing', 100, 'add_writing'),
	(398, 'Can change writing', 100, 'change_writing'),
	(399, 'Can delete writing', 100, 'delete_writing'),
	(400, 'Can view writing', 100, 'view_writing'),
	(401, 'Can add earlier', 101, 'add_earlier'),
	(402, 'Can change earlier', 101, 'change_earlier'),
	(403, 'Can delete earlier', 101, 'delete_earlier'),
	(404, 'Can view earlier', 101, 'view_earlier'),
	(405, 'Can add go live', 102, 'add_golive'),
	(406, 'Can change go live', 102, 'change_golive'),
	(407, 'Can delete go live', 102, 'delete_golive'),
	(408, 'Can view go live', 102, 'view_golive'),
	(409, 'Can add attempt', 103, 'add_attempt'),
	(410, 'Can change attempt', 103, 'change_attempt'),
	(411, 'Can delete attempt', 103, 'delete_attempt'),
	(412, 'Can view attempt', 103, 'view_attempt'),
	(413, 'Can add point', 104, 'add_point'),
	(414, 'Can change point', 104, 'change_point'),
	(415, 'Can delete point', 104, 'delete_point'),
	(416, 'Can view point', 104, 'view_point'),
	(417, 'Can add review', 105, 'add_review'),
	(418, 'Can change review', 105, 'change_review'),
	(419, 'Can delete review', 105, 'delete_review'),
	(420, 'Can view review', 105, 'view_review'),
	(421, 'Can add heartbeat', 106, 'add_heartbeat'),
	(422, 'Can change heartbeat', 106, 'change_heartbeat'),
	(423, 'Can delete heartbeat', 106, 'delete_heartbeat'),
	(424, 'Can view heartbeat', 106, 'view_heartbeat'),
	(425, 'Can add alarm', 107, 'add_alarm'),
	(426, 'Can change alarm', 107, 'change_alarm'),
	(427, 'Can delete alarm', 107, 'delete_alarm'),
	(428, 'Can view alarm', 107, 'view_alarm'),
	(429, 'Can add certificate', 108, 'add_certificate'),
	(430, 'Can change certificate', 108, 'change_certificate'),
	(431, 'Can delete certificate', 108, 'delete_certificate'),
	(432, 'Can view certificate', 108, 'view_certificate');
INSERT INTO django_content_type (id, app_label, model) VALUES
	(1, 'auth', 'permission'),
	(2, 'auth', 'group'),
	(3, 'contenttypes', 'contenttype'),
	(4, 'procrastinate', 'procrastinateevent'),
	(5, 'procrastinate', 'procrastinatejob'),
	(6, 'procrastinate', 'procrastinateperiodicdefer'),
	(7, 'procrastinate', 'procrastinateworker'),
	(8, 'account', 'emailaddress'),
	(9, 'account', 'emailconfirmation'),
	(10, 'mfa', 'authenticator'),
	(11, 'axes', 'accessattempt'),
	(12, 'axes', 'accesslog'),
	(13, 'axes', 'accessfailurelog'),
	(14, 'axes', 'accessattemptexpiration'),
	(15, 'people', 'user'),
	(16, 'people', 'team'),
	(17, 'people', 'invitation'),
	(18, 'people', 'roleheld'),
	(19, 'people', 'absence'),
	(20, 'logins', 'clientkey'),
	(21, 'logins', 'forgottenpassword'),
	(22, 'logins', 'lastcode'),
	(23, 'logins', 'requiredstep'),
	(24, 'logins', 'groupright'),
	(25, 'logins', 'provider'),
	(26, 'logins', 'try'),
	(27, 'logins', 'provideraccount'),
	(28, 'logins', 'session'),
	(29, 'audit', 'entry'),
	(30, 'audit', 'seal'),
	(31, 'organisation', 'organisation'),
	(32, 'organisation', 'conduct'),
	(33, 'organisation', 'acceptance'),
	(34, 'planning', 'specialday'),
	(35, 'planning', 'block'),
	(36, 'planning', 'holidaychoice'),
	(37, 'planning', 'norm'),
	(38, 'planning', 'ownhours'),
	(39, 'planning', 'awayanswer'),
	(40, 'planning', 'profilelook'),
	(41, 'planning', 'ownday'),
	(42, 'knowledge', 'keptanswer'),
	(43, 'knowledge', 'protocolline'),
	(44, 'knowledge', 'tip'),
	(45, 'knowledge', 'style'),
	(46, 'knowledge', 'agendaitem'),
	(47, 'knowledge', 'keptform'),
	(48, 'second_eyes', 'caution'),
	(49, 'second_eyes', 'casename'),
	(50, 'second_eyes', 'mailed'),
	(51, 'channels', 'channel'),
	(52, 'channels', 'delivery'),
	(53, 'channels', 'circuit'),
	(54, 'channels', 'canary'),
	(55, 'contacts', 'contact'),
	(56, 'contacts', 'address'),
	(57, 'contacts', 'block'),
	(58, 'contacts', 'consent'),
	(59, 'accounts', 'account'),
	(60, 'skills', 'skill'),
	(61, 'skills', 'held'),
	(62, 'inbox', 'tag'),
	(63, 'inbox', 'conversation'),
	(64, 'inbox', 'message'),
	(65, 'inbox', 'attachment'),
	(66, 'inbox', 'messageversion'),
	(67, 'inbox', 'reply'),
	(68, 'inbox', 'draft'),
	(69, 'inbox', 'savedview'),
	(70, 'inbox', 'presence'),
	(71, 'inbox', 'bulkact'),
	(72, 'inbox', 'bulkitem'),
	(73, 'inbox', 'regrouping'),
	(74, 'inbox', 'looking'),
	(75, 'inbox', 'draftfile'),
	(76, 'inbox', 'naming'),
	(77, 'inbox', 'macro'),
	(78, 'inbox', 'distance'),
	(79, 'inbox', 'following'),
	(80, 'inbox', 'handover'),
	(81, 'inbox', 'matter'),
	(82, 'inbox', 'mattergo'),
	(83, 'inbox', 'matterlink'),
	(84, 'inbox', 'matterturn'),
	(85, 'inbox', 'followup'),
	(86, 'inbox', 'approval'),
	(87, 'inbox', 'endedwait'),
	(88, 'listening', 'watch'),
	(89, 'listening', 'hit'),
	(90, 'routing', 'rule'),
	(91, 'routing', 'passage'),
	(92, 'roster', 'shift'),
	(93, 'roster', 'skip'),
	(94, 'roster', 'swap'),
	(95, 'roster', 'duty'),
	(96, 'consultations', 'consultation'),
	(97, 'consultations', 'call'),
	(98, 'consultations', 'expert'),
	(99, 'consultations', 'link'),
	(100, 'consultations', 'writing'),
	(101, 'consultations', 'earlier'),
	(102, 'practice', 'golive'),
	(103, 'practice', 'attempt'),
	(104, 'practice', 'point'),
	(105, 'practice', 'review'),
	(106, 'health', 'heartbeat'),
	(107, 'health', 'alarm'),
	(108, 'health', 'certificate');
INSERT INTO django_migrations (id, app, name, applied) VALUES
	(1, 'people', '0001_initial', now()),
	(2, 'account', '0001_initial', now()),
	(3, 'account', '0002_email_max_length', now()),
	(4, 'account', '0003_alter_emailaddress_create_unique_verified_email', now()),
	(5, 'account', '0004_alter_emailaddress_drop_unique_email', now()),
	(6, 'account', '0005_emailaddress_idx_upper_email', now()),
	(7, 'account', '0006_emailaddress_lower', now()),
	(8, 'account', '0007_emailaddress_idx_email', now()),
	(9, 'account', '0008_emailaddress_unique_primary_email_fixup', now()),
	(10, 'account', '0009_emailaddress_unique_primary_email', now()),
	(11, 'people', '0002_names_and_addresses', now()),
	(12, 'people', '0003_absence', now()),
	(13, 'people', '0004_names_in_any_script', now()),
	(14, 'channels', '0001_initial', now()),
	(15, 'channels', '0002_circuits', now()),
	(16, 'channels', '0003_pushes', now()),
	(17, 'channels', '0004_history', now()),
	(18, 'channels', '0005_learned', now()),
	(19, 'channels', '0006_around', now()),
	(20, 'channels', '0007_private_only', now()),
	(21, 'channels', '0008_canaries', now()),
	(22, 'accounts', '0001_initial', now()),
	(23, 'accounts', '0002_names_in_any_script', now()),
	(24, 'audit', '0001_initial', now()),
	(25, 'audit', '0002_append_only', now()),
	(26, 'audit', '0003_seals', now()),
	(27, 'audit', '0004_by_moment', now()),
	(28, 'audit', '0005_last_seals', now()),
	(29, 'contenttypes', '0001_initial', now()),
	(30, 'contenttypes', '0002_remove_content_type_name', now()),
	(31, 'auth', '0001_initial', now()),
	(32, 'auth', '0002_alter_permission_name_max_length', now()),
	(33, 'auth', '0003_alter_user_email_max_length', now()),
	(34, 'auth', '0004_alter_user_username_opts', now()),
	(35, 'auth', '0005_alter_user_last_login_null', now()),
	(36, 'auth', '0006_require_contenttypes_0002', now()),
	(37, 'auth', '0007_alter_validators_add_error_messages', now()),
	(38, 'auth', '0008_alter_user_username_max_length', now()),
	(39, 'auth', '0009_alter_user_last_name_max_length', now()),
	(40, 'auth', '0010_alter_group_name_max_length', now()),
	(41, 'auth', '0011_update_proxy_permissions', now()),
	(42, 'auth', '0012_alter_user_first_name_max_length', now()),
	(43, 'axes', '0001_initial', now()),
	(44, 'axes', '0002_auto_20151217_2044', now()),
	(45, 'axes', '0003_auto_20160322_0929', now()),
	(46, 'axes', '0004_auto_20181024_1538', now()),
	(47, 'axes', '0005_remove_accessattempt_trusted', now()),
	(48, 'axes', '0006_remove_accesslog_trusted', now()),
	(49, 'axes', '0007_alter_accessattempt_unique_together', now()),
	(50, 'axes', '0008_accessfailurelog', now()),
	(51, 'axes', '0009_add_session_hash', now()),
	(52, 'axes', '0010_accessattemptexpiration', now()),
	(53, 'knowledge', '0001_initial', now()),
	(54, 'contacts', '0001_initial', now()),
	(55, 'inbox', '0001_initial', now()),
	(56, 'inbox', '0002_held_after_restore', now()),
	(57, 'inbox', '0003_saved_views', now()),
	(58, 'inbox', '0004_where_it_can_be_read', now()),
	(59, 'inbox', '0005_in_doubt', now()),
	(60, 'inbox', '0006_files_left_out', now()),
	(61, 'inbox', '0007_presence', now()),
	(62, 'inbox', '0008_bulk_acts', now()),
	(63, 'inbox', '0009_public_posts', now()),
	(64, 'inbox', '0010_split_and_merge', now()),
	(65, 'inbox', '0011_replies_in_parts', now()),
	(66, 'inbox', '0012_referrals', now()),
	(67, 'inbox', '0013_tiers_and_snooze', now()),
	(68, 'inbox', '0014_sorted_by_tier', now()),
	(69, 'inbox', '0015_threads', now()),
	(70, 'inbox', '0016_draft_files', now()),
	(71, 'inbox', '0017_named_and_back', now()),
	(72, 'inbox', '0018_what_a_draft_answers', now()),
	(73, 'inbox', '0019_looks_for_files', now()),
	(74, 'inbox', '0020_let_out', now()),
	(75, 'contacts', '0002_profile', now()),
	(76, 'inbox', '0021_terms', now()),
	(77, 'inbox', '0022_found_emergencies', now()),
	(78, 'inbox', '0023_left_to_answer', now()),
	(79, 'inbox', '0024_macros', now()),
	(80, 'inbox', '0025_routed', now()),
	(81, 'consultations', '0001_initial', now()),
	(82, 'consultations', '0002_changed', now()),
	(83, 'consultations', '0003_names_in_any_script', now()),
	(84, 'contacts', '0003_not_by_social', now()),
	(85, 'contacts', '0004_block', now()),
	(86, 'contacts', '0005_consents', now()),
	(87, 'health', '0001_initial', now()),
	(88, 'health', '0002_certificate', now()),
	(89, 'health', '0003_stuck_threads', now()),
	(90, 'health', '0004_clock_off', now()),
	(91, 'knowledge', '0002_protocol', now()),
	(92, 'knowledge', '0003_style', now()),
	(93, 'knowledge', '0004_agenda', now()),
	(94, 'knowledge', '0005_forms', now()),
	(95, 'knowledge', '0006_names_in_any_script', now()),
	(96, 'inbox', '0026_together', now()),
	(97, 'inbox', '0027_earlier_contact', now()),
	(98, 'inbox', '0028_matters', now()),
	(99, 'inbox', '0029_follow_ups', now()),
	(100, 'inbox', '0030_kind_and_line', now()),
	(101, 'inbox', '0031_approvals', now()),
	(102, 'inbox', '0032_ended_waits', now()),
	(103, 'inbox', '0033_names_in_any_script', now()),
	(104, 'listening', '0001_initial', now()),
	(105, 'mfa', '0001_initial', now()),
	(106, 'mfa', '0002_authenticator_timestamps', now()),
	(107, 'mfa', '0003_authenticator_type_uniq', now()),
	(108, 'logins', '0001_initial', now()),
	(109, 'organisation', '0001_initial', now()),
	(110, 'organisation', '0002_what_is_public', now()),
	(111, 'organisation', '0003_emergencies', now()),
	(112, 'organisation', '0004_hard_words', now()),
	(113, 'organisation', '0005_conduct', now()),
	(114, 'planning', '0001_initial', now()),
	(115, 'planning', '0002_past_midnight', now()),
	(116, 'planning', '0003_public_holidays', now()),
	(117, 'planning', '0004_norms_and_own_hours', now()),
	(118, 'planning', '0005_telling', now()),
	(119, 'planning', '0006_weeks', now()),
	(120, 'planning', '0007_own_days', now()),
	(121, 'practice', '0001_initial', now()),
	(122, 'procrastinate', '0001_initial', now()),
	(123, 'procrastinate', '0002_drop_started_at_column', now()),
	(124, 'procrastinate', '0003_drop_started_at_column', now()),
	(125, 'procrastinate', '0004_drop_procrastinate_version_table', now()),
	(126, 'procrastinate', '0005_fix_procrastinate_fetch_job', now()),
	(127, 'procrastinate', '0006_fix_trigger_status_events_insert', now()),
	(128, 'procrastinate', '0007_add_queueing_lock_column', now()),
	(129, 'procrastinate', '0008_close_fetch_job_race_condition', now()),
	(130, 'procrastinate', '0009_add_defer_job_function', now()),
	(131, 'procrastinate', '0010_add_procrastinate_periodic_defers', now()),
	(132, 'procrastinate', '0011_add_foreign_key_index', now()),
	(133, 'procrastinate', '0012_add_locks_to_periodic_defer', now()),
	(134, 'procrastinate', '0013_fix_procrastinate_defer_periodic_job', now()),
	(135, 'procrastinate', '0014_add_finish_job_and_retry_job_functions', now()),
	(136, 'procrastinate', '0015_add_trigger_on_job_deletion', now()),
	(137, 'procrastinate', '0016_delete_finished_jobs', now()),
	(138, 'procrastinate', '0017_add_checks_to_finish_job', now()),
	(139, 'procrastinate', '0018_add_checks_to_retry_job', now()),
	(140, 'procrastinate', '0019_fix_finish_job_compat_issue', now()),
	(141, 'procrastinate', '0020_add_index_on_procrastinate_jobs', now()),
	(142, 'procrastinate', '0021_add_kwargs_to_defer_periodic_job', now()),
	(143, 'procrastinate', '0022_null_locks_excluded', now()),
	(144, 'procrastinate', '0023_remove_old_finish_job_function', now()),
	(145, 'procrastinate', '0024_job_id_bigint', now()),
	(146, 'procrastinate', '0025_add_models', now()),
	(147, 'procrastinate', '0026_add_job_priority', now()),
	(148, 'procrastinate', '0027_add_periodic_job_priority', now()),
	(149, 'procrastinate', '0028_add_cancel_states', now()),
	(150, 'procrastinate', '0029_add_additional_params_to_retry_job', now()),
	(151, 'procrastinate', '0030_alter_procrastinateevent_options', now()),
	(152, 'procrastinate', '0031_add_indexes_for_fetch_job', now()),
	(153, 'procrastinate', '0032_pre_cancel_notification', now()),
	(154, 'procrastinate', '0033_post_cancel_notification', now()),
	(155, 'procrastinate', '0034_pre_add_heartbeat', now()),
	(156, 'procrastinate', '0035_post_add_heartbeat', now()),
	(157, 'procrastinate', '0036_add_worker_model', now()),
	(158, 'procrastinate', '0037_pre_batch_defer_jobs', now()),
	(159, 'procrastinate', '0038_post_batch_defer_jobs', now()),
	(160, 'procrastinate', '0039_pre_priority_lock_fetch_job', now()),
	(161, 'procrastinate', '0040_pre_retry_failed_job', now()),
	(162, 'procrastinate', '0041_post_retry_failed_job', now()),
	(163, 'roster', '0001_initial', now()),
	(164, 'routing', '0001_initial', now()),
	(165, 'second_eyes', '0001_initial', now()),
	(166, 'second_eyes', '0002_mails', now()),
	(167, 'skills', '0001_initial', now()),
	(168, 'skills', '0002_names_in_any_script', now());
INSERT INTO logins_requiredstep (id, role) VALUES
	(1, 'administrator'),
	(2, 'privacy_officer');
SELECT pg_catalog.setval('account_emailaddress_id_seq', 1, false);
SELECT pg_catalog.setval('account_emailconfirmation_id_seq', 1, false);
SELECT pg_catalog.setval('accounts_account_id_seq', 1, false);
SELECT pg_catalog.setval('audit_entry_id_seq', 1, false);
SELECT pg_catalog.setval('auth_group_id_seq', 1, false);
SELECT pg_catalog.setval('auth_group_permissions_id_seq', 1, false);
SELECT pg_catalog.setval('auth_permission_id_seq', 432, true);
SELECT pg_catalog.setval('axes_accessattempt_id_seq', 1, false);
SELECT pg_catalog.setval('axes_accessfailurelog_id_seq', 1, false);
SELECT pg_catalog.setval('axes_accesslog_id_seq', 1, false);
SELECT pg_catalog.setval('channels_canary_id_seq', 1, false);
SELECT pg_catalog.setval('channels_channel_id_seq', 1, false);
SELECT pg_catalog.setval('channels_circuit_id_seq', 1, false);
SELECT pg_catalog.setval('channels_delivery_id_seq', 1, false);
SELECT pg_catalog.setval('consultations_call_id_seq', 1, false);
SELECT pg_catalog.setval('consultations_consultation_id_seq', 1, false);
SELECT pg_catalog.setval('consultations_earlier_id_seq', 1, false);
SELECT pg_catalog.setval('consultations_expert_id_seq', 1, false);
SELECT pg_catalog.setval('consultations_link_id_seq', 1, false);
SELECT pg_catalog.setval('consultations_writing_id_seq', 1, false);
SELECT pg_catalog.setval('contacts_address_id_seq', 1, false);
SELECT pg_catalog.setval('contacts_block_id_seq', 1, false);
SELECT pg_catalog.setval('contacts_consent_id_seq', 1, false);
SELECT pg_catalog.setval('contacts_contact_id_seq', 1, false);
SELECT pg_catalog.setval('django_content_type_id_seq', 108, true);
SELECT pg_catalog.setval('django_migrations_id_seq', 168, true);
SELECT pg_catalog.setval('health_alarm_id_seq', 1, false);
SELECT pg_catalog.setval('health_certificate_id_seq', 1, false);
SELECT pg_catalog.setval('health_heartbeat_id_seq', 1, false);
SELECT pg_catalog.setval('inbox_approval_id_seq', 1, false);
SELECT pg_catalog.setval('inbox_attachment_id_seq', 1, false);
SELECT pg_catalog.setval('inbox_bulkact_id_seq', 1, false);
SELECT pg_catalog.setval('inbox_bulkitem_id_seq', 1, false);
SELECT pg_catalog.setval('inbox_conversation_id_seq', 1, false);
SELECT pg_catalog.setval('inbox_conversation_tags_id_seq', 1, false);
SELECT pg_catalog.setval('inbox_distance_id_seq', 1, false);
SELECT pg_catalog.setval('inbox_draft_id_seq', 1, false);
SELECT pg_catalog.setval('inbox_draftfile_id_seq', 1, false);
SELECT pg_catalog.setval('inbox_endedwait_id_seq', 1, false);
SELECT pg_catalog.setval('inbox_following_id_seq', 1, false);
SELECT pg_catalog.setval('inbox_followup_id_seq', 1, false);
SELECT pg_catalog.setval('inbox_handover_id_seq', 1, false);
SELECT pg_catalog.setval('inbox_looking_id_seq', 1, false);
SELECT pg_catalog.setval('inbox_macro_id_seq', 1, false);
SELECT pg_catalog.setval('inbox_matter_id_seq', 1, false);
SELECT pg_catalog.setval('inbox_mattergo_id_seq', 1, false);
SELECT pg_catalog.setval('inbox_matterlink_id_seq', 1, false);
SELECT pg_catalog.setval('inbox_matterturn_id_seq', 1, false);
SELECT pg_catalog.setval('inbox_message_id_seq', 1, false);
SELECT pg_catalog.setval('inbox_messageversion_id_seq', 1, false);
SELECT pg_catalog.setval('inbox_naming_id_seq', 1, false);
SELECT pg_catalog.setval('inbox_presence_id_seq', 1, false);
SELECT pg_catalog.setval('inbox_regrouping_id_seq', 1, false);
SELECT pg_catalog.setval('inbox_reply_id_seq', 1, false);
SELECT pg_catalog.setval('inbox_savedview_id_seq', 1, false);
SELECT pg_catalog.setval('inbox_tag_id_seq', 1, false);
SELECT pg_catalog.setval('knowledge_agendaitem_id_seq', 1, false);
SELECT pg_catalog.setval('knowledge_keptanswer_id_seq', 1, false);
SELECT pg_catalog.setval('knowledge_keptform_id_seq', 1, false);
SELECT pg_catalog.setval('knowledge_protocolline_id_seq', 1, false);
SELECT pg_catalog.setval('knowledge_style_id_seq', 1, false);
SELECT pg_catalog.setval('knowledge_tip_id_seq', 1, false);
SELECT pg_catalog.setval('listening_hit_id_seq', 1, false);
SELECT pg_catalog.setval('listening_watch_colleagues_id_seq', 1, false);
SELECT pg_catalog.setval('listening_watch_id_seq', 1, false);
SELECT pg_catalog.setval('logins_clientkey_id_seq', 1, false);
SELECT pg_catalog.setval('logins_forgottenpassword_id_seq', 1, false);
SELECT pg_catalog.setval('logins_groupright_id_seq', 1, false);
SELECT pg_catalog.setval('logins_groupright_teams_id_seq', 1, false);
SELECT pg_catalog.setval('logins_provideraccount_id_seq', 1, false);
SELECT pg_catalog.setval('logins_requiredstep_id_seq', 2, true);
SELECT pg_catalog.setval('logins_try_id_seq', 1, false);
SELECT pg_catalog.setval('mfa_authenticator_id_seq', 1, false);
SELECT pg_catalog.setval('organisation_acceptance_id_seq', 1, false);
SELECT pg_catalog.setval('organisation_conduct_id_seq', 1, false);
SELECT pg_catalog.setval('organisation_organisation_id_seq', 1, false);
SELECT pg_catalog.setval('people_absence_id_seq', 1, false);
SELECT pg_catalog.setval('people_invitation_id_seq', 1, false);
SELECT pg_catalog.setval('people_roleheld_id_seq', 1, false);
SELECT pg_catalog.setval('people_team_id_seq', 1, false);
SELECT pg_catalog.setval('people_user_id_seq', 1, false);
SELECT pg_catalog.setval('people_user_teams_id_seq', 1, false);
SELECT pg_catalog.setval('planning_awayanswer_id_seq', 1, false);
SELECT pg_catalog.setval('planning_block_id_seq', 1, false);
SELECT pg_catalog.setval('planning_holidaychoice_id_seq', 1, false);
SELECT pg_catalog.setval('planning_norm_id_seq', 1, false);
SELECT pg_catalog.setval('planning_ownday_id_seq', 1, false);
SELECT pg_catalog.setval('planning_ownhours_id_seq', 1, false);
SELECT pg_catalog.setval('planning_profilelook_id_seq', 1, false);
SELECT pg_catalog.setval('planning_specialday_id_seq', 1, false);
SELECT pg_catalog.setval('practice_attempt_id_seq', 1, false);
SELECT pg_catalog.setval('practice_golive_id_seq', 1, false);
SELECT pg_catalog.setval('practice_point_id_seq', 1, false);
SELECT pg_catalog.setval('practice_review_id_seq', 1, false);
SELECT pg_catalog.setval('procrastinate_events_id_seq', 1, false);
SELECT pg_catalog.setval('procrastinate_jobs_id_seq', 1, false);
SELECT pg_catalog.setval('procrastinate_periodic_defers_id_seq', 1, false);
SELECT pg_catalog.setval('procrastinate_workers_id_seq', 1, false);
SELECT pg_catalog.setval('roster_duty_id_seq', 1, false);
SELECT pg_catalog.setval('roster_shift_id_seq', 1, false);
SELECT pg_catalog.setval('roster_skip_id_seq', 1, false);
SELECT pg_catalog.setval('roster_swap_id_seq', 1, false);
SELECT pg_catalog.setval('routing_passage_id_seq', 1, false);
SELECT pg_catalog.setval('routing_rule_id_seq', 1, false);
SELECT pg_catalog.setval('second_eyes_casename_id_seq', 1, false);
SELECT pg_catalog.setval('second_eyes_caution_id_seq', 1, false);
SELECT pg_catalog.setval('second_eyes_caution_judges_id_seq', 1, false);
SELECT pg_catalog.setval('second_eyes_caution_trainees_id_seq', 1, false);
SELECT pg_catalog.setval('second_eyes_mailed_id_seq', 1, false);
SELECT pg_catalog.setval('skills_held_id_seq', 1, false);
SELECT pg_catalog.setval('skills_skill_id_seq', 1, false);
ALTER TABLE ONLY organisation_acceptance
    ADD CONSTRAINT accepted_once UNIQUE (conduct_id, person_id);
ALTER TABLE ONLY account_emailaddress
    ADD CONSTRAINT account_emailaddress_pkey PRIMARY KEY (id);
ALTER TABLE ONLY account_emailaddress
    ADD CONSTRAINT account_emailaddress_user_id_email_987c8728_uniq UNIQUE (user_id, email);
ALTER TABLE ONLY account_emailconfirmation
    ADD CONSTRAINT account_emailconfirmation_key_key UNIQUE (key);
ALTER TABLE ONLY account_emailconfirmation
    ADD CONSTRAINT account_emailconfirmation_pkey PRIMARY KEY (id);
ALTER TABLE ONLY accounts_account
    ADD CONSTRAINT accounts_account_channel_id_key UNIQUE (channel_id);
ALTER TABLE ONLY accounts_account
    ADD CONSTRAINT accounts_account_pkey PRIMARY KEY (id);
ALTER TABLE ONLY audit_entry
    ADD CONSTRAINT audit_entry_pkey PRIMARY KEY (id);
ALTER TABLE ONLY audit_seal
    ADD CONSTRAINT audit_seal_pkey PRIMARY KEY (number);
ALTER TABLE ONLY auth_group
    ADD CONSTRAINT auth_group_name_key UNIQUE (name);
ALTER TABLE ONLY auth_group_permissions
    ADD CONSTRAINT auth_group_permissions_group_id_permission_id_0cd325b0_uniq UNIQUE (group_id, permission_id);
ALTER TABLE ONLY auth_group_permissions
    ADD CONSTRAINT auth_group_permissions_pkey PRIMARY KEY (id);
ALTER TABLE ONLY auth_group
    ADD CONSTRAINT auth_group_pkey PRIMARY KEY (id);
ALTER TABLE ONLY auth_permission
    ADD CONSTRAINT auth_permission_content_type_id_codename_01ab375a_uniq UNIQUE (content_type_id, codename);
ALTER TABLE ONLY auth_permission
    ADD CONSTRAINT auth_permission_pkey PRIMARY KEY (id);
ALTER TABLE ONLY axes_accessattempt
    ADD CONSTRAINT axes_accessattempt_pkey PRIMARY KEY (id);
ALTER TABLE ONLY axes_accessattempt
    ADD CONSTRAINT axes_accessattempt_username_ip_address_user_agent_8ea22282_uniq UNIQUE (username, ip_address, user_agent);
ALTER TABLE ONLY axes_accessattemptexpiration
    ADD CONSTRAINT axes_accessattemptexpiration_pkey PRIMARY KEY (access_attempt_id);
ALTER TABLE ONLY axes_accessfailurelog
    ADD CONSTRAINT axes_accessfailurelog_pkey PRIMARY KEY (id);
ALTER TABLE ONLY axes_accesslog
    ADD CONSTRAINT axes_accesslog_pkey PRIMARY KEY (id);
ALTER TABLE ONLY channels_canary
    ADD CONSTRAINT channels_canary_delivery_id_key UNIQUE (delivery_id);
ALTER TABLE ONLY channels_canary
    ADD CONSTRAINT channels_canary_pkey PRIMARY KEY (id);
ALTER TABLE ONLY channels_canary
    ADD CONSTRAINT channels_canary_token_key UNIQUE (token);
ALTER TABLE ONLY channels_channel
    ADD CONSTRAINT channels_channel_pkey PRIMARY KEY (id);
ALTER TABLE ONLY channels_channel
    ADD CONSTRAINT channels_channel_push_key_key UNIQUE (push_key);
ALTER TABLE ONLY channels_circuit
    ADD CONSTRAINT channels_circuit_pkey PRIMARY KEY (id);
ALTER TABLE ONLY channels_delivery
    ADD CONSTRAINT channels_delivery_pkey PRIMARY KEY (id);
ALTER TABLE ONLY consultations_call
    ADD CONSTRAINT consultations_call_pkey PRIMARY KEY (id);
ALTER TABLE ONLY consultations_consultation
    ADD CONSTRAINT consultations_consultation_client_uuid_key UNIQUE (client_uuid);
ALTER TABLE ONLY consultations_consultation
    ADD CONSTRAINT consultations_consultation_pkey PRIMARY KEY (id);
ALTER TABLE ONLY consultations_earlier
    ADD CONSTRAINT consultations_earlier_pkey PRIMARY KEY (id);
ALTER TABLE ONLY consultations_expert
    ADD CONSTRAINT consultations_expert_pkey PRIMARY KEY (id);
ALTER TABLE ONLY consultations_link
    ADD CONSTRAINT consultations_link_pkey PRIMARY KEY (id);
ALTER TABLE ONLY consultations_link
    ADD CONSTRAINT consultations_link_token_hash_key UNIQUE (token_hash);
ALTER TABLE ONLY consultations_writing
    ADD CONSTRAINT consultations_writing_pkey PRIMARY KEY (id);
ALTER TABLE ONLY contacts_address
    ADD CONSTRAINT contacts_address_pkey PRIMARY KEY (id);
ALTER TABLE ONLY contacts_block
    ADD CONSTRAINT contacts_block_pkey PRIMARY KEY (id);
ALTER TABLE ONLY contacts_consent
    ADD CONSTRAINT contacts_consent_pkey PRIMARY KEY (id);
ALTER TABLE ONLY contacts_contact
    ADD CONSTRAINT contacts_contact_pkey PRIMARY KEY (id);
ALTER TABLE ONLY django_content_type
    ADD CONSTRAINT django_content_type_app_label_model_76bd3d3b_uniq UNIQUE (app_label, model);
ALTER TABLE ONLY django_content_type
    ADD CONSTRAINT django_content_type_pkey PRIMARY KEY (id);
ALTER TABLE ONLY django_migrations
    ADD CONSTRAINT django_migrations_pkey PRIMARY KEY (id);
ALTER TABLE ONLY inbox_following
    ADD CONSTRAINT followed_once UNIQUE (conversation_id, user_id);
ALTER TABLE ONLY health_alarm
    ADD CONSTRAINT health_alarm_pkey PRIMARY KEY (id);
ALTER TABLE ONLY health_alarm
    ADD CONSTRAINT health_alarm_subject_key UNIQUE (subject);
ALTER TABLE ONLY health_certificate
    ADD CONSTRAINT health_certificate_host_key UNIQUE (host);
ALTER TABLE ONLY health_certificate
    ADD CONSTRAINT health_certificate_pkey PRIMARY KEY (id);
ALTER TABLE ONLY health_heartbeat
    ADD CONSTRAINT health_heartbeat_pkey PRIMARY KEY (id);
ALTER TABLE ONLY inbox_approval
    ADD CONSTRAINT inbox_approval_client_uuid_key UNIQUE (client_uuid);
ALTER TABLE ONLY inbox_approval
    ADD CONSTRAINT inbox_approval_pkey PRIMARY KEY (id);
ALTER TABLE ONLY inbox_approval
    ADD CONSTRAINT inbox_approval_reply_id_key UNIQUE (reply_id);
ALTER TABLE ONLY inbox_attachment
    ADD CONSTRAINT inbox_attachment_pkey PRIMARY KEY (id);
ALTER TABLE ONLY inbox_bulkact
    ADD CONSTRAINT inbox_bulkact_pkey PRIMARY KEY (id);
ALTER TABLE ONLY inbox_bulkitem
    ADD CONSTRAINT inbox_bulkitem_pkey PRIMARY KEY (id);
ALTER TABLE ONLY inbox_conversation
    ADD CONSTRAINT inbox_conversation_pkey PRIMARY KEY (id);
ALTER TABLE ONLY inbox_conversation_tags
    ADD CONSTRAINT inbox_conversation_tags_conversation_id_tag_id_4af4d5af_uniq UNIQUE (conversation_id, tag_id);
ALTER TABLE ONLY inbox_conversation_tags
    ADD CONSTRAINT inbox_conversation_tags_pkey PRIMARY KEY (id);
ALTER TABLE ONLY inbox_distance
    ADD CONSTRAINT inbox_distance_pkey PRIMARY KEY (id);
ALTER TABLE ONLY inbox_draft
    ADD CONSTRAINT inbox_draft_pkey PRIMARY KEY (id);
ALTER TABLE ONLY inbox_draftfile
    ADD CONSTRAINT inbox_draftfile_pkey PRIMARY KEY (id);
ALTER TABLE ONLY inbox_endedwait
    ADD CONSTRAINT inbox_endedwait_message_id_key UNIQUE (message_id);
ALTER TABLE ONLY inbox_endedwait
    ADD CONSTRAINT inbox_endedwait_pkey PRIMARY KEY (id);
ALTER TABLE ONLY inbox_following
    ADD CONSTRAINT inbox_following_pkey PRIMARY KEY (id);
ALTER TABLE ONLY inbox_followup
    ADD CONSTRAINT inbox_followup_conversation_id_key UNIQUE (conversation_id);
ALTER TABLE ONLY inbox_followup
    ADD CONSTRAINT inbox_followup_pkey PRIMARY KEY (id);
ALTER TABLE ONLY inbox_handover
    ADD CONSTRAINT inbox_handover_pkey PRIMARY KEY (id);
ALTER TABLE ONLY inbox_looking
    ADD CONSTRAINT inbox_looking_conversation_id_key UNIQUE (conversation_id);
ALTER TABLE ONLY inbox_looking
    ADD CONSTRAINT inbox_looking_pkey PRIMARY KEY (id);
ALTER TABLE ONLY inbox_macro
    ADD CONSTRAINT inbox_macro_pkey PRIMARY KEY (id);
ALTER TABLE ONLY inbox_matter
    ADD CONSTRAINT inbox_matter_pkey PRIMARY KEY (id);
ALTER TABLE ONLY inbox_mattergo
    ADD CONSTRAINT inbox_mattergo_click_key UNIQUE (click);
ALTER TABLE ONLY inbox_mattergo
    ADD CONSTRAINT inbox_mattergo_pkey PRIMARY KEY (id);
ALTER TABLE ONLY inbox_matterlink
    ADD CONSTRAINT inbox_matterlink_conversation_id_key UNIQUE (conversation_id);
ALTER TABLE ONLY inbox_matterlink
    ADD CONSTRAINT inbox_matterlink_pkey PRIMARY KEY (id);
ALTER TABLE ONLY inbox_matterturn
    ADD CONSTRAINT inbox_matterturn_click_key UNIQUE (click);
ALTER TABLE ONLY inbox_matterturn
    ADD CONSTRAINT inbox_matterturn_pkey PRIMARY KEY (id);
ALTER TABLE ONLY inbox_message
    ADD CONSTRAINT inbox_message_pkey PRIMARY KEY (id);
ALTER TABLE ONLY inbox_messageversion
    ADD CONSTRAINT inbox_messageversion_pkey PRIMARY KEY (id);
ALTER TABLE ONLY inbox_naming
    ADD CONSTRAINT inbox_naming_pkey PRIMARY KEY (id);
ALTER TABLE ONLY inbox_presence
    ADD CONSTRAINT inbox_presence_pkey PRIMARY KEY (id);
ALTER TABLE ONLY inbox_regrouping
    ADD CONSTRAINT inbox_regrouping_pkey PRIMARY KEY (id);
ALTER TABLE ONLY inbox_reply
    ADD CONSTRAINT inbox_reply_client_uuid_key UNIQUE (client_uuid);
ALTER TABLE ONLY inbox_reply
    ADD CONSTRAINT inbox_reply_key_key UNIQUE (key);
ALTER TABLE ONLY inbox_reply
    ADD CONSTRAINT inbox_reply_message_id_key UNIQUE (message_id);
ALTER TABLE ONLY inbox_reply
    ADD CONSTRAINT inbox_reply_pkey PRIMARY KEY (id);
ALTER TABLE ONLY inbox_savedview
    ADD CONSTRAINT inbox_savedview_pkey PRIMARY KEY (id);
ALTER TABLE ONLY inbox_tag
    ADD CONSTRAINT inbox_tag_name_key UNIQUE (name);
ALTER TABLE ONLY inbox_tag
    ADD CONSTRAINT inbox_tag_pkey PRIMARY KEY (id);
ALTER TABLE ONLY knowledge_agendaitem
    ADD CONSTRAINT knowledge_agendaitem_pkey PRIMARY KEY (id);
ALTER TABLE ONLY knowledge_keptanswer
    ADD CONSTRAINT knowledge_keptanswer_pkey PRIMARY KEY (id);
ALTER TABLE ONLY knowledge_keptform
    ADD CONSTRAINT knowledge_keptform_pkey PRIMARY KEY (id);
ALTER TABLE ONLY knowledge_protocolline
    ADD CONSTRAINT knowledge_protocolline_name_key UNIQUE (name);
ALTER TABLE ONLY knowledge_protocolline
    ADD CONSTRAINT knowledge_protocolline_pkey PRIMARY KEY (id);
ALTER TABLE ONLY knowledge_style
    ADD CONSTRAINT knowledge_style_pkey PRIMARY KEY (id);
ALTER TABLE ONLY knowledge_tip
    ADD CONSTRAINT knowledge_tip_kind_key UNIQUE (kind);
ALTER TABLE ONLY knowledge_tip
    ADD CONSTRAINT knowledge_tip_pkey PRIMARY KEY (id);
ALTER TABLE ONLY listening_hit
    ADD CONSTRAINT listening_hit_pkey PRIMARY KEY (id);
ALTER TABLE ONLY listening_watch
    ADD CONSTRAINT listening_watch_channel_id_key UNIQUE (channel_id);
ALTER TABLE ONLY listening_watch_colleagues
    ADD CONSTRAINT listening_watch_colleagues_pkey PRIMARY KEY (id);
ALTER TABLE ONLY listening_watch_colleagues
    ADD CONSTRAINT listening_watch_colleagues_watch_id_user_id_8e3149ba_uniq UNIQUE (watch_id, user_id);
ALTER TABLE ONLY listening_watch
    ADD CONSTRAINT listening_watch_pkey PRIMARY KEY (id);
ALTER TABLE ONLY logins_clientkey
    ADD CONSTRAINT logins_clientkey_pkey PRIMARY KEY (id);
ALTER TABLE ONLY logins_forgottenpassword
    ADD CONSTRAINT logins_forgottenpassword_pkey PRIMARY KEY (id);
ALTER TABLE ONLY logins_groupright
    ADD CONSTRAINT logins_groupright_group_key UNIQUE ("group");
ALTER TABLE ONLY logins_groupright
    ADD CONSTRAINT logins_groupright_pkey PRIMARY KEY (id);
ALTER TABLE ONLY logins_groupright_teams
    ADD CONSTRAINT logins_groupright_teams_groupright_id_team_id_adcb5f35_uniq UNIQUE (groupright_id, team_id);
ALTER TABLE ONLY logins_groupright_teams
    ADD CONSTRAINT logins_groupright_teams_pkey PRIMARY KEY (id);
ALTER TABLE ONLY logins_lastcode
    ADD CONSTRAINT logins_lastcode_pkey PRIMARY KEY (user_id);
ALTER TABLE ONLY logins_provider
    ADD CONSTRAINT logins_provider_pkey PRIMARY KEY (id);
ALTER TABLE ONLY logins_provideraccount
    ADD CONSTRAINT logins_provideraccount_pkey PRIMARY KEY (id);
ALTER TABLE ONLY logins_provideraccount
    ADD CONSTRAINT logins_provideraccount_user_id_key UNIQUE (user_id);
ALTER TABLE ONLY logins_requiredstep
    ADD CONSTRAINT logins_requiredstep_pkey PRIMARY KEY (id);
ALTER TABLE ONLY logins_requiredstep
    ADD CONSTRAINT logins_requiredstep_role_key UNIQUE (role);
ALTER TABLE ONLY logins_session
    ADD CONSTRAINT logins_session_number_key UNIQUE (number);
ALTER TABLE ONLY logins_session
    ADD CONSTRAINT logins_session_pkey PRIMARY KEY (session_key);
ALTER TABLE ONLY logins_try
    ADD CONSTRAINT logins_try_pkey PRIMARY KEY (id);
ALTER TABLE ONLY mfa_authenticator
    ADD CONSTRAINT mfa_authenticator_pkey PRIMARY KEY (id);
ALTER TABLE ONLY inbox_naming
    ADD CONSTRAINT named_once_in_a_note UNIQUE (message_id, user_id);
ALTER TABLE ONLY channels_circuit
    ADD CONSTRAINT one_circuit_per_door UNIQUE (channel_id, door);
ALTER TABLE ONLY logins_provideraccount
    ADD CONSTRAINT one_colleague_per_subject UNIQUE (issuer, subject);
ALTER TABLE ONLY contacts_address
    ADD CONSTRAINT one_contact_per_address UNIQUE (kind, handle);
ALTER TABLE ONLY channels_delivery
    ADD CONSTRAINT one_delivery UNIQUE (channel_id, transport_id, content_hash);
ALTER TABLE ONLY inbox_draft
    ADD CONSTRAINT one_draft_per_kind UNIQUE (conversation_id, author_id, kind);
ALTER TABLE ONLY health_heartbeat
    ADD CONSTRAINT one_heart UNIQUE (part, machine, number);
ALTER TABLE ONLY listening_hit
    ADD CONSTRAINT one_hit_per_message UNIQUE (watch_id, message_id);
ALTER TABLE ONLY knowledge_keptanswer
    ADD CONSTRAINT one_kept_answer_of_a_title UNIQUE NULLS NOT DISTINCT (team_id, title);
ALTER TABLE ONLY inbox_macro
    ADD CONSTRAINT one_macro_of_a_name UNIQUE NULLS NOT DISTINCT (team_id, name);
ALTER TABLE ONLY planning_norm
    ADD CONSTRAINT one_norm_for_the_same UNIQUE NULLS NOT DISTINCT (channel_id, way, sender);
ALTER TABLE ONLY planning_block
    ADD CONSTRAINT one_own_block UNIQUE (own_id, weekday, opens);
ALTER TABLE ONLY planning_ownday
    ADD CONSTRAINT one_own_day_of_a_channel UNIQUE (channel_id, day);
ALTER TABLE ONLY planning_ownday
    ADD CONSTRAINT one_own_day_of_a_team UNIQUE (team_id, day);
ALTER TABLE ONLY inbox_message
    ADD CONSTRAINT one_per_sequence UNIQUE (conversation_id, sequence);
ALTER TABLE ONLY practice_point
    ADD CONSTRAINT one_point_of_a_text UNIQUE (channel_id, text);
ALTER TABLE ONLY inbox_presence
    ADD CONSTRAINT one_presence_per_colleague UNIQUE (conversation_id, user_id);
ALTER TABLE ONLY knowledge_protocolline
    ADD CONSTRAINT one_protocol_line_of_a_case UNIQUE NULLS NOT DISTINCT (kind, channel_id, way, sender);
ALTER TABLE ONLY people_roleheld
    ADD CONSTRAINT one_row_per_role UNIQUE (user_id, role);
ALTER TABLE ONLY skills_held
    ADD CONSTRAINT one_row_per_skill UNIQUE (skill_id, user_id);
ALTER TABLE ONLY roster_skip
    ADD CONSTRAINT one_skip_a_day UNIQUE (shift_id, day);
ALTER TABLE ONLY planning_block
    ADD CONSTRAINT one_special_block UNIQUE (special_id, opens);
ALTER TABLE ONLY knowledge_style
    ADD CONSTRAINT one_style_of_a_channel UNIQUE NULLS NOT DISTINCT (channel_id);
ALTER TABLE ONLY knowledge_keptform
    ADD CONSTRAINT one_text_of_a_form UNIQUE (answer_id, kind);
ALTER TABLE ONLY inbox_matterturn
    ADD CONSTRAINT one_turn_in_a_go UNIQUE (go_id, conversation_id);
ALTER TABLE ONLY inbox_savedview
    ADD CONSTRAINT one_view_per_name UNIQUE (owner_id, name);
ALTER TABLE ONLY consultations_writing
    ADD CONSTRAINT one_writing_of_a_day UNIQUE (conversation_id, day);
ALTER TABLE ONLY organisation_acceptance
    ADD CONSTRAINT organisation_acceptance_pkey PRIMARY KEY (id);
ALTER TABLE ONLY organisation_conduct
    ADD CONSTRAINT organisation_conduct_pkey PRIMARY KEY (id);
ALTER TABLE ONLY organisation_conduct
    ADD CONSTRAINT organisation_conduct_version_key UNIQUE (version);
ALTER TABLE ONLY organisation_organisation
    ADD CONSTRAINT organisation_organisation_pkey PRIMARY KEY (id);
ALTER TABLE ONLY people_absence
    ADD CONSTRAINT people_absence_pkey PRIMARY KEY (id);
ALTER TABLE ONLY people_invitation
    ADD CONSTRAINT people_invitation_pkey PRIMARY KEY (id);
ALTER TABLE ONLY people_invitation
    ADD CONSTRAINT people_invitation_token_hash_key UNIQUE (token_hash);
ALTER TABLE ONLY people_roleheld
    ADD CONSTRAINT people_roleheld_pkey PRIMARY KEY (id);
ALTER TABLE ONLY people_team
    ADD CONSTRAINT people_team_name_key UNIQUE (name);
ALTER TABLE ONLY people_team
    ADD CONSTRAINT people_team_pkey PRIMARY KEY (id);
ALTER TABLE ONLY people_user
    ADD CONSTRAINT people_user_email_key UNIQUE (email);
ALTER TABLE ONLY people_user
    ADD CONSTRAINT people_user_pkey PRIMARY KEY (id);
ALTER TABLE ONLY people_user_teams
    ADD CONSTRAINT people_user_teams_pkey PRIMARY KEY (id);
ALTER TABLE ONLY people_user_teams
    ADD CONSTRAINT people_user_teams_user_id_team_id_178192bc_uniq UNIQUE (user_id, team_id);
ALTER TABLE ONLY planning_awayanswer
    ADD CONSTRAINT planning_awayanswer_channel_id_key UNIQUE (channel_id);
ALTER TABLE ONLY planning_awayanswer
    ADD CONSTRAINT planning_awayanswer_pkey PRIMARY KEY (id);
ALTER TABLE ONLY planning_block
    ADD CONSTRAINT planning_block_pkey PRIMARY KEY (id);
ALTER TABLE ONLY planning_holidaychoice
    ADD CONSTRAINT planning_holidaychoice_name_key UNIQUE (name);
ALTER TABLE ONLY planning_holidaychoice
    ADD CONSTRAINT planning_holidaychoice_pkey PRIMARY KEY (id);
ALTER TABLE ONLY planning_norm
    ADD CONSTRAINT planning_norm_pkey PRIMARY KEY (id);
ALTER TABLE ONLY planning_ownday
    ADD CONSTRAINT planning_ownday_pkey PRIMARY KEY (id);
ALTER TABLE ONLY planning_ownhours
    ADD CONSTRAINT planning_ownhours_channel_id_key UNIQUE (channel_id);
ALTER TABLE ONLY planning_ownhours
    ADD CONSTRAINT planning_ownhours_pkey PRIMARY KEY (id);
ALTER TABLE ONLY planning_ownhours
    ADD CONSTRAINT planning_ownhours_team_id_key UNIQUE (team_id);
ALTER TABLE ONLY planning_profilelook
    ADD CONSTRAINT planning_profilelook_channel_id_key UNIQUE (channel_id);
ALTER TABLE ONLY planning_profilelook
    ADD CONSTRAINT planning_profilelook_pkey PRIMARY KEY (id);
ALTER TABLE ONLY planning_specialday
    ADD CONSTRAINT planning_specialday_day_key UNIQUE (day);
ALTER TABLE ONLY planning_specialday
    ADD CONSTRAINT planning_specialday_pkey PRIMARY KEY (id);
ALTER TABLE ONLY practice_attempt
    ADD CONSTRAINT practice_attempt_pkey PRIMARY KEY (id);
ALTER TABLE ONLY practice_golive
    ADD CONSTRAINT practice_golive_channel_id_key UNIQUE (channel_id);
ALTER TABLE ONLY practice_golive
    ADD CONSTRAINT practice_golive_pkey PRIMARY KEY (id);
ALTER TABLE ONLY practice_point
    ADD CONSTRAINT practice_point_pkey PRIMARY KEY (id);
ALTER TABLE ONLY practice_review
    ADD CONSTRAINT practice_review_message_id_key UNIQUE (message_id);
ALTER TABLE ONLY practice_review
    ADD CONSTRAINT practice_review_pkey PRIMARY KEY (id);
ALTER TABLE ONLY procrastinate_events
    ADD CONSTRAINT procrastinate_events_pkey PRIMARY KEY (id);
ALTER TABLE ONLY procrastinate_jobs
    ADD CONSTRAINT procrastinate_jobs_pkey PRIMARY KEY (id);
ALTER TABLE ONLY procrastinate_periodic_defers
    ADD CONSTRAINT procrastinate_periodic_defers_pkey PRIMARY KEY (id);
ALTER TABLE ONLY procrastinate_periodic_defers
    ADD CONSTRAINT procrastinate_periodic_defers_unique UNIQUE (task_name, periodic_id, defer_timestamp);
ALTER TABLE ONLY procrastinate_workers
    ADD CONSTRAINT procrastinate_workers_pkey PRIMARY KEY (id);
ALTER TABLE ONLY roster_duty
    ADD CONSTRAINT roster_duty_pkey PRIMARY KEY (id);
ALTER TABLE ONLY roster_shift
    ADD CONSTRAINT roster_shift_pkey PRIMARY KEY (id);
ALTER TABLE ONLY roster_skip
    ADD CONSTRAINT roster_skip_pkey PRIMARY KEY (id);
ALTER TABLE ONLY roster_swap
    ADD CONSTRAINT roster_swap_pkey PRIMARY KEY (id);
ALTER TABLE ONLY routing_passage
    ADD CONSTRAINT routing_passage_pkey PRIMARY KEY (id);
ALTER TABLE ONLY routing_rule
    ADD CONSTRAINT routing_rule_name_key UNIQUE (name);
ALTER TABLE ONLY routing_rule
    ADD CONSTRAINT routing_rule_pkey PRIMARY KEY (id);
ALTER TABLE ONLY second_eyes_casename
    ADD CONSTRAINT second_eyes_casename_pkey PRIMARY KEY (id);
ALTER TABLE ONLY second_eyes_caution_judges
    ADD CONSTRAINT second_eyes_caution_judges_caution_id_user_id_57d1e5ca_uniq UNIQUE (caution_id, user_id);
ALTER TABLE ONLY second_eyes_caution_judges
    ADD CONSTRAINT second_eyes_caution_judges_pkey PRIMARY KEY (id);
ALTER TABLE ONLY second_eyes_caution
    ADD CONSTRAINT second_eyes_caution_pkey PRIMARY KEY (id);
ALTER TABLE ONLY second_eyes_caution
    ADD CONSTRAINT second_eyes_caution_team_id_key UNIQUE (team_id);
ALTER TABLE ONLY second_eyes_caution_trainees
    ADD CONSTRAINT second_eyes_caution_trainees_caution_id_user_id_6d098308_uniq UNIQUE (caution_id, user_id);
ALTER TABLE ONLY second_eyes_caution_trainees
    ADD CONSTRAINT second_eyes_caution_trainees_pkey PRIMARY KEY (id);
ALTER TABLE ONLY second_eyes_mailed
    ADD CONSTRAINT second_eyes_mailed_pkey PRIMARY KEY (id);
ALTER TABLE ONLY second_eyes_mailed
    ADD CONSTRAINT second_eyes_mailed_user_id_key UNIQUE (user_id);
ALTER TABLE ONLY skills_held
    ADD CONSTRAINT skills_held_pkey PRIMARY KEY (id);
ALTER TABLE ONLY skills_skill
    ADD CONSTRAINT skills_skill_pkey PRIMARY KEY (id);
CREATE INDEX account_emailaddress_email_03be32b2 ON account_emailaddress USING btree (email);
CREATE INDEX account_emailaddress_email_03be32b2_like ON account_emailaddress USING btree (email varchar_pattern_ops);
CREATE INDEX account_emailaddress_user_id_2c513194 ON account_emailaddress USING btree (user_id);
CREATE INDEX account_emailconfirmation_email_address_id_5b7f8c58 ON account_emailconfirmation USING btree (email_address_id);
CREATE INDEX account_emailconfirmation_key_f43612bd_like ON account_emailconfirmation USING btree (key varchar_pattern_ops);
CREATE INDEX accounts_account_adopted_by_id_e55bc799 ON accounts_account USING btree (adopted_by_id);
CREATE INDEX accounts_account_backup_id_4612cfbc ON accounts_account USING btree (backup_id);
CREATE INDEX accounts_account_owner_id_7b1fcbd0 ON accounts_account USING btree (owner_id);
CREATE INDEX approval_in_conversation ON inbox_approval USING btree (conversation_id, id DESC);
CREATE INDEX approval_waits ON inbox_approval USING btree (asked_at) WHERE ((state)::text = 'waiting'::text);
CREATE INDEX attachment_left_out ON inbox_attachment USING btree (message_id) WHERE ((stored_as)::text = ''::text);
CREATE INDEX attempts_of_somebody ON practice_attempt USING btree (user_id, scenario, made_at DESC);
CREATE INDEX audit_by_conversation ON audit_entry USING btree (conversation_id, id);
CREATE INDEX audit_by_moment ON audit_entry USING btree (at);
CREATE INDEX audit_by_subject ON audit_entry USING btree (subject, subject_id);
CREATE INDEX audit_by_transaction ON audit_entry USING btree (server, xact);
CREATE INDEX audit_entry_actor_id_57c4b003 ON audit_entry USING btree (actor_id);
CREATE INDEX audit_seal_by_server ON audit_seal USING btree (server, number);
CREATE INDEX auth_group_name_a6ea08ec_like ON auth_group USING btree (name varchar_pattern_ops);
CREATE INDEX auth_group_permissions_group_id_b120cbf9 ON auth_group_permissions USING btree (group_id);
CREATE INDEX auth_group_permissions_permission_id_84c5c92e ON auth_group_permissions USING btree (permission_id);
CREATE INDEX auth_permission_content_type_id_2f476e4b ON auth_permission USING btree (content_type_id);
CREATE INDEX axes_accessattempt_ip_address_10922d9c ON axes_accessattempt USING btree (ip_address);
CREATE INDEX axes_accessattempt_user_agent_ad89678b ON axes_accessattempt USING btree (user_agent);
CREATE INDEX axes_accessattempt_user_agent_ad89678b_like ON axes_accessattempt USING btree (user_agent varchar_pattern_ops);
CREATE INDEX axes_accessattempt_username_3f2d4ca0 ON axes_accessattempt USING btree (username);
CREATE INDEX axes_accessattempt_username_3f2d4ca0_like ON axes_accessattempt USING btree (username varchar_pattern_ops);
CREATE INDEX axes_accessfailurelog_ip_address_2e9f5a7f ON axes_accessfailurelog USING btree (ip_address);
CREATE INDEX axes_accessfailurelog_user_agent_ea145dda ON axes_accessfailurelog USING btree (user_agent);
CREATE INDEX axes_accessfailurelog_user_agent_ea145dda_like ON axes_accessfailurelog USING btree (user_agent varchar_pattern_ops);
CREATE INDEX axes_accessfailurelog_username_a8b7e8a4 ON axes_accessfailurelog USING btree (username);
CREATE INDEX axes_accessfailurelog_username_a8b7e8a4_like ON axes_accessfailurelog USING btree (username varchar_pattern_ops);
CREATE INDEX axes_accesslog_ip_address_86b417e5 ON axes_accesslog USING btree (ip_address);
CREATE INDEX axes_accesslog_user_agent_0e659004 ON axes_accesslog USING btree (user_agent);
CREATE INDEX axes_accesslog_user_agent_0e659004_like ON axes_accesslog USING btree (user_agent varchar_pattern_ops);
CREATE INDEX axes_accesslog_username_df93064b ON axes_accesslog USING btree (username);
CREATE INDEX axes_accesslog_username_df93064b_like ON axes_accesslog USING btree (username varchar_pattern_ops);
CREATE INDEX bulk_by_author ON inbox_bulkact USING btree (author_id, id DESC);
CREATE INDEX bulk_by_state ON inbox_bulkitem USING btree (bulk_id, state, id);
CREATE INDEX bulk_unfinished ON inbox_bulkact USING btree (id) WHERE ((state)::text = ANY ((ARRAY['running'::character varying, 'undoing'::character varying])::text[]));
CREATE INDEX canary_begun ON channels_canary USING btree (channel_id, begun_at);
CREATE INDEX channels_canary_channel_id_9f639f57 ON channels_canary USING btree (channel_id);
CREATE INDEX channels_canary_token_9ae48afd_like ON channels_canary USING btree (token varchar_pattern_ops);
CREATE INDEX channels_channel_push_key_3427b011_like ON channels_channel USING btree (push_key varchar_pattern_ops);
CREATE INDEX channels_channel_team_id_4c7a34c2 ON channels_channel USING btree (team_id);
CREATE INDEX channels_circuit_channel_id_b4c363be ON channels_circuit USING btree (channel_id);
CREATE INDEX channels_delivery_channel_id_59493e4b ON channels_delivery USING btree (channel_id);
CREATE INDEX channels_delivery_copy_of_id_8b477862 ON channels_delivery USING btree (copy_of_id);
CREATE INDEX channels_delivery_made_by_hand_by_id_6bb97deb ON channels_delivery USING btree (made_by_hand_by_id);
CREATE INDEX consultation_asked ON consultations_consultation USING btree (asked_at);
CREATE INDEX consultation_conversation ON consultations_consultation USING btree (conversation_id);
CREATE INDEX consultation_open ON consultations_consultation USING btree (due_at) WHERE ((state)::text = 'open'::text);
CREATE INDEX consultations_call_by_id_c199ac57 ON consultations_call USING btree (by_id);
CREATE INDEX consultations_call_consultation_id_32f03713 ON consultations_call USING btree (consultation_id);
CREATE INDEX consultations_consultation_asked_by_id_88e1c464 ON consultations_consultation USING btree (asked_by_id);
CREATE INDEX consultations_consultation_conversation_id_78c38210 ON consultations_consultation USING btree (conversation_id);
CREATE INDEX consultations_consultation_expert_id_4996ad1e ON consultations_consultation USING btree (expert_id);
CREATE INDEX consultations_earlier_by_id_1a1244db ON consultations_earlier USING btree (by_id);
CREATE INDEX consultations_earlier_consultation_id_bfe5c192 ON consultations_earlier USING btree (consultation_id);
CREATE INDEX consultations_expert_department_id_bd6abd9e ON consultations_expert USING btree (department_id);
CREATE INDEX consultations_link_consultation_id_4d66634a ON consultations_link USING btree (consultation_id);
CREATE INDEX consultations_writing_conversation_id_d48aa5ef ON consultations_writing USING btree (conversation_id);
CREATE INDEX contacts_address_contact_id_fdd5054b ON contacts_address USING btree (contact_id);
CREATE INDEX contacts_block_by_id_9fe5925a ON contacts_block USING btree (by_id);
CREATE INDEX contacts_block_contact_id_1763e2e2 ON contacts_block USING btree (contact_id);
CREATE INDEX contacts_block_lifted_by_id_ceb44a50 ON contacts_block USING btree (lifted_by_id);
CREATE INDEX contacts_blocked ON contacts_block USING btree (contact_id, until) WHERE (lifted_at IS NULL);
CREATE INDEX contacts_consent_by_id_7a5fd3cf ON contacts_consent USING btree (by_id);
CREATE INDEX contacts_consent_contact_id_e3883c86 ON contacts_consent USING btree (contact_id);
CREATE INDEX contacts_consent_withdrawn_by_id_eeec162a ON contacts_consent USING btree (withdrawn_by_id);
CREATE INDEX delivery_failed ON channels_delivery USING btree (channel_id, id) WHERE ((state)::text = 'failed'::text);
CREATE INDEX delivery_hash ON channels_delivery USING btree (channel_id, content_hash);
CREATE INDEX delivery_pending ON channels_delivery USING btree (channel_id, id) WHERE ((state)::text = 'pending'::text);
CREATE INDEX delivery_received ON channels_delivery USING btree (channel_id, received_at);
CREATE INDEX health_alarm_channel_id_18a570ca ON health_alarm USING btree (channel_id);
CREATE INDEX health_alarm_seen_by_id_93ff858e ON health_alarm USING btree (seen_by_id);
CREATE INDEX health_alarm_subject_db124d76_like ON health_alarm USING btree (subject varchar_pattern_ops);
CREATE INDEX health_certificate_host_b3be1c04_like ON health_certificate USING btree (host varchar_pattern_ops);
CREATE INDEX hit_untold ON listening_hit USING btree (watch_id, found_at) WHERE (told_at IS NULL);
CREATE INDEX idx_procrastinate_jobs_worker_not_null ON procrastinate_jobs USING btree (worker_id) WHERE ((worker_id IS NOT NULL) AND (status = 'doing'::procrastinate_job_status));
CREATE INDEX idx_procrastinate_workers_last_heartbeat ON procrastinate_workers USING btree (last_heartbeat);
CREATE INDEX inbox_approval_author_id_8dc472bb ON inbox_approval USING btree (author_id);
CREATE INDEX inbox_approval_conversation_id_367b64ce ON inbox_approval USING btree (conversation_id);
CREATE INDEX inbox_approval_decided_by_id_2a4c229f ON inbox_approval USING btree (decided_by_id);
CREATE INDEX inbox_approval_follows_id_0dfc38a8 ON inbox_approval USING btree (follows_id);
CREATE INDEX inbox_assigned_in_turn ON inbox_conversation USING btree (assignee_id, rank, turn, turn_at, id) WHERE ((NOT is_snoozed) AND ((status)::text = 'open'::text));
CREATE INDEX inbox_attachment_message_id_353f98ff ON inbox_attachment USING btree (message_id);
CREATE INDEX inbox_away ON inbox_distance USING btree (user_id);
CREATE INDEX inbox_bulkact_assignee_id_800e8dfb ON inbox_bulkact USING btree (assignee_id);
CREATE INDEX inbox_bulkact_author_id_128513ee ON inbox_bulkact USING btree (author_id);
CREATE INDEX inbox_bulkact_tag_id_53803f29 ON inbox_bulkact USING btree (tag_id);
CREATE INDEX inbox_bulkact_thread_id_682f3c52 ON inbox_bulkact USING btree (thread_id);
CREATE INDEX inbox_bulkitem_bulk_id_813301e3 ON inbox_bulkitem USING btree (bulk_id);
CREATE INDEX inbox_bulkitem_conversation_id_30e88ad0 ON inbox_bulkitem USING btree (conversation_id);
CREATE INDEX inbox_bulkitem_message_id_6e242c45 ON inbox_bulkitem USING btree (message_id);
CREATE INDEX inbox_by_contact ON inbox_conversation USING btree (contact_id, last_message_at DESC);
CREATE INDEX inbox_conversation_assignee_id_4bf0d3a6 ON inbox_conversation USING btree (assignee_id);
CREATE INDEX inbox_conversation_channel_id_8b41ed11 ON inbox_conversation USING btree (channel_id);
CREATE INDEX inbox_conversation_contact_id_4878e8e1 ON inbox_conversation USING btree (contact_id);
CREATE INDEX inbox_conversation_merged_into_id_7d85ee12 ON inbox_conversation USING btree (merged_into_id);
CREATE INDEX inbox_conversation_outcome_line_id_6bd8402e ON inbox_conversation USING btree (outcome_line_id);
CREATE INDEX inbox_conversation_possibly_belongs_to_id_43f0081f ON inbox_conversation USING btree (possibly_belongs_to_id);
CREATE INDEX inbox_conversation_routed_to_id_65820aae ON inbox_conversation USING btree (routed_to_id);
CREATE INDEX inbox_conversation_snoozed_by_id_ff123fd3 ON inbox_conversation USING btree (snoozed_by_id);
CREATE INDEX inbox_conversation_tags_conversation_id_b9fd3da5 ON inbox_conversation_tags USING btree (conversation_id);
CREATE INDEX inbox_conversation_tags_tag_id_9fcf3400 ON inbox_conversation_tags USING btree (tag_id);
CREATE INDEX inbox_counted_with_teams ON inbox_conversation USING btree (channel_id, rank, assignee_id, status, is_snoozed, has_problem, turn, warn_at, routed_to_id) WHERE (((status)::text = 'open'::text) OR has_problem);
CREATE INDEX inbox_distance_channel_id_036ae74d ON inbox_distance USING btree (channel_id);
CREATE INDEX inbox_distance_conversation_id_69efbef5 ON inbox_distance USING btree (conversation_id);
CREATE INDEX inbox_distance_tag_id_df6ebe3c ON inbox_distance USING btree (tag_id);
CREATE INDEX inbox_distance_user_id_b320734f ON inbox_distance USING btree (user_id);
CREATE INDEX inbox_done ON inbox_conversation USING btree (last_message_at DESC, id DESC) WHERE ((status)::text = 'done'::text);
CREATE INDEX inbox_draft_author_id_14e84fee ON inbox_draft USING btree (author_id);
CREATE INDEX inbox_draft_conversation_id_e078d825 ON inbox_draft USING btree (conversation_id);
CREATE INDEX inbox_draftfile_approval_id_9fc93c03 ON inbox_draftfile USING btree (approval_id);
CREATE INDEX inbox_draftfile_draft_id_a5627456 ON inbox_draftfile USING btree (draft_id);
CREATE INDEX inbox_endedwait_team_id_0dc8f2d5 ON inbox_endedwait USING btree (team_id);
CREATE INDEX inbox_followed ON inbox_following USING btree (user_id, id DESC);
CREATE INDEX inbox_following_conversation_id_fb5914a3 ON inbox_following USING btree (conversation_id);
CREATE INDEX inbox_following_user_id_b33e8f85 ON inbox_following USING btree (user_id);
CREATE INDEX inbox_followup_ended_by_id_5b17480e ON inbox_followup USING btree (ended_by_id);
CREATE INDEX inbox_followup_made_by_id_7bc0bc6c ON inbox_followup USING btree (made_by_id);
CREATE INDEX inbox_followup_reply_id_ad8a9a1e ON inbox_followup USING btree (reply_id);
CREATE INDEX inbox_given_to_team ON inbox_handover USING btree (to_team_id, id DESC) WHERE (to_team_id IS NOT NULL);
CREATE INDEX inbox_given_to_user ON inbox_handover USING btree (to_user_id, id DESC) WHERE (to_user_id IS NOT NULL);
CREATE INDEX inbox_handover_before_id_ec134dfa ON inbox_handover USING btree (before_id);
CREATE INDEX inbox_handover_by_id_52a4cc13 ON inbox_handover USING btree (by_id);
CREATE INDEX inbox_handover_conversation_id_cb930f4e ON inbox_handover USING btree (conversation_id);
CREATE INDEX inbox_handover_to_team_id_09321de1 ON inbox_handover USING btree (to_team_id);
CREATE INDEX inbox_handover_to_user_id_97afabec ON inbox_handover USING btree (to_user_id);
CREATE INDEX inbox_in_turn ON inbox_conversation USING btree (rank, turn, turn_at, id) WHERE ((NOT is_snoozed) AND ((status)::text = 'open'::text));
CREATE INDEX inbox_looking_channel_id_2553d9fa ON inbox_looking USING btree (channel_id);
CREATE INDEX inbox_macro_kept_answer_id_4bc4fc59 ON inbox_macro USING btree (kept_answer_id);
CREATE INDEX inbox_macro_team_id_9ce4aec0 ON inbox_macro USING btree (team_id);
CREATE INDEX inbox_matter_made_by_id_0dcc5851 ON inbox_matter USING btree (made_by_id);
CREATE INDEX inbox_matter_team_id_367c637a ON inbox_matter USING btree (team_id);
CREATE INDEX inbox_mattergo_by_id_d1642d9b ON inbox_mattergo USING btree (by_id);
CREATE INDEX inbox_mattergo_matter_id_6220b0e0 ON inbox_mattergo USING btree (matter_id);
CREATE INDEX inbox_matterlink_by_id_6929f4ce ON inbox_matterlink USING btree (by_id);
CREATE INDEX inbox_matterlink_matter_id_e654727d ON inbox_matterlink USING btree (matter_id);
CREATE INDEX inbox_matterturn_conversation_id_4338fe8b ON inbox_matterturn USING btree (conversation_id);
CREATE INDEX inbox_matterturn_go_id_d1c06e54 ON inbox_matterturn USING btree (go_id);
CREATE INDEX inbox_matterturn_reply_id_906838e7 ON inbox_matterturn USING btree (reply_id);
CREATE INDEX inbox_message_author_id_6fb862c9 ON inbox_message USING btree (author_id);
CREATE INDEX inbox_message_channel_id_5102d250 ON inbox_message USING btree (channel_id);
CREATE INDEX inbox_message_conversation_id_37bc0d72 ON inbox_message USING btree (conversation_id);
CREATE INDEX inbox_message_delivery_id_71f048a0 ON inbox_message USING btree (delivery_id);
CREATE INDEX inbox_messageversion_delivery_id_1dbf537a ON inbox_messageversion USING btree (delivery_id);
CREATE INDEX inbox_messageversion_message_id_76ff1e69 ON inbox_messageversion USING btree (message_id);
CREATE INDEX inbox_naming_message_id_c64ebd59 ON inbox_naming USING btree (message_id);
CREATE INDEX inbox_naming_newest ON inbox_naming USING btree (user_id, id DESC);
CREATE INDEX inbox_naming_unseen ON inbox_naming USING btree (user_id) WHERE (seen_at IS NULL);
CREATE INDEX inbox_naming_user_id_d4cff71e ON inbox_naming USING btree (user_id);
CREATE INDEX inbox_old_term ON inbox_conversation USING btree (id) WHERE has_old_term;
CREATE INDEX inbox_presence_conversation_id_96230ec6 ON inbox_presence USING btree (conversation_id);
CREATE INDEX inbox_presence_user_id_77e7c991 ON inbox_presence USING btree (user_id);
CREATE INDEX inbox_problem ON inbox_conversation USING btree (rests, sort_at, id) WHERE has_problem;
CREATE INDEX inbox_regrouping_author_id_7f42b707 ON inbox_regrouping USING btree (author_id);
CREATE INDEX inbox_regrouping_kept_id_834d5ee3 ON inbox_regrouping USING btree (kept_id);
CREATE INDEX inbox_regrouping_other_id_aec6cebc ON inbox_regrouping USING btree (other_id);
CREATE INDEX inbox_reply_channel_id_11b7bea0 ON inbox_reply USING btree (channel_id);
CREATE INDEX inbox_reply_key_44943173_like ON inbox_reply USING btree (key varchar_pattern_ops);
CREATE INDEX inbox_routed ON inbox_conversation USING btree (routed_to_id, id) WHERE (routed_to_id IS NOT NULL);
CREATE INDEX inbox_savedview_channel_id_121f4cfd ON inbox_savedview USING btree (channel_id);
CREATE INDEX inbox_savedview_owner_id_3a5eeffa ON inbox_savedview USING btree (owner_id);
CREATE INDEX inbox_savedview_tag_id_aac5b3bd ON inbox_savedview USING btree (tag_id);
CREATE INDEX inbox_savedview_team_id_0f545ca5 ON inbox_savedview USING btree (team_id);
CREATE INDEX inbox_snoozed ON inbox_conversation USING btree (snoozed_until, id) WHERE is_snoozed;
CREATE INDEX inbox_tag_name_8b496bb0_like ON inbox_tag USING btree (name varchar_pattern_ops);
CREATE INDEX inbox_to_follow_up ON inbox_followup USING btree (due_at, id) WHERE ((state)::text = ANY ((ARRAY['open'::character varying, 'writing'::character varying])::text[]));
CREATE INDEX inbox_turn_waits ON inbox_matterturn USING btree (go_id, id) WHERE ((state)::text = 'waits'::text);
CREATE INDEX inbox_unnoted ON inbox_conversation USING btree (id) WHERE has_unnoted_end;
CREATE INDEX inbox_wait_ended ON inbox_endedwait USING btree (ended_at);
CREATE INDEX knowledge_keptanswer_owner_id_afa4af02 ON knowledge_keptanswer USING btree (owner_id);
CREATE INDEX knowledge_keptanswer_team_id_5ae1f2e3 ON knowledge_keptanswer USING btree (team_id);
CREATE INDEX knowledge_keptform_answer_id_f466801c ON knowledge_keptform USING btree (answer_id);
CREATE INDEX knowledge_protocolline_channel_id_3abf7c5c ON knowledge_protocolline USING btree (channel_id);
CREATE INDEX knowledge_protocolline_name_5ad7e77b_like ON knowledge_protocolline USING btree (name varchar_pattern_ops);
CREATE INDEX knowledge_style_channel_id_d42d5a4b ON knowledge_style USING btree (channel_id);
CREATE INDEX knowledge_tip_kind_8db7bbc7_like ON knowledge_tip USING btree (kind varchar_pattern_ops);
CREATE INDEX listening_hit_message_id_986ccc60 ON listening_hit USING btree (message_id);
CREATE INDEX listening_hit_watch_id_65ef01cb ON listening_hit USING btree (watch_id);
CREATE INDEX listening_watch_colleagues_user_id_1b6865a2 ON listening_watch_colleagues USING btree (user_id);
CREATE INDEX listening_watch_colleagues_watch_id_ce09026f ON listening_watch_colleagues USING btree (watch_id);
CREATE INDEX logins_groupright_group_335a05cf_like ON logins_groupright USING btree ("group" varchar_pattern_ops);
CREATE INDEX logins_groupright_teams_groupright_id_5a882279 ON logins_groupright_teams USING btree (groupright_id);
CREATE INDEX logins_groupright_teams_team_id_b3a1399c ON logins_groupright_teams USING btree (team_id);
CREATE INDEX logins_requiredstep_role_7ff3b10d_like ON logins_requiredstep USING btree (role varchar_pattern_ops);
CREATE INDEX logins_session_expire_date_df799ed6 ON logins_session USING btree (expire_date);
CREATE INDEX logins_session_session_key_0f872bd9_like ON logins_session USING btree (session_key varchar_pattern_ops);
CREATE INDEX logins_session_user_id_507abcd5 ON logins_session USING btree (user_id);
CREATE INDEX looking_due ON inbox_looking USING btree (channel_id, due_at) WHERE (due_at IS NOT NULL);
CREATE INDEX message_answers ON inbox_message USING btree (channel_id, answers) WHERE (((kind)::text = 'in'::text) AND (NOT ((answers)::text = ''::text)));
CREATE INDEX message_around ON inbox_message USING btree (conversation_id) WHERE is_around;
CREATE INDEX message_external_id ON inbox_message USING btree (channel_id, external_id) WHERE (NOT ((external_id)::text = ''::text));
CREATE UNIQUE INDEX message_once_in_a_bulk_act ON inbox_bulkitem USING btree (bulk_id, message_id) WHERE (message_id IS NOT NULL);
CREATE INDEX message_words ON inbox_message USING gin (words);
CREATE INDEX mfa_authenticator_user_id_0c3a50c0 ON mfa_authenticator USING btree (user_id);
CREATE UNIQUE INDEX once_in_a_bulk_act ON inbox_bulkitem USING btree (bulk_id, conversation_id) WHERE (message_id IS NULL);
CREATE UNIQUE INDEX one_account_of_a_handle ON accounts_account USING btree (lower((platform)::text), lower((handle)::text));
CREATE UNIQUE INDEX one_canary_under_way ON channels_canary USING btree (channel_id) WHERE ((state)::text = ANY ((ARRAY['queued'::character varying, 'leaving'::character varying, 'on_its_way'::character varying])::text[]));
CREATE UNIQUE INDEX one_conversation_per_thread ON inbox_conversation USING btree (channel_id, thread) WHERE (NOT ((thread)::text = ''::text));
CREATE UNIQUE INDEX one_duty_at_a_time ON roster_duty USING btree (person_id) WHERE (ended_at IS NULL);
CREATE UNIQUE INDEX one_kept_answer_of_a_shortcut ON knowledge_keptanswer USING btree (team_id, shortcut) NULLS NOT DISTINCT WHERE (NOT ((shortcut)::text = ''::text));
CREATE UNIQUE INDEX one_listed_expert_of_a_name ON consultations_expert USING btree (name) WHERE is_listed;
CREATE UNIQUE INDEX one_message_per_part ON inbox_message USING btree (delivery_id, part) WHERE (delivery_id IS NOT NULL);
CREATE UNIQUE INDEX one_open_matter_of_a_name ON inbox_matter USING btree (team_id, name) WHERE (ended_at IS NULL);
CREATE UNIQUE INDEX one_open_question_to_an_expert ON consultations_consultation USING btree (conversation_id, expert_id) WHERE ((state)::text = 'open'::text);
CREATE UNIQUE INDEX one_open_swap_of_a_shift ON roster_swap USING btree (shift_id, day) WHERE ((state)::text = 'asked'::text);
CREATE UNIQUE INDEX one_reply_per_part ON inbox_reply USING btree (series, part) WHERE (series IS NOT NULL);
CREATE UNIQUE INDEX one_skill_of_a_name ON skills_skill USING btree (lower((name)::text));
CREATE UNIQUE INDEX one_standing_consent_for_a_purpose ON contacts_consent USING btree (contact_id, purpose) WHERE (withdrawn_at IS NULL);
CREATE UNIQUE INDEX one_weekly_block ON planning_block USING btree (weekday, opens) WHERE (own_id IS NULL);
CREATE UNIQUE INDEX one_working_link_per_question ON consultations_link USING btree (consultation_id) WHERE ((used_at IS NULL) AND (withdrawn_at IS NULL));
CREATE UNIQUE INDEX one_writer_per_conversation ON inbox_presence USING btree (conversation_id) WHERE (writes_until IS NOT NULL);
CREATE INDEX organisation_acceptance_conduct_id_6c637a6a ON organisation_acceptance USING btree (conduct_id);
CREATE INDEX organisation_acceptance_person_id_77720299 ON organisation_acceptance USING btree (person_id);
CREATE INDEX passage_by_moment ON routing_passage USING btree (passed_at);
CREATE INDEX people_absence_backup_id_914364d6 ON people_absence USING btree (backup_id);
CREATE INDEX people_absence_person_id_83bbf6a9 ON people_absence USING btree (person_id);
CREATE INDEX people_invitation_user_id_6b7e61de ON people_invitation USING btree (user_id);
CREATE INDEX people_roleheld_user_id_6efcff83 ON people_roleheld USING btree (user_id);
CREATE INDEX people_team_name_77e3994f_like ON people_team USING btree (name varchar_pattern_ops);
CREATE INDEX people_user_email_1f424fe4_like ON people_user USING btree (email varchar_pattern_ops);
CREATE INDEX people_user_teams_team_id_6e9372ae ON people_user_teams USING btree (team_id);
CREATE INDEX people_user_teams_user_id_cfa13b3e ON people_user_teams USING btree (user_id);
CREATE INDEX planning_block_own_id_0d32a889 ON planning_block USING btree (own_id);
CREATE INDEX planning_block_special_id_bada5a9e ON planning_block USING btree (special_id);
CREATE INDEX planning_holidaychoice_name_43d9c7ba_like ON planning_holidaychoice USING btree (name varchar_pattern_ops);
CREATE INDEX planning_norm_channel_id_986217ee ON planning_norm USING btree (channel_id);
CREATE INDEX planning_ownday_channel_id_596ba2d4 ON planning_ownday USING btree (channel_id);
CREATE INDEX planning_ownday_team_id_f12a4979 ON planning_ownday USING btree (team_id);
CREATE INDEX practice_attempt_user_id_178d3ef7 ON practice_attempt USING btree (user_id);
CREATE INDEX practice_golive_switcher_id_6b25c4d9 ON practice_golive USING btree (switcher_id);
CREATE INDEX practice_point_channel_id_1ed0b4f1 ON practice_point USING btree (channel_id);
CREATE INDEX practice_point_ticked_by_id_e1085cde ON practice_point USING btree (ticked_by_id);
CREATE INDEX practice_review_reviewer_id_ade29026 ON practice_review USING btree (reviewer_id);
CREATE INDEX procrastinate_events_job_id_fkey_v1 ON procrastinate_events USING btree (job_id);
CREATE INDEX procrastinate_jobs_id_lock_idx_v1 ON procrastinate_jobs USING btree (id, lock) WHERE (status = ANY (ARRAY['todo'::procrastinate_job_status, 'doing'::procrastinate_job_status]));
CREATE UNIQUE INDEX procrastinate_jobs_lock_idx_v1 ON procrastinate_jobs USING btree (lock) WHERE (status = 'doing'::procrastinate_job_status);
CREATE INDEX procrastinate_jobs_priority_idx_v1 ON procrastinate_jobs USING btree (priority DESC, id) WHERE (status = 'todo'::procrastinate_job_status);
CREATE INDEX procrastinate_jobs_queue_name_idx_v1 ON procrastinate_jobs USING btree (queue_name);
CREATE UNIQUE INDEX procrastinate_jobs_queueing_lock_idx_v1 ON procrastinate_jobs USING btree (queueing_lock) WHERE (status = 'todo'::procrastinate_job_status);
CREATE INDEX procrastinate_periodic_defers_job_id_fkey_v1 ON procrastinate_periodic_defers USING btree (job_id);
CREATE INDEX regrouping_kept ON inbox_regrouping USING btree (kept_id, id DESC);
CREATE INDEX regrouping_other ON inbox_regrouping USING btree (other_id, id DESC);
CREATE INDEX reply_held ON inbox_reply USING btree (held_at, id) WHERE (held_at IS NOT NULL);
CREATE INDEX reply_sent_when ON inbox_reply USING btree (settled_at) WHERE ((state)::text = 'sent'::text);
CREATE INDEX reply_unsettled ON inbox_reply USING btree (channel_id, due_at) WHERE ((state)::text = ANY ((ARRAY['queued'::character varying, 'sending'::character varying, 'unknown'::character varying])::text[]));
CREATE INDEX roster_duty_person_id_5bb52902 ON roster_duty USING btree (person_id);
CREATE INDEX roster_shift_person_id_5128ca4a ON roster_shift USING btree (person_id);
CREATE INDEX roster_shift_team_id_d7eeb461 ON roster_shift USING btree (team_id);
CREATE INDEX roster_skip_shift_id_b36608d0 ON roster_skip USING btree (shift_id);
CREATE INDEX roster_swap_asker_id_5d710721 ON roster_swap USING btree (asker_id);
CREATE INDEX roster_swap_back_id_16f32c7b ON roster_swap USING btree (back_id);
CREATE INDEX roster_swap_decided_by_id_6edf74aa ON roster_swap USING btree (decided_by_id);
CREATE INDEX roster_swap_shift_id_9609bfde ON roster_swap USING btree (shift_id);
CREATE INDEX roster_swap_to_id_b4cda5b8 ON roster_swap USING btree (to_id);
CREATE INDEX routing_passage_conversation_id_a9029ef8 ON routing_passage USING btree (conversation_id);
CREATE INDEX routing_passage_rule_id_7859964d ON routing_passage USING btree (rule_id);
CREATE INDEX routing_passage_team_id_d789a319 ON routing_passage USING btree (team_id);
CREATE INDEX routing_rule_channel_id_0dc4fd24 ON routing_rule USING btree (channel_id);
CREATE INDEX routing_rule_name_f0cc30d6_like ON routing_rule USING btree (name varchar_pattern_ops);
CREATE INDEX routing_rule_to_team_id_6d695548 ON routing_rule USING btree (to_team_id);
CREATE INDEX second_eyes_casename_caution_id_d0613003 ON second_eyes_casename USING btree (caution_id);
CREATE INDEX second_eyes_caution_judges_caution_id_2ccbdb70 ON second_eyes_caution_judges USING btree (caution_id);
CREATE INDEX second_eyes_caution_judges_user_id_86843a00 ON second_eyes_caution_judges USING btree (user_id);
CREATE INDEX second_eyes_caution_trainees_caution_id_077d818f ON second_eyes_caution_trainees USING btree (caution_id);
CREATE INDEX second_eyes_caution_trainees_user_id_42a90477 ON second_eyes_caution_trainees USING btree (user_id);
CREATE INDEX sessions_of_a_colleague ON logins_session USING btree (user_id);
CREATE INDEX shifts_of_a_team ON roster_shift USING btree (team_id, day);
CREATE INDEX skills_held_granted_by_id_a124bd95 ON skills_held USING btree (granted_by_id);
CREATE INDEX skills_held_skill_id_ddfeeb9a ON skills_held USING btree (skill_id);
CREATE INDEX skills_held_user_id_4748bc4c ON skills_held USING btree (user_id);
CREATE INDEX stands_in_until ON people_absence USING btree (backup_id, until);
CREATE INDEX tries_of_somebody ON logins_try USING btree (what, who, at);
CREATE UNIQUE INDEX unique_authenticator_type ON mfa_authenticator USING btree (user_id, type) WHERE ((type)::text = ANY ((ARRAY['totp'::character varying, 'recovery_codes'::character varying])::text[]));
CREATE UNIQUE INDEX unique_primary_email ON account_emailaddress USING btree (user_id, "primary") WHERE "primary";
CREATE UNIQUE INDEX unique_verified_email ON account_emailaddress USING btree (email) WHERE verified;
CREATE INDEX writing_by_day ON consultations_writing USING btree (day);
CREATE TRIGGER audit_is_append_only BEFORE DELETE OR UPDATE ON audit_entry FOR EACH ROW EXECUTE FUNCTION audit_is_append_only();
CREATE TRIGGER audit_is_append_only BEFORE DELETE OR UPDATE ON audit_seal FOR EACH ROW EXECUTE FUNCTION audit_is_append_only();
CREATE TRIGGER procrastinate_jobs_notify_queue_job_aborted_v1 AFTER UPDATE OF abort_requested ON procrastinate_jobs FOR EACH ROW WHEN (((old.abort_requested = false) AND (new.abort_requested = true) AND (new.status = 'doing'::procrastinate_job_status))) EXECUTE FUNCTION procrastinate_notify_queue_abort_job_v1();
CREATE TRIGGER procrastinate_jobs_notify_queue_job_inserted_v1 AFTER INSERT ON procrastinate_jobs FOR EACH ROW WHEN ((new.status = 'todo'::procrastinate_job_status)) EXECUTE FUNCTION procrastinate_notify_queue_job_inserted_v1();
CREATE TRIGGER procrastinate_trigger_abort_requested_events_v1 AFTER UPDATE OF abort_requested ON procrastinate_jobs FOR EACH ROW WHEN ((new.abort_requested = true)) EXECUTE FUNCTION procrastinate_trigger_abort_requested_events_procedure_v1();
CREATE TRIGGER procrastinate_trigger_delete_jobs_v1 BEFORE DELETE ON procrastinate_jobs FOR EACH ROW EXECUTE FUNCTION procrastinate_unlink_periodic_defers_v1();
CREATE TRIGGER procrastinate_trigger_scheduled_events_v1 AFTER INSERT OR UPDATE ON procrastinate_jobs FOR EACH ROW WHEN (((new.scheduled_at IS NOT NULL) AND (new.status = 'todo'::procrastinate_job_status))) EXECUTE FUNCTION procrastinate_trigger_function_scheduled_events_v1();
CREATE TRIGGER procrastinate_trigger_status_events_insert_v1 AFTER INSERT ON procrastinate_jobs FOR EACH ROW WHEN ((new.status = 'todo'::procrastinate_job_status)) EXECUTE FUNCTION procrastinate_trigger_function_status_events_insert_v1();
CREATE TRIGGER procrastinate_trigger_status_events_update_v1 AFTER UPDATE OF status ON procrastinate_jobs FOR EACH ROW EXECUTE FUNCTION procrastinate_trigger_function_status_events_update_v1();
ALTER TABLE ONLY account_emailaddress
    ADD CONSTRAINT account_emailaddress_user_id_2c513194_fk_people_user_id FOREIGN KEY (user_id) REFERENCES people_user(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY account_emailconfirmation
    ADD CONSTRAINT account_emailconfirm_email_address_id_5b7f8c58_fk_account_e FOREIGN KEY (email_address_id) REFERENCES account_emailaddress(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY accounts_account
    ADD CONSTRAINT accounts_account_adopted_by_id_e55bc799_fk_people_user_id FOREIGN KEY (adopted_by_id) REFERENCES people_user(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY accounts_account
    ADD CONSTRAINT accounts_account_backup_id_4612cfbc_fk_people_team_id FOREIGN KEY (backup_id) REFERENCES people_team(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY accounts_account
    ADD CONSTRAINT accounts_account_channel_id_46f180d2_fk_channels_channel_id FOREIGN KEY (channel_id) REFERENCES channels_channel(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY accounts_account
    ADD CONSTRAINT accounts_account_owner_id_7b1fcbd0_fk_people_user_id FOREIGN KEY (owner_id) REFERENCES people_user(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY audit_entry
    ADD CONSTRAINT audit_entry_actor_id_57c4b003_fk_people_user_id FOREIGN KEY (actor_id) REFERENCES people_user(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY auth_group_permissions
    ADD CONSTRAINT auth_group_permissio_permission_id_84c5c92e_fk_auth_perm FOREIGN KEY (permission_id) REFERENCES auth_permission(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY auth_group_permissions
    ADD CONSTRAINT auth_group_permissions_group_id_b120cbf9_fk_auth_group_id FOREIGN KEY (group_id) REFERENCES auth_group(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY auth_permission
    ADD CONSTRAINT auth_permission_content_type_id_2f476e4b_fk_django_co FOREIGN KEY (content_type_id) REFERENCES django_content_type(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY axes_accessattemptexpiration
    ADD CONSTRAINT axes_accessattemptex_access_attempt_id_6b73a47a_fk_axes_acce FOREIGN KEY (access_attempt_id) REFERENCES axes_accessattempt(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY channels_canary
    ADD CONSTRAINT channels_canary_channel_id_9f639f57_fk_channels_channel_id FOREIGN KEY (channel_id) REFERENCES channels_channel(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY channels_canary
    ADD CONSTRAINT channels_canary_delivery_id_69cc79dc_fk_channels_delivery_id FOREIGN KEY (delivery_id) REFERENCES channels_delivery(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY channels_channel
    ADD CONSTRAINT channels_channel_team_id_4c7a34c2_fk_people_team_id FOREIGN KEY (team_id) REFERENCES people_team(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY channels_circuit
    ADD CONSTRAINT channels_circuit_channel_id_b4c363be_fk_channels_channel_id FOREIGN KEY (channel_id) REFERENCES channels_channel(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY channels_delivery
    ADD CONSTRAINT channels_delivery_channel_id_59493e4b_fk_channels_channel_id FOREIGN KEY (channel_id) REFERENCES channels_channel(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY channels_delivery
    ADD CONSTRAINT channels_delivery_copy_of_id_8b477862_fk_channels_delivery_id FOREIGN KEY (copy_of_id) REFERENCES channels_delivery(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY channels_delivery
    ADD CONSTRAINT channels_delivery_made_by_hand_by_id_6bb97deb_fk_people_user_id FOREIGN KEY (made_by_hand_by_id) REFERENCES people_user(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY consultations_call
    ADD CONSTRAINT consultations_call_by_id_c199ac57_fk_people_user_id FOREIGN KEY (by_id) REFERENCES people_user(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY consultations_call
    ADD CONSTRAINT consultations_call_consultation_id_32f03713_fk_consultat FOREIGN KEY (consultation_id) REFERENCES consultations_consultation(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY consultations_consultation
    ADD CONSTRAINT consultations_consul_asked_by_id_88e1c464_fk_people_us FOREIGN KEY (asked_by_id) REFERENCES people_user(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY consultations_consultation
    ADD CONSTRAINT consultations_consul_conversation_id_78c38210_fk_inbox_con FOREIGN KEY (conversation_id) REFERENCES inbox_conversation(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY consultations_consultation
    ADD CONSTRAINT consultations_consul_expert_id_4996ad1e_fk_consultat FOREIGN KEY (expert_id) REFERENCES consultations_expert(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY consultations_earlier
    ADD CONSTRAINT consultations_earlie_consultation_id_bfe5c192_fk_consultat FOREIGN KEY (consultation_id) REFERENCES consultations_consultation(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY consultations_earlier
    ADD CONSTRAINT consultations_earlier_by_id_1a1244db_fk_people_user_id FOREIGN KEY (by_id) REFERENCES people_user(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY consultations_expert
    ADD CONSTRAINT consultations_expert_department_id_bd6abd9e_fk_consultat FOREIGN KEY (department_id) REFERENCES consultations_expert(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY consultations_link
    ADD CONSTRAINT consultations_link_consultation_id_4d66634a_fk_consultat FOREIGN KEY (consultation_id) REFERENCES consultations_consultation(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY consultations_writing
    ADD CONSTRAINT consultations_writin_conversation_id_d48aa5ef_fk_inbox_con FOREIGN KEY (conversation_id) REFERENCES inbox_conversation(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY contacts_address
    ADD CONSTRAINT contacts_address_contact_id_fdd5054b_fk_contacts_contact_id FOREIGN KEY (contact_id) REFERENCES contacts_contact(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY contacts_block
    ADD CONSTRAINT contacts_block_by_id_9fe5925a_fk_people_user_id FOREIGN KEY (by_id) REFERENCES people_user(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY contacts_block
    ADD CONSTRAINT contacts_block_contact_id_1763e2e2_fk_contacts_contact_id FOREIGN KEY (contact_id) REFERENCES contacts_contact(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY contacts_block
    ADD CONSTRAINT contacts_block_lifted_by_id_ceb44a50_fk_people_user_id FOREIGN KEY (lifted_by_id) REFERENCES people_user(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY contacts_consent
    ADD CONSTRAINT contacts_consent_by_id_7a5fd3cf_fk_people_user_id FOREIGN KEY (by_id) REFERENCES people_user(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY contacts_consent
    ADD CONSTRAINT contacts_consent_contact_id_e3883c86_fk_contacts_contact_id FOREIGN KEY (contact_id) REFERENCES contacts_contact(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY contacts_consent
    ADD CONSTRAINT contacts_consent_withdrawn_by_id_eeec162a_fk_people_user_id FOREIGN KEY (withdrawn_by_id) REFERENCES people_user(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY health_alarm
    ADD CONSTRAINT health_alarm_channel_id_18a570ca_fk_channels_channel_id FOREIGN KEY (channel_id) REFERENCES channels_channel(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY health_alarm
    ADD CONSTRAINT health_alarm_seen_by_id_93ff858e_fk_people_user_id FOREIGN KEY (seen_by_id) REFERENCES people_user(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY inbox_approval
    ADD CONSTRAINT inbox_approval_author_id_8dc472bb_fk_people_user_id FOREIGN KEY (author_id) REFERENCES people_user(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY inbox_approval
    ADD CONSTRAINT inbox_approval_conversation_id_367b64ce_fk_inbox_con FOREIGN KEY (conversation_id) REFERENCES inbox_conversation(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY inbox_approval
    ADD CONSTRAINT inbox_approval_decided_by_id_2a4c229f_fk_people_user_id FOREIGN KEY (decided_by_id) REFERENCES people_user(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY inbox_approval
    ADD CONSTRAINT inbox_approval_follows_id_0dfc38a8_fk_inbox_approval_id FOREIGN KEY (follows_id) REFERENCES inbox_approval(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY inbox_approval
    ADD CONSTRAINT inbox_approval_reply_id_61a2dd64_fk_inbox_reply_id FOREIGN KEY (reply_id) REFERENCES inbox_reply(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY inbox_attachment
    ADD CONSTRAINT inbox_attachment_message_id_353f98ff_fk_inbox_message_id FOREIGN KEY (message_id) REFERENCES inbox_message(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY inbox_bulkact
    ADD CONSTRAINT inbox_bulkact_assignee_id_800e8dfb_fk_people_user_id FOREIGN KEY (assignee_id) REFERENCES people_user(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY inbox_bulkact
    ADD CONSTRAINT inbox_bulkact_author_id_128513ee_fk_people_user_id FOREIGN KEY (author_id) REFERENCES people_user(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY inbox_bulkact
    ADD CONSTRAINT inbox_bulkact_tag_id_53803f29_fk_inbox_tag_id FOREIGN KEY (tag_id) REFERENCES inbox_tag(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY inbox_bulkact
    ADD CONSTRAINT inbox_bulkact_thread_id_682f3c52_fk_inbox_conversation_id FOREIGN KEY (thread_id) REFERENCES inbox_conversation(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY inbox_bulkitem
    ADD CONSTRAINT inbox_bulkitem_bulk_id_813301e3_fk_inbox_bulkact_id FOREIGN KEY (bulk_id) REFERENCES inbox_bulkact(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY inbox_bulkitem
    ADD CONSTRAINT inbox_bulkitem_conversation_id_30e88ad0_fk_inbox_con FOREIGN KEY (conversation_id) REFERENCES inbox_conversation(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY inbox_bulkitem
    ADD CONSTRAINT inbox_bulkitem_message_id_6e242c45_fk_inbox_message_id FOREIGN KEY (message_id) REFERENCES inbox_message(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY inbox_conversation
    ADD CONSTRAINT inbox_conversation_assignee_id_4bf0d3a6_fk_people_user_id FOREIGN KEY (assignee_id) REFERENCES people_user(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY inbox_conversation
    ADD CONSTRAINT inbox_conversation_channel_id_8b41ed11_fk_channels_channel_id FOREIGN KEY (channel_id) REFERENCES channels_channel(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY inbox_conversation
    ADD CONSTRAINT inbox_conversation_contact_id_4878e8e1_fk_contacts_contact_id FOREIGN KEY (contact_id) REFERENCES contacts_contact(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY inbox_conversation
    ADD CONSTRAINT inbox_conversation_merged_into_id_7d85ee12_fk_inbox_con FOREIGN KEY (merged_into_id) REFERENCES inbox_conversation(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY inbox_conversation
    ADD CONSTRAINT inbox_conversation_outcome_line_id_6bd8402e_fk_knowledge FOREIGN KEY (outcome_line_id) REFERENCES knowledge_protocolline(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY inbox_conversation
    ADD CONSTRAINT inbox_conversation_possibly_belongs_to__43f0081f_fk_inbox_con FOREIGN KEY (possibly_belongs_to_id) REFERENCES inbox_conversation(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY inbox_conversation
    ADD CONSTRAINT inbox_conversation_routed_to_id_65820aae_fk_people_team_id FOREIGN KEY (routed_to_id) REFERENCES people_team(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY inbox_conversation
    ADD CONSTRAINT inbox_conversation_snoozed_by_id_ff123fd3_fk_people_user_id FOREIGN KEY (snoozed_by_id) REFERENCES people_user(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY inbox_conversation_tags
    ADD CONSTRAINT inbox_conversation_t_conversation_id_b9fd3da5_fk_inbox_con FOREIGN KEY (conversation_id) REFERENCES inbox_conversation(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY inbox_conversation_tags
    ADD CONSTRAINT inbox_conversation_tags_tag_id_9fcf3400_fk_inbox_tag_id FOREIGN KEY (tag_id) REFERENCES inbox_tag(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY inbox_distance
    ADD CONSTRAINT inbox_distance_channel_id_036ae74d_fk_channels_channel_id FOREIGN KEY (channel_id) REFERENCES channels_channel(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY inbox_distance
    ADD CONSTRAINT inbox_distance_conversation_id_69efbef5_fk_inbox_con FOREIGN KEY (conversation_id) REFERENCES inbox_conversation(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY inbox_distance
    ADD CONSTRAINT inbox_distance_tag_id_df6ebe3c_fk_inbox_tag_id FOREIGN KEY (tag_id) REFERENCES inbox_tag(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY inbox_distance
    ADD CONSTRAINT inbox_distance_user_id_b320734f_fk_people_user_id FOREIGN KEY (user_id) REFERENCES people_user(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY inbox_draft
    ADD CONSTRAINT inbox_draft_author_id_14e84fee_fk_people_user_id FOREIGN KEY (author_id) REFERENCES people_user(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY inbox_draft
    ADD CONSTRAINT inbox_draft_conversation_id_e078d825_fk_inbox_conversation_id FOREIGN KEY (conversation_id) REFERENCES inbox_conversation(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY inbox_draftfile
    ADD CONSTRAINT inbox_draftfile_approval_id_9fc93c03_fk_inbox_approval_id FOREIGN KEY (approval_id) REFERENCES inbox_approval(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY inbox_draftfile
    ADD CONSTRAINT inbox_draftfile_draft_id_a5627456_fk_inbox_draft_id FOREIGN KEY (draft_id) REFERENCES inbox_draft(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY inbox_endedwait
    ADD CONSTRAINT inbox_endedwait_message_id_55c542a5_fk_inbox_message_id FOREIGN KEY (message_id) REFERENCES inbox_message(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY inbox_endedwait
    ADD CONSTRAINT inbox_endedwait_team_id_0dc8f2d5_fk_people_team_id FOREIGN KEY (team_id) REFERENCES people_team(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY inbox_following
    ADD CONSTRAINT inbox_following_conversation_id_fb5914a3_fk_inbox_con FOREIGN KEY (conversation_id) REFERENCES inbox_conversation(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY inbox_following
    ADD CONSTRAINT inbox_following_user_id_b33e8f85_fk_people_user_id FOREIGN KEY (user_id) REFERENCES people_user(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY inbox_followup
    ADD CONSTRAINT inbox_followup_conversation_id_572acea7_fk_inbox_con FOREIGN KEY (conversation_id) REFERENCES inbox_conversation(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY inbox_followup
    ADD CONSTRAINT inbox_followup_ended_by_id_5b17480e_fk_people_user_id FOREIGN KEY (ended_by_id) REFERENCES people_user(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY inbox_followup
    ADD CONSTRAINT inbox_followup_made_by_id_7bc0bc6c_fk_people_user_id FOREIGN KEY (made_by_id) REFERENCES people_user(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY inbox_followup
    ADD CONSTRAINT inbox_followup_reply_id_ad8a9a1e_fk_inbox_reply_id FOREIGN KEY (reply_id) REFERENCES inbox_reply(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY inbox_handover
    ADD CONSTRAINT inbox_handover_before_id_ec134dfa_fk_people_user_id FOREIGN KEY (before_id) REFERENCES people_user(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY inbox_handover
    ADD CONSTRAINT inbox_handover_by_id_52a4cc13_fk_people_user_id FOREIGN KEY (by_id) REFERENCES people_user(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY inbox_handover
    ADD CONSTRAINT inbox_handover_conversation_id_cb930f4e_fk_inbox_con FOREIGN KEY (conversation_id) REFERENCES inbox_conversation(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY inbox_handover
    ADD CONSTRAINT inbox_handover_to_team_id_09321de1_fk_people_team_id FOREIGN KEY (to_team_id) REFERENCES people_team(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY inbox_handover
    ADD CONSTRAINT inbox_handover_to_user_id_97afabec_fk_people_user_id FOREIGN KEY (to_user_id) REFERENCES people_user(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY inbox_looking
    ADD CONSTRAINT inbox_looking_channel_id_2553d9fa_fk_channels_channel_id FOREIGN KEY (channel_id) REFERENCES channels_channel(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY inbox_looking
    ADD CONSTRAINT inbox_looking_conversation_id_44b1c529_fk_inbox_conversation_id FOREIGN KEY (conversation_id) REFERENCES inbox_conversation(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY inbox_macro
    ADD CONSTRAINT inbox_macro_kept_answer_id_4bc4fc59_fk_knowledge_keptanswer_id FOREIGN KEY (kept_answer_id) REFERENCES knowledge_keptanswer(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY inbox_macro
    ADD CONSTRAINT inbox_macro_team_id_9ce4aec0_fk_people_team_id FOREIGN KEY (team_id) REFERENCES people_team(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY inbox_matter
    ADD CONSTRAINT inbox_matter_made_by_id_0dcc5851_fk_people_user_id FOREIGN KEY (made_by_id) REFERENCES people_user(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY inbox_matter
    ADD CONSTRAINT inbox_matter_team_id_367c637a_fk_people_team_id FOREIGN KEY (team_id) REFERENCES people_team(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY inbox_mattergo
    ADD CONSTRAINT inbox_mattergo_by_id_d1642d9b_fk_people_user_id FOREIGN KEY (by_id) REFERENCES people_user(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY inbox_mattergo
    ADD CONSTRAINT inbox_mattergo_matter_id_6220b0e0_fk_inbox_matter_id FOREIGN KEY (matter_id) REFERENCES inbox_matter(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY inbox_matterlink
    ADD CONSTRAINT inbox_matterlink_by_id_6929f4ce_fk_people_user_id FOREIGN KEY (by_id) REFERENCES people_user(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY inbox_matterlink
    ADD CONSTRAINT inbox_matterlink_conversation_id_ccd85c25_fk_inbox_con FOREIGN KEY (conversation_id) REFERENCES inbox_conversation(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY inbox_matterlink
    ADD CONSTRAINT inbox_matterlink_matter_id_e654727d_fk_inbox_matter_id FOREIGN KEY (matter_id) REFERENCES inbox_matter(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY inbox_matterturn
    ADD CONSTRAINT inbox_matterturn_conversation_id_4338fe8b_fk_inbox_con FOREIGN KEY (conversation_id) REFERENCES inbox_conversation(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY inbox_matterturn
    ADD CONSTRAINT inbox_matterturn_go_id_d1c06e54_fk_inbox_mattergo_id FOREIGN KEY (go_id) REFERENCES inbox_mattergo(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY inbox_matterturn
    ADD CONSTRAINT inbox_matterturn_reply_id_906838e7_fk_inbox_reply_id FOREIGN KEY (reply_id) REFERENCES inbox_reply(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY inbox_message
    ADD CONSTRAINT inbox_message_author_id_6fb862c9_fk_people_user_id FOREIGN KEY (author_id) REFERENCES people_user(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY inbox_message
    ADD CONSTRAINT inbox_message_channel_id_5102d250_fk_channels_channel_id FOREIGN KEY (channel_id) REFERENCES channels_channel(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY inbox_message
    ADD CONSTRAINT inbox_message_conversation_id_37bc0d72_fk_inbox_conversation_id FOREIGN KEY (conversation_id) REFERENCES inbox_conversation(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY inbox_message
    ADD CONSTRAINT inbox_message_delivery_id_71f048a0_fk_channels_delivery_id FOREIGN KEY (delivery_id) REFERENCES channels_delivery(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY inbox_messageversion
    ADD CONSTRAINT inbox_messageversion_delivery_id_1dbf537a_fk_channels_ FOREIGN KEY (delivery_id) REFERENCES channels_delivery(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY inbox_messageversion
    ADD CONSTRAINT inbox_messageversion_message_id_76ff1e69_fk_inbox_message_id FOREIGN KEY (message_id) REFERENCES inbox_message(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY inbox_naming
    ADD CONSTRAINT inbox_naming_message_id_c64ebd59_fk_inbox_message_id FOREIGN KEY (message_id) REFERENCES inbox_message(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY inbox_naming
    ADD CONSTRAINT inbox_naming_user_id_d4cff71e_fk_people_user_id FOREIGN KEY (user_id) REFERENCES people_user(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY inbox_presence
    ADD CONSTRAINT inbox_presence_conversation_id_96230ec6_fk_inbox_con FOREIGN KEY (conversation_id) REFERENCES inbox_conversation(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY inbox_presence
    ADD CONSTRAINT inbox_presence_user_id_77e7c991_fk_people_user_id FOREIGN KEY (user_id) REFERENCES people_user(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY inbox_regrouping
    ADD CONSTRAINT inbox_regrouping_author_id_7f42b707_fk_people_user_id FOREIGN KEY (author_id) REFERENCES people_user(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY inbox_regrouping
    ADD CONSTRAINT inbox_regrouping_kept_id_834d5ee3_fk_inbox_conversation_id FOREIGN KEY (kept_id) REFERENCES inbox_conversation(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY inbox_regrouping
    ADD CONSTRAINT inbox_regrouping_other_id_aec6cebc_fk_inbox_conversation_id FOREIGN KEY (other_id) REFERENCES inbox_conversation(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY inbox_reply
    ADD CONSTRAINT inbox_reply_channel_id_11b7bea0_fk_channels_channel_id FOREIGN KEY (channel_id) REFERENCES channels_channel(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY inbox_reply
    ADD CONSTRAINT inbox_reply_message_id_fdaca4c6_fk_inbox_message_id FOREIGN KEY (message_id) REFERENCES inbox_message(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY inbox_savedview
    ADD CONSTRAINT inbox_savedview_channel_id_121f4cfd_fk_channels_channel_id FOREIGN KEY (channel_id) REFERENCES channels_channel(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY inbox_savedview
    ADD CONSTRAINT inbox_savedview_owner_id_3a5eeffa_fk_people_user_id FOREIGN KEY (owner_id) REFERENCES people_user(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY inbox_savedview
    ADD CONSTRAINT inbox_savedview_tag_id_aac5b3bd_fk_inbox_tag_id FOREIGN KEY (tag_id) REFERENCES inbox_tag(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY inbox_savedview
    ADD CONSTRAINT inbox_savedview_team_id_0f545ca5_fk_people_team_id FOREIGN KEY (team_id) REFERENCES people_team(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY knowledge_keptanswer
    ADD CONSTRAINT knowledge_keptanswer_owner_id_afa4af02_fk_people_user_id FOREIGN KEY (owner_id) REFERENCES people_user(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY knowledge_keptanswer
    ADD CONSTRAINT knowledge_keptanswer_team_id_5ae1f2e3_fk_people_team_id FOREIGN KEY (team_id) REFERENCES people_team(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY knowledge_keptform
    ADD CONSTRAINT knowledge_keptform_answer_id_f466801c_fk_knowledge FOREIGN KEY (answer_id) REFERENCES knowledge_keptanswer(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY knowledge_protocolline
    ADD CONSTRAINT knowledge_protocolli_channel_id_3abf7c5c_fk_channels_ FOREIGN KEY (channel_id) REFERENCES channels_channel(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY knowledge_style
    ADD CONSTRAINT knowledge_style_channel_id_d42d5a4b_fk_channels_channel_id FOREIGN KEY (channel_id) REFERENCES channels_channel(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY listening_hit
    ADD CONSTRAINT listening_hit_message_id_986ccc60_fk_inbox_message_id FOREIGN KEY (message_id) REFERENCES inbox_message(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY listening_hit
    ADD CONSTRAINT listening_hit_watch_id_65ef01cb_fk_listening_watch_id FOREIGN KEY (watch_id) REFERENCES listening_watch(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY listening_watch
    ADD CONSTRAINT listening_watch_channel_id_1476ea7b_fk_channels_channel_id FOREIGN KEY (channel_id) REFERENCES channels_channel(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY listening_watch_colleagues
    ADD CONSTRAINT listening_watch_coll_watch_id_ce09026f_fk_listening FOREIGN KEY (watch_id) REFERENCES listening_watch(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY listening_watch_colleagues
    ADD CONSTRAINT listening_watch_colleagues_user_id_1b6865a2_fk_people_user_id FOREIGN KEY (user_id) REFERENCES people_user(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY logins_groupright_teams
    ADD CONSTRAINT logins_groupright_te_groupright_id_5a882279_fk_logins_gr FOREIGN KEY (groupright_id) REFERENCES logins_groupright(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY logins_groupright_teams
    ADD CONSTRAINT logins_groupright_teams_team_id_b3a1399c_fk_people_team_id FOREIGN KEY (team_id) REFERENCES people_team(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY logins_lastcode
    ADD CONSTRAINT logins_lastcode_user_id_b2fe7de3_fk_people_user_id FOREIGN KEY (user_id) REFERENCES people_user(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY logins_provideraccount
    ADD CONSTRAINT logins_provideraccount_user_id_ae2d26a2_fk_people_user_id FOREIGN KEY (user_id) REFERENCES people_user(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY logins_session
    ADD CONSTRAINT logins_session_user_id_507abcd5_fk_people_user_id FOREIGN KEY (user_id) REFERENCES people_user(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY mfa_authenticator
    ADD CONSTRAINT mfa_authenticator_user_id_0c3a50c0_fk_people_user_id FOREIGN KEY (user_id) REFERENCES people_user(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY organisation_acceptance
    ADD CONSTRAINT organisation_accepta_conduct_id_6c637a6a_fk_organisat FOREIGN KEY (conduct_id) REFERENCES organisation_conduct(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY organisation_acceptance
    ADD CONSTRAINT organisation_acceptance_person_id_77720299_fk_people_user_id FOREIGN KEY (person_id) REFERENCES people_user(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY people_absence
    ADD CONSTRAINT people_absence_backup_id_914364d6_fk_people_user_id FOREIGN KEY (backup_id) REFERENCES people_user(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY people_absence
    ADD CONSTRAINT people_absence_person_id_83bbf6a9_fk_people_user_id FOREIGN KEY (person_id) REFERENCES people_user(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY people_invitation
    ADD CONSTRAINT people_invitation_user_id_6b7e61de_fk_people_user_id FOREIGN KEY (user_id) REFERENCES people_user(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY people_roleheld
    ADD CONSTRAINT people_roleheld_user_id_6efcff83_fk_people_user_id FOREIGN KEY (user_id) REFERENCES people_user(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY people_user_teams
    ADD CONSTRAINT people_user_teams_team_id_6e9372ae_fk_people_team_id FOREIGN KEY (team_id) REFERENCES people_team(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY people_user_teams
    ADD CONSTRAINT people_user_teams_user_id_cfa13b3e_fk_people_user_id FOREIGN KEY (user_id) REFERENCES people_user(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY planning_awayanswer
    ADD CONSTRAINT planning_awayanswer_channel_id_9825febb_fk_channels_channel_id FOREIGN KEY (channel_id) REFERENCES channels_channel(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY planning_block
    ADD CONSTRAINT planning_block_own_id_0d32a889_fk_planning_ownhours_id FOREIGN KEY (own_id) REFERENCES planning_ownhours(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY planning_block
    ADD CONSTRAINT planning_block_special_id_bada5a9e_fk_planning_specialday_id FOREIGN KEY (special_id) REFERENCES planning_specialday(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY planning_norm
    ADD CONSTRAINT planning_norm_channel_id_986217ee_fk_channels_channel_id FOREIGN KEY (channel_id) REFERENCES channels_channel(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY planning_ownday
    ADD CONSTRAINT planning_ownday_channel_id_596ba2d4_fk_channels_channel_id FOREIGN KEY (channel_id) REFERENCES channels_channel(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY planning_ownday
    ADD CONSTRAINT planning_ownday_team_id_f12a4979_fk_people_team_id FOREIGN KEY (team_id) REFERENCES people_team(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY planning_ownhours
    ADD CONSTRAINT planning_ownhours_channel_id_3bcc3e40_fk_channels_channel_id FOREIGN KEY (channel_id) REFERENCES channels_channel(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY planning_ownhours
    ADD CONSTRAINT planning_ownhours_team_id_5b951585_fk_people_team_id FOREIGN KEY (team_id) REFERENCES people_team(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY planning_profilelook
    ADD CONSTRAINT planning_profilelook_channel_id_ab676736_fk_channels_channel_id FOREIGN KEY (channel_id) REFERENCES channels_channel(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY practice_attempt
    ADD CONSTRAINT practice_attempt_user_id_178d3ef7_fk_people_user_id FOREIGN KEY (user_id) REFERENCES people_user(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY practice_golive
    ADD CONSTRAINT practice_golive_channel_id_92f7a219_fk_channels_channel_id FOREIGN KEY (channel_id) REFERENCES channels_channel(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY practice_golive
    ADD CONSTRAINT practice_golive_switcher_id_6b25c4d9_fk_people_user_id FOREIGN KEY (switcher_id) REFERENCES people_user(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY practice_point
    ADD CONSTRAINT practice_point_channel_id_1ed0b4f1_fk_channels_channel_id FOREIGN KEY (channel_id) REFERENCES channels_channel(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY practice_point
    ADD CONSTRAINT practice_point_ticked_by_id_e1085cde_fk_people_user_id FOREIGN KEY (ticked_by_id) REFERENCES people_user(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY practice_review
    ADD CONSTRAINT practice_review_message_id_b7d678e3_fk_inbox_message_id FOREIGN KEY (message_id) REFERENCES inbox_message(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY practice_review
    ADD CONSTRAINT practice_review_reviewer_id_ade29026_fk_people_user_id FOREIGN KEY (reviewer_id) REFERENCES people_user(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY procrastinate_events
    ADD CONSTRAINT procrastinate_events_job_id_fkey FOREIGN KEY (job_id) REFERENCES procrastinate_jobs(id) ON DELETE CASCADE;
ALTER TABLE ONLY procrastinate_jobs
    ADD CONSTRAINT procrastinate_jobs_worker_id_fkey FOREIGN KEY (worker_id) REFERENCES procrastinate_workers(id) ON DELETE SET NULL;
ALTER TABLE ONLY procrastinate_periodic_defers
    ADD CONSTRAINT procrastinate_periodic_defers_job_id_fkey FOREIGN KEY (job_id) REFERENCES procrastinate_jobs(id);
ALTER TABLE ONLY roster_duty
    ADD CONSTRAINT roster_duty_person_id_5bb52902_fk_people_user_id FOREIGN KEY (person_id) REFERENCES people_user(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY roster_shift
    ADD CONSTRAINT roster_shift_person_id_5128ca4a_fk_people_user_id FOREIGN KEY (person_id) REFERENCES people_user(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY roster_shift
    ADD CONSTRAINT roster_shift_team_id_d7eeb461_fk_people_team_id FOREIGN KEY (team_id) REFERENCES people_team(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY roster_skip
    ADD CONSTRAINT roster_skip_shift_id_b36608d0_fk_roster_shift_id FOREIGN KEY (shift_id) REFERENCES roster_shift(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY roster_swap
    ADD CONSTRAINT roster_swap_asker_id_5d710721_fk_people_user_id FOREIGN KEY (asker_id) REFERENCES people_user(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY roster_swap
    ADD CONSTRAINT roster_swap_back_id_16f32c7b_fk_roster_shift_id FOREIGN KEY (back_id) REFERENCES roster_shift(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY roster_swap
    ADD CONSTRAINT roster_swap_decided_by_id_6edf74aa_fk_people_user_id FOREIGN KEY (decided_by_id) REFERENCES people_user(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY roster_swap
    ADD CONSTRAINT roster_swap_shift_id_9609bfde_fk_roster_shift_id FOREIGN KEY (shift_id) REFERENCES roster_shift(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY roster_swap
    ADD CONSTRAINT roster_swap_to_id_b4cda5b8_fk_people_user_id FOREIGN KEY (to_id) REFERENCES people_user(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY routing_passage
    ADD CONSTRAINT routing_passage_conversation_id_a9029ef8_fk_inbox_con FOREIGN KEY (conversation_id) REFERENCES inbox_conversation(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY routing_passage
    ADD CONSTRAINT routing_passage_rule_id_7859964d_fk_routing_rule_id FOREIGN KEY (rule_id) REFERENCES routing_rule(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY routing_passage
    ADD CONSTRAINT routing_passage_team_id_d789a319_fk_people_team_id FOREIGN KEY (team_id) REFERENCES people_team(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY routing_rule
    ADD CONSTRAINT routing_rule_channel_id_0dc4fd24_fk_channels_channel_id FOREIGN KEY (channel_id) REFERENCES channels_channel(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY routing_rule
    ADD CONSTRAINT routing_rule_to_team_id_6d695548_fk_people_team_id FOREIGN KEY (to_team_id) REFERENCES people_team(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY second_eyes_casename
    ADD CONSTRAINT second_eyes_casename_caution_id_d0613003_fk_second_ey FOREIGN KEY (caution_id) REFERENCES second_eyes_caution(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY second_eyes_caution_trainees
    ADD CONSTRAINT second_eyes_caution__caution_id_077d818f_fk_second_ey FOREIGN KEY (caution_id) REFERENCES second_eyes_caution(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY second_eyes_caution_judges
    ADD CONSTRAINT second_eyes_caution__caution_id_2ccbdb70_fk_second_ey FOREIGN KEY (caution_id) REFERENCES second_eyes_caution(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY second_eyes_caution_judges
    ADD CONSTRAINT second_eyes_caution_judges_user_id_86843a00_fk_people_user_id FOREIGN KEY (user_id) REFERENCES people_user(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY second_eyes_caution
    ADD CONSTRAINT second_eyes_caution_team_id_84b67cd5_fk_people_team_id FOREIGN KEY (team_id) REFERENCES people_team(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY second_eyes_caution_trainees
    ADD CONSTRAINT second_eyes_caution_trainees_user_id_42a90477_fk_people_user_id FOREIGN KEY (user_id) REFERENCES people_user(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY second_eyes_mailed
    ADD CONSTRAINT second_eyes_mailed_user_id_a94dfb16_fk_people_user_id FOREIGN KEY (user_id) REFERENCES people_user(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY skills_held
    ADD CONSTRAINT skills_held_granted_by_id_a124bd95_fk_people_user_id FOREIGN KEY (granted_by_id) REFERENCES people_user(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY skills_held
    ADD CONSTRAINT skills_held_skill_id_ddfeeb9a_fk_skills_skill_id FOREIGN KEY (skill_id) REFERENCES skills_skill(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY skills_held
    ADD CONSTRAINT skills_held_user_id_4748bc4c_fk_people_user_id FOREIGN KEY (user_id) REFERENCES people_user(id) DEFERRABLE INITIALLY DEFERRED;

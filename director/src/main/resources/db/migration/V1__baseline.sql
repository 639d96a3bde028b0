-- One schema for SQLite and PostgreSQL. Ids are UUIDs as text, times are epoch milliseconds in columns named *_at, sizes are bytes.
-- Every column has one writer: `want_*` and identity columns come from the API or the owner, `seen_*` from the aggregate's own reconciler.
-- docs/DATA.md explains each table.

CREATE TABLE due (
    kind              VARCHAR(20)  NOT NULL,
    id                VARCHAR(36)  NOT NULL,
    due_at            BIGINT       NOT NULL,
    -- fencing token of the pass under way; only the pass that carries it may write
    claimed_by        VARCHAR(80),
    claimed_until_at  BIGINT,
    wakes             BIGINT       NOT NULL DEFAULT 0,
    failures          INTEGER      NOT NULL DEFAULT 0,
    same_acts         INTEGER      NOT NULL DEFAULT 0,
    difference        VARCHAR(400) NOT NULL DEFAULT '',
    -- since when the difference is the same
    difference_at     BIGINT,
    outcome           VARCHAR(20)  NOT NULL DEFAULT '',
    reason_code       VARCHAR(80)  NOT NULL DEFAULT '',
    text              VARCHAR(2000) NOT NULL DEFAULT '',
    looked_at         BIGINT,
    PRIMARY KEY (kind, id)
);
CREATE INDEX due_by_time ON due (kind, due_at);

CREATE TABLE site (
    id             VARCHAR(36)   NOT NULL PRIMARY KEY,
    name           VARCHAR(63)   NOT NULL UNIQUE,
    driver         VARCHAR(40)   NOT NULL,
    settings_json  TEXT          NOT NULL,
    tier           VARCHAR(10)   NOT NULL DEFAULT 'cloud',
    location       VARCHAR(200)  NOT NULL DEFAULT '',
    life           VARCHAR(10)   NOT NULL DEFAULT 'ALIVE',
    created_at     BIGINT        NOT NULL,
    seen_ok        BOOLEAN,
    seen_provider  VARCHAR(200)  NOT NULL DEFAULT '',
    seen_text      VARCHAR(2000) NOT NULL DEFAULT '',
    seen_at        BIGINT
);

-- What carries our tag at a site and belongs to no living row, since when it is seen so; removed after a grace.
CREATE TABLE orphan (
    site_id   VARCHAR(36)  NOT NULL REFERENCES site (id),
    sort      VARCHAR(10)  NOT NULL,
    ref       VARCHAR(200) NOT NULL,
    first_at  BIGINT       NOT NULL,
    PRIMARY KEY (site_id, sort, ref)
);

-- An address allotted from a site's subnet, from the moment its owner is made until its owner is dead.
CREATE TABLE address (
    site_id      VARCHAR(36) NOT NULL REFERENCES site (id),
    address      VARCHAR(45) NOT NULL,
    instance_id  VARCHAR(36) NOT NULL UNIQUE,
    created_at   BIGINT      NOT NULL,
    PRIMARY KEY (site_id, address)
);

CREATE TABLE instance (
    id               VARCHAR(36)  NOT NULL PRIMARY KEY,
    site_id          VARCHAR(36)  NOT NULL REFERENCES site (id),
    name             VARCHAR(50)  NOT NULL,
    image            VARCHAR(200) NOT NULL,
    cpu_millicores   INTEGER      NOT NULL,
    memory_bytes     BIGINT       NOT NULL,
    disk_bytes       BIGINT       NOT NULL,
    address          VARCHAR(45),
    agent            BOOLEAN      NOT NULL,
    want_power       VARCHAR(3)   NOT NULL,
    life             VARCHAR(10)  NOT NULL DEFAULT 'ALIVE',
    created_at       BIGINT       NOT NULL,
    -- generation of the machine; grows when a new machine must take the place of a lost one
    generation       BIGINT       NOT NULL DEFAULT 1,
    -- machines lost one after the other since the wants were last met; spaces further attempts
    losses           INTEGER      NOT NULL DEFAULT 0,
    -- the point of no return of the current generation: set before every create call
    create_asked_at  BIGINT,
    seen_ref         VARCHAR(200),
    seen_power       VARCHAR(10),
    seen_addresses   VARCHAR(1000) NOT NULL DEFAULT '',
    seen_host        VARCHAR(200) NOT NULL DEFAULT '',
    seen_at          BIGINT,
    -- when the machine was last there although it is not seen now
    missing_since_at BIGINT,
    dead_at          BIGINT
);
CREATE INDEX instance_by_site ON instance (site_id);

CREATE TABLE volume (
    id           VARCHAR(36)  NOT NULL PRIMARY KEY,
    instance_id  VARCHAR(36)  NOT NULL REFERENCES instance (id),
    name         VARCHAR(63)  NOT NULL,
    path         VARCHAR(200) NOT NULL,
    size_bytes   BIGINT       NOT NULL,
    created_at   BIGINT       NOT NULL,
    seen_there   BOOLEAN      NOT NULL DEFAULT FALSE
);
CREATE INDEX volume_by_instance ON volume (instance_id);

CREATE TABLE app (
    id          VARCHAR(36)   NOT NULL PRIMARY KEY,
    name        VARCHAR(100)  NOT NULL UNIQUE,
    owner_id    VARCHAR(36)   NOT NULL,
    description VARCHAR(2000) NOT NULL DEFAULT '',
    want_run    BOOLEAN       NOT NULL,
    life        VARCHAR(10)   NOT NULL DEFAULT 'ALIVE',
    generation  BIGINT        NOT NULL DEFAULT 1,
    created_at  BIGINT        NOT NULL,
    -- generation whose wants are met; clients wait for it
    seen_generation BIGINT    NOT NULL DEFAULT 0,
    seen_state  VARCHAR(12)   NOT NULL DEFAULT 'INIT',
    seen_text   VARCHAR(2000) NOT NULL DEFAULT '',
    seen_at     BIGINT
);

-- What was wanted of an application from some time on; trimmed to a named number per application.
CREATE TABLE revision (
    app_id      VARCHAR(36)   NOT NULL,
    number      BIGINT        NOT NULL,
    created_at  BIGINT        NOT NULL,
    who         VARCHAR(100)  NOT NULL,
    text        VARCHAR(2000) NOT NULL,
    -- the whole desired state in its canonical form, without secrets
    manifest    TEXT          NOT NULL,
    -- ids of the manifest's services, in its order: a service keeps its id under a new name
    services_json TEXT        NOT NULL,
    PRIMARY KEY (app_id, number)
);

CREATE TABLE service (
    id              VARCHAR(36)   NOT NULL PRIMARY KEY,
    app_id          VARCHAR(36)   NOT NULL REFERENCES app (id),
    sid             INTEGER       NOT NULL,
    type            VARCHAR(40)   NOT NULL,
    name            VARCHAR(100)  NOT NULL,
    site_id         VARCHAR(36)   NOT NULL REFERENCES site (id),
    want_run        BOOLEAN       NOT NULL,
    counts_json     TEXT          NOT NULL,
    settings_json   TEXT          NOT NULL,
    active_code_id  VARCHAR(36),
    previous_code_id VARCHAR(36),
    life            VARCHAR(10)   NOT NULL DEFAULT 'ALIVE',
    generation      BIGINT        NOT NULL DEFAULT 1,
    created_at      BIGINT        NOT NULL,
    seen_generation BIGINT        NOT NULL DEFAULT 0,
    seen_state      VARCHAR(12)   NOT NULL DEFAULT 'INIT',
    seen_text       VARCHAR(2000) NOT NULL DEFAULT '',
    seen_exports_json TEXT        NOT NULL DEFAULT '{}',
    seen_url        VARCHAR(400),
    seen_at         BIGINT,
    UNIQUE (app_id, sid),
    UNIQUE (app_id, name)
);

CREATE TABLE service_history (
    service_id  VARCHAR(36)   NOT NULL,
    seq         BIGINT        NOT NULL,
    at          BIGINT        NOT NULL,
    state       VARCHAR(12)   NOT NULL,
    reason      VARCHAR(2000) NOT NULL,
    PRIMARY KEY (service_id, seq)
);

-- The newest consistency check of a service. A running one whose seen_at is old was lost with its director.
CREATE TABLE service_check (
    service_id   VARCHAR(36)   NOT NULL PRIMARY KEY REFERENCES service (id),
    id           VARCHAR(36)   NOT NULL,
    order_json   TEXT          NOT NULL,
    wanted_by    VARCHAR(200)  NOT NULL,
    want_cancel  BOOLEAN       NOT NULL DEFAULT FALSE,
    created_at   BIGINT        NOT NULL,
    seen_state   VARCHAR(12)   NOT NULL,
    seen_done    BIGINT        NOT NULL DEFAULT 0,
    seen_text    VARCHAR(2000) NOT NULL DEFAULT '',
    seen_report_json TEXT,
    seen_at      BIGINT        NOT NULL,
    ended_at     BIGINT
);

CREATE TABLE secret (
    service_id  VARCHAR(36) NOT NULL,
    name        VARCHAR(40) NOT NULL,
    version     INTEGER     NOT NULL,
    sealed      TEXT        NOT NULL,
    -- whether a user chose it: an exported manifest says then that it has to be given anew
    given       BOOLEAN     NOT NULL DEFAULT FALSE,
    created_at  BIGINT      NOT NULL,
    PRIMARY KEY (service_id, name, version)
);

-- A member of a service; the machine is the instance of the same id.
CREATE TABLE node (
    instance_id        VARCHAR(36) NOT NULL PRIMARY KEY REFERENCES instance (id),
    service_id         VARCHAR(36) NOT NULL REFERENCES service (id),
    ordinal            INTEGER     NOT NULL,
    life               VARCHAR(10) NOT NULL DEFAULT 'ALIVE',
    want_roles_json    TEXT        NOT NULL,
    -- whether the user wants this very node gone
    want_leave         BOOLEAN     NOT NULL DEFAULT FALSE,
    config_generation  BIGINT      NOT NULL DEFAULT 1,
    created_at         BIGINT      NOT NULL,
    fence              BIGINT      NOT NULL DEFAULT 0,
    -- SHA-256 of the public key that holds the identity, and the machine generation it belongs to
    key_digest         VARCHAR(64),
    key_generation     BIGINT      NOT NULL DEFAULT 0,
    -- the last report that said something new, and when the agent was last known to speak
    seen_report_json   TEXT,
    seen_generation    BIGINT      NOT NULL DEFAULT 0,
    seen_at            BIGINT,
    -- WAITING (never spoke), CONNECTED, LOST (silent for too long)
    seen_agent         VARCHAR(10) NOT NULL DEFAULT 'WAITING'
);
CREATE INDEX node_by_service ON node (service_id);

CREATE TABLE blob (
    digest      VARCHAR(64) NOT NULL PRIMARY KEY,
    size_bytes  BIGINT      NOT NULL,
    -- a code version or an attachment named it since its last upload
    used        BOOLEAN     NOT NULL DEFAULT FALSE,
    created_at  BIGINT      NOT NULL
);

CREATE TABLE code (
    id               VARCHAR(36)   NOT NULL PRIMARY KEY,
    service_id       VARCHAR(36)   NOT NULL REFERENCES service (id),
    filename         VARCHAR(255)  NOT NULL,
    description      VARCHAR(2000) NOT NULL DEFAULT '',
    format           VARCHAR(10)   NOT NULL,
    upload_digest    VARCHAR(64)   NOT NULL,
    upload_bytes     BIGINT        NOT NULL,
    content_digest   VARCHAR(64)   NOT NULL,
    content_bytes    BIGINT        NOT NULL,
    entries          INTEGER       NOT NULL,
    created_at       BIGINT        NOT NULL
);
CREATE INDEX code_by_service ON code (service_id);

CREATE TABLE attachment (
    service_id  VARCHAR(36)  NOT NULL REFERENCES service (id),
    name        VARCHAR(40)  NOT NULL,
    filename    VARCHAR(255) NOT NULL,
    digest      VARCHAR(64)  NOT NULL,
    size_bytes  BIGINT       NOT NULL,
    created_at  BIGINT       NOT NULL,
    PRIMARY KEY (service_id, name)
);

CREATE TABLE account (
    id             VARCHAR(36)  NOT NULL PRIMARY KEY,
    name           VARCHAR(100) NOT NULL UNIQUE,
    password_hash  VARCHAR(300) NOT NULL,
    role           VARCHAR(20)  NOT NULL,
    created_at     BIGINT       NOT NULL
);

CREATE TABLE token (
    id          VARCHAR(36)  NOT NULL PRIMARY KEY,
    account_id  VARCHAR(36)  NOT NULL REFERENCES account (id),
    name        VARCHAR(100) NOT NULL,
    hash        VARCHAR(64)  NOT NULL UNIQUE,
    scope       VARCHAR(20)  NOT NULL,
    created_at  BIGINT       NOT NULL,
    expires_at  BIGINT       NOT NULL,
    used_at     BIGINT
);

CREATE TABLE certificate (
    serial       VARCHAR(40)  NOT NULL PRIMARY KEY,
    subject      VARCHAR(200) NOT NULL,
    instance_id  VARCHAR(36),
    expires_at   BIGINT       NOT NULL,
    created_at   BIGINT       NOT NULL,
    revoked_at   BIGINT
);

CREATE TABLE audit (
    id      VARCHAR(36)   NOT NULL PRIMARY KEY,
    at      BIGINT        NOT NULL,
    who     VARCHAR(100)  NOT NULL,
    method  VARCHAR(10)   NOT NULL,
    path    VARCHAR(400)  NOT NULL,
    status  INTEGER       NOT NULL
);
CREATE INDEX audit_by_time ON audit (at);

-- What changed, for listeners; `seq` is their resume token. Trimmed to a named number of rows.
CREATE TABLE event (
    seq   BIGINT      NOT NULL PRIMARY KEY,
    at    BIGINT      NOT NULL,
    kind  VARCHAR(20) NOT NULL,
    id    VARCHAR(36) NOT NULL,
    what  VARCHAR(40) NOT NULL,
    text  VARCHAR(2000) NOT NULL
);

CREATE TABLE idempotency (
    account_id    VARCHAR(36)  NOT NULL,
    key           VARCHAR(100) NOT NULL,
    request_hash  VARCHAR(64)  NOT NULL,
    -- 0 while the request is in work
    status        INTEGER      NOT NULL,
    body          TEXT         NOT NULL,
    etag          VARCHAR(100) NOT NULL DEFAULT '',
    created_at    BIGINT       NOT NULL,
    PRIMARY KEY (account_id, key)
);
CREATE INDEX idempotency_by_time ON idempotency (created_at);

-- Fingerprints of the keys in the directors' homes, so that a director with others is refused.
CREATE TABLE keyring (
    name         VARCHAR(20) NOT NULL PRIMARY KEY,
    fingerprint  VARCHAR(64) NOT NULL,
    created_at   BIGINT      NOT NULL
);

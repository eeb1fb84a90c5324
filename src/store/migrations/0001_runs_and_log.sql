-- The runs, the log of what they fetched, and what they found.
-- A column that only programs read as a whole is a packed record (see packed.rs); what SQL asks about has its own column.

CREATE TABLE run (
    ordinal     INTEGER PRIMARY KEY AUTOINCREMENT,
    id          TEXT NOT NULL UNIQUE,
    mode        TEXT NOT NULL,
    as_of       TEXT NOT NULL,
    fingerprint TEXT NOT NULL,
    version     TEXT NOT NULL,
    started_at  TEXT NOT NULL,
    finished_at TEXT,
    state       TEXT NOT NULL CHECK (state IN ('open', 'complete', 'incomplete')),
    seed        TEXT NOT NULL,
    options     TEXT NOT NULL,
    plan        TEXT NOT NULL
);
CREATE INDEX run_by_command ON run (mode, fingerprint);

-- One row a page, as last seen. `run` and `seq` say which run fetched it last, and when in that run.
-- Blobs stand last, so that a scan over the small columns never reads their overflow pages.
CREATE TABLE page (
    key           TEXT PRIMARY KEY NOT NULL,
    site          TEXT NOT NULL,
    run           INTEGER NOT NULL,
    seq           INTEGER NOT NULL,
    depth         INTEGER NOT NULL,
    unchanged     INTEGER NOT NULL,
    etag          TEXT,
    last_modified TEXT,
    body_hash     TEXT,
    bytes         INTEGER NOT NULL,
    first_seen    TEXT NOT NULL,
    format        TEXT NOT NULL,
    exchange      BLOB NOT NULL,
    facts         BLOB
);
CREATE INDEX page_by_run ON page (run, seq);
CREATE INDEX page_by_site ON page (site);

CREATE TABLE target (
    key    TEXT PRIMARY KEY NOT NULL,
    run    INTEGER NOT NULL,
    seq    INTEGER NOT NULL,
    record BLOB NOT NULL
);
CREATE INDEX target_by_run ON target (run, seq);

CREATE TABLE finding (
    run        INTEGER NOT NULL REFERENCES run (ordinal),
    ord        INTEGER NOT NULL,
    id         TEXT NOT NULL,
    site       TEXT NOT NULL,
    grade      TEXT NOT NULL,
    first_seen TEXT NOT NULL,
    record     TEXT NOT NULL,
    PRIMARY KEY (run, ord)
);
CREATE INDEX finding_by_id ON finding (id);

CREATE TABLE review (
    run    INTEGER NOT NULL REFERENCES run (ordinal),
    ord    INTEGER NOT NULL,
    record TEXT NOT NULL,
    PRIMARY KEY (run, ord)
);

CREATE TABLE inspection (
    run    INTEGER PRIMARY KEY REFERENCES run (ordinal),
    record BLOB NOT NULL
);

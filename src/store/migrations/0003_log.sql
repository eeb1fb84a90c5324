-- The log of a run stands by itself: every row a run wrote, in the order it wrote them, whatever later runs see.
-- `at` is the run's ordinal times 2^32 plus the row's number in the run: rows are only ever appended, and those of a run
-- lie side by side. What was read from a page stands in a column of its own behind all others, so that looking for a row
-- never reads it.
CREATE TABLE log (
    at     INTEGER PRIMARY KEY,
    kind   TEXT NOT NULL,
    key    TEXT NOT NULL,
    record BLOB NOT NULL,
    facts  BLOB
);

-- What the next run must know of a page before it asks: small, one row a page. `at` is the row of the log that holds what
-- was read, `format` what wrote it. `seen` are the sightings of its date: the first and the last ones, each
-- `seen,shown,print`, parted by spaces.
CREATE TABLE page_known (
    key           TEXT PRIMARY KEY NOT NULL,
    site          TEXT NOT NULL,
    at            INTEGER NOT NULL,
    format        TEXT NOT NULL,
    etag          TEXT,
    last_modified TEXT,
    content_hash  TEXT,
    bytes         INTEGER NOT NULL,
    first_seen    TEXT NOT NULL,
    seen          TEXT
) WITHOUT ROWID;

-- Of the pages known so far only when they were first seen, and with what date, holds for other readers too.
INSERT INTO page_known (key, site, at, format, bytes, first_seen, seen)
    SELECT page.key, page.site, 0, '', page.bytes, page.first_seen, sighting.seen
    FROM page LEFT JOIN sighting ON sighting.key = page.key;

DROP TABLE sighting;
DROP TABLE page;
DROP TABLE target;
ALTER TABLE page_known RENAME TO page;

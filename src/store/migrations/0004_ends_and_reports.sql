-- Whose a run is (several groups may share a data folder), and why it was ended before its end, where it was.
ALTER TABLE run ADD COLUMN group_name TEXT NOT NULL DEFAULT '';
ALTER TABLE run ADD COLUMN closed TEXT;

-- The folders a run wrote its reports into, by their names, and the SHA-256 of every file it wrote there: what has another
-- content was edited since, and is not written over.
CREATE TABLE report_folder (
    run    INTEGER NOT NULL REFERENCES run (ordinal),
    folder TEXT NOT NULL,
    PRIMARY KEY (run, folder)
);
CREATE TABLE report_file (
    run    INTEGER NOT NULL REFERENCES run (ordinal),
    folder TEXT NOT NULL,
    hash   TEXT NOT NULL,
    PRIMARY KEY (run, folder, hash)
);

-- The parts of a result of which there may be many (sites, dead targets, notes of a reading), one row each: the record in
-- `inspection` holds the rest. A result of an earlier program has them all in its record, and none here.
CREATE TABLE result_part (
    run    INTEGER NOT NULL REFERENCES run (ordinal),
    kind   TEXT NOT NULL,
    ord    INTEGER NOT NULL,
    record TEXT NOT NULL,
    PRIMARY KEY (run, kind, ord)
);

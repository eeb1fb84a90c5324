-- Whose a run is (several groups may share a data folder), and why it was ended before its end, where it was.
ALTER TABLE run ADD COLUMN group_name TEXT NOT NULL DEFAULT '';
ALTER TABLE run ADD COLUMN closed TEXT;

-- What runs saw of the dates of a page: the first sighting and the last ones, each `seen,shown,print`, parted by spaces.
-- A table of its own, since a column behind the blobs of `page` would make every scan read their overflow pages.
CREATE TABLE sighting (
    key  TEXT PRIMARY KEY NOT NULL,
    site TEXT NOT NULL,
    seen TEXT NOT NULL
);
CREATE INDEX sighting_by_site ON sighting (site);

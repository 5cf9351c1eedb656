-- A graph of metadata: a self-reference, ranges and arrays, full text, an extension, an event trigger.
CREATE ROLE {curator} NOLOGIN;
DO $$ BEGIN IF EXISTS (SELECT FROM pg_available_extensions WHERE name = 'pg_trgm') THEN CREATE EXTENSION pg_trgm; END IF; END $$;
CREATE SCHEMA "Meta Graph";
SET search_path = "Meta Graph", public;
CREATE TABLE kind (code char(4) PRIMARY KEY, label text UNIQUE NOT NULL);
CREATE TABLE entity (
    id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY, kind char(4) NOT NULL REFERENCES kind ON UPDATE CASCADE, parent bigint REFERENCES entity, path bigint[] NOT NULL DEFAULT '{}',
    valid daterange NOT NULL DEFAULT '[2020-01-01,)', props jsonb, score real, box box, checksum bit varying(64), "Weird ""Column""" money
);
CREATE TABLE edge (source bigint NOT NULL REFERENCES entity, target bigint NOT NULL REFERENCES entity, weight double precision, notes text[], PRIMARY KEY (source, target)) WITH (fillfactor = 80);
CREATE TABLE document (id integer PRIMARY KEY, title text, body text, words tsvector GENERATED ALWAYS AS (setweight(to_tsvector('simple', coalesce(title, '')), 'A') || to_tsvector('simple', coalesce(body, ''))) STORED);
CREATE TABLE base (at timestamptz, value numeric(30, 10)); CREATE TABLE heir (unit text) INHERITS (base);
CREATE UNLOGGED TABLE cache (key text PRIMARY KEY, value bytea);
CREATE INDEX ON entity USING gin (props);
CREATE INDEX ON entity USING gist (valid);
CREATE INDEX ON entity USING hash (kind);
CREATE INDEX ON edge (target) WHERE weight > 0.5;
CREATE INDEX ON document USING gin (words);

INSERT INTO kind VALUES ('PERS', 'person'), ('PROD', 'product'), ('PLAC', 'place');
INSERT INTO entity (kind, parent, path, props, score, box, checksum, "Weird ""Column""")
SELECT (ARRAY['PERS', 'PROD', 'PLAC'])[i % 3 + 1], nullif(i / 10, 0), ARRAY[i / 100, i / 10, i]::bigint[], jsonb_build_object('name', md5(i::text), 'depth', i % 7, 'alias', jsonb_build_array(NULL, true, i)), CASE i % 50 WHEN 0 THEN 'NaN' WHEN 1 THEN 'Infinity' ELSE i / 3.0 END, box(point(i, i), point(0, 0)), i::bit(32), i
FROM generate_series(1, 8000) i;
INSERT INTO edge SELECT i, (i * 7919) % 8000 + 1, i % 100 / 100.0, ARRAY['seen', NULL, md5(i::text)] FROM generate_series(1, 8000) i;
INSERT INTO document SELECT i, 'Document ' || i, (SELECT string_agg(md5((i * 100 + w)::text), ' ') FROM generate_series(1, 40) w) FROM generate_series(1, 1200) i;
INSERT INTO heir SELECT '2023-01-01 00:00+00'::timestamptz + i * interval '1 hour', i / 7.0, 'kWh' FROM generate_series(1, 1000) i;
INSERT INTO base VALUES ('infinity', 'NaN'), (NULL, 0);
INSERT INTO cache SELECT 'k' || i, decode(md5(i::text), 'hex') FROM generate_series(1, 100) i;

CREATE VIEW descent AS WITH RECURSIVE down AS (SELECT id, parent, 0 AS depth FROM entity WHERE parent IS NULL UNION ALL SELECT e.id, e.parent, depth + 1 FROM entity e JOIN down ON e.parent = down.id) SELECT * FROM down;
CREATE MATERIALIZED VIEW degree AS SELECT source AS id, count(*) AS n FROM edge GROUP BY 1;
CREATE UNIQUE INDEX ON degree (id);
CREATE AGGREGATE multiply (double precision) (SFUNC = float8mul, STYPE = double precision, INITCOND = '1');
CREATE FUNCTION watch() RETURNS event_trigger LANGUAGE plpgsql AS $$ BEGIN RAISE DEBUG '%', tg_tag; END $$;
CREATE EVENT TRIGGER watch ON ddl_command_end WHEN TAG IN ('CREATE TABLE') EXECUTE FUNCTION watch();
CREATE TEXT SEARCH CONFIGURATION names (COPY = simple);
CREATE PUBLICATION changes FOR TABLE entity, edge;
ALTER TABLE entity REPLICA IDENTITY FULL;
GRANT USAGE ON SCHEMA "Meta Graph" TO {curator};
GRANT SELECT (id, kind, props) ON entity TO {curator};
COMMENT ON SCHEMA "Meta Graph" IS 'what everything is about';
ALTER DATABASE {database} SET search_path = "Meta Graph", public;
ALTER DATABASE {database} SET "DateStyle" = 'ISO, DMY';
COMMENT ON DATABASE {database} IS E'metadata, it''s a graph (Holdfast sample)';

-- A git server's database: users, repositories, issues, and files kept as large objects.
CREATE ROLE {git} NOLOGIN;
CREATE TABLE "user" (id bigserial PRIMARY KEY, lower_name varchar(255) UNIQUE, name text NOT NULL, passwd text, salt bytea, avatar oid, "Prohibit Login" boolean DEFAULT false);
CREATE TABLE repository (
    id bigserial PRIMARY KEY, owner_id bigint NOT NULL REFERENCES "user", lower_name varchar(255), description text, size bigint DEFAULT 0, is_fork boolean, fork_id bigint REFERENCES repository,
    UNIQUE (owner_id, lower_name)
);
CREATE TABLE access (user_id bigint REFERENCES "user", repo_id bigint REFERENCES repository, mode smallint CHECK (mode BETWEEN 0 AND 4), PRIMARY KEY (user_id, repo_id));
CREATE TABLE issue (id bigserial PRIMARY KEY, repo_id bigint NOT NULL REFERENCES repository ON DELETE CASCADE, index integer, name varchar(255), content text, deadline date, words tsvector GENERATED ALWAYS AS (to_tsvector('simple', name || ' ' || content)) STORED);
CREATE INDEX issue_words ON issue USING gin (words);
CREATE UNIQUE INDEX issue_number ON issue (repo_id, index DESC NULLS LAST);
CREATE TABLE attachment (uuid uuid PRIMARY KEY, issue_id bigint REFERENCES issue, name text, content oid NOT NULL);
CREATE TABLE action (id bigserial PRIMARY KEY, user_id bigint, repo_id bigint, content xml, created bigint);
CREATE RULE keep_actions AS ON DELETE TO action DO INSTEAD NOTHING;

INSERT INTO "user" (lower_name, name, passwd, salt) SELECT 'user' || i, 'User ' || i, md5(i::text) || md5((i * 3)::text), decode(md5((i * 7)::text), 'hex') FROM generate_series(1, 500) i;
INSERT INTO repository (owner_id, lower_name, description, size, is_fork, fork_id) SELECT i % 500 + 1, 'repo' || i, CASE WHEN i % 9 > 0 THEN 'Repository № ' || i END, i * 4096, i % 10 = 0, CASE WHEN i % 10 = 0 THEN i / 2 END FROM generate_series(1, 1500) i;
INSERT INTO access SELECT u, r, (u + r) % 5 FROM generate_series(1, 500) u, generate_series(1, 10) r;
INSERT INTO issue (repo_id, index, name, content, deadline) SELECT i % 1500 + 1, i / 1500 + 1, 'Issue ' || i, md5(i::text) || ' fails when ' || md5((i + 1)::text) || ' is ' || repeat('very ', i % 20) || 'large', CASE WHEN i % 4 = 0 THEN date '2023-01-01' + i % 365 END FROM generate_series(1, 12000) i;
INSERT INTO action (user_id, repo_id, content, created) SELECT i % 500 + 1, i % 1500 + 1, ('<push branch="main"><commit>' || md5(i::text) || '</commit></push>')::xml, 1672531200 + i * 60 FROM generate_series(1, 12000) i;
INSERT INTO attachment SELECT md5('a' || i)::uuid, i, 'screenshot ' || i || '.png', lo_from_bytea(0, decode(repeat(md5(i::text) || md5((i * 31)::text), 1500), 'hex')) FROM generate_series(1, 40) i;
UPDATE "user" SET avatar = lo_from_bytea(0, decode(repeat(md5(name), 200), 'hex')) WHERE id <= 20;
SELECT lo_from_bytea(4242424, '');
COMMENT ON LARGE OBJECT 4242424 IS 'an empty one';
ALTER LARGE OBJECT 4242424 OWNER TO {git};
GRANT SELECT ON LARGE OBJECT 4242424 TO PUBLIC;
SELECT setval('action_id_seq', 99999, false);
ALTER TABLE repository OWNER TO {git};
GRANT SELECT, UPDATE ON "user" TO {git};
ALTER TABLE issue ALTER COLUMN content SET STORAGE EXTERNAL, ALTER COLUMN name SET STATISTICS 300;
ALTER DATABASE {database} SET default_text_search_config = 'simple';
COMMENT ON DATABASE {database} IS 'git server (Holdfast sample)';

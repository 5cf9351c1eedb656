-- An application's database with tenants: row security, grants by column, functions, triggers.
CREATE ROLE {tenant} NOLOGIN;
CREATE ROLE {operator} NOLOGIN;
CREATE SCHEMA app AUTHORIZATION {operator};
CREATE DOMAIN app.email AS text CHECK (VALUE ~ '^[^@]+@[^@]+$');
CREATE TABLE app.tenant (id integer GENERATED ALWAYS AS IDENTITY (START 100 INCREMENT 10) PRIMARY KEY, name text NOT NULL UNIQUE, plan text DEFAULT 'basic');
CREATE TABLE app.account (
    id uuid PRIMARY KEY, tenant integer NOT NULL REFERENCES app.tenant, mail app.email NOT NULL, created date NOT NULL, settings jsonb NOT NULL DEFAULT '{}',
    display text GENERATED ALWAYS AS (split_part(mail::text, '@', 1)) STORED, UNIQUE (tenant, mail)
);
CREATE TABLE app.session (token bytea PRIMARY KEY, account uuid NOT NULL REFERENCES app.account ON DELETE CASCADE DEFERRABLE INITIALLY DEFERRED, address inet, during tstzrange, EXCLUDE USING gist (during WITH &&) WHERE (address IS NULL));
CREATE TABLE app.audit (id bigserial PRIMARY KEY, at timestamptz NOT NULL, account uuid, action text NOT NULL, detail json);
CREATE INDEX ON app.session USING gist (during);
CREATE INDEX ON app.account USING gin (settings jsonb_path_ops);
CREATE INDEX ON app.account (lower(mail::text) text_pattern_ops);

CREATE FUNCTION app.stamp() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN NEW.plan := coalesce(NEW.plan, 'basic'); RETURN NEW; END $$;
CREATE TRIGGER stamp BEFORE INSERT OR UPDATE ON app.tenant FOR EACH ROW EXECUTE FUNCTION app.stamp();
CREATE FUNCTION app.members(t integer) RETURNS bigint LANGUAGE sql STABLE AS 'SELECT count(*) FROM app.account WHERE tenant = t';
CREATE PROCEDURE app.clean(days integer DEFAULT 30) LANGUAGE plpgsql SECURITY DEFINER SET search_path = app AS $$ BEGIN DELETE FROM app.session WHERE upper(during) < now() - days * interval '1 day'; END $$;

INSERT INTO app.tenant (name, plan) SELECT 'Company ' || i, CASE WHEN i % 3 > 0 THEN 'gold' END FROM generate_series(1, 50) i;
INSERT INTO app.account (id, tenant, mail, created, settings)
SELECT md5(i::text)::uuid, 100 + i % 50 * 10, 'user' || i || '@example.org', date '2020-01-01' + i % 1000, jsonb_build_object('theme', i % 4, 'tags', ARRAY[md5(i::text), md5((i + 1)::text)])
FROM generate_series(1, 12000) i;
INSERT INTO app.session SELECT decode(md5(i::text) || md5((-i)::text), 'hex'), md5((i % 12000 + 1)::text)::uuid, '10.1.0.0'::inet + i, tstzrange('2023-01-01 00:00+00'::timestamptz + i * interval '1 minute', '2023-01-01 00:30+00'::timestamptz + i * interval '1 minute')
FROM generate_series(1, 15000) i;
INSERT INTO app.audit (at, account, action, detail) SELECT '2023-01-01 00:00+00'::timestamptz + i * interval '30 seconds', md5((i % 12000 + 1)::text)::uuid, (ARRAY['login', 'read', 'write'])[i % 3 + 1], json_build_object('path', '/' || md5(i::text), 'n', i) FROM generate_series(1, 25000) i;

ALTER TABLE app.account ENABLE ROW LEVEL SECURITY;
ALTER TABLE app.account FORCE ROW LEVEL SECURITY;
CREATE POLICY own_tenant ON app.account FOR SELECT TO {tenant} USING (tenant = current_setting('app.tenant', true)::integer);
CREATE POLICY everything ON app.account TO {operator} USING (true) WITH CHECK (created > '2000-01-01');
GRANT USAGE ON SCHEMA app TO {tenant};
GRANT SELECT (id, mail, display), UPDATE (settings) ON app.account TO {tenant};
GRANT ALL ON app.tenant TO {operator} WITH GRANT OPTION;
REVOKE EXECUTE ON FUNCTION app.members FROM PUBLIC;
ALTER DEFAULT PRIVILEGES FOR ROLE {operator} IN SCHEMA app GRANT SELECT ON TABLES TO {tenant};
ALTER DATABASE {database} SET app.tenant = '100';
ALTER DATABASE {database} SET statement_timeout = '5min';
REVOKE ALL ON DATABASE {database} FROM PUBLIC;
GRANT CONNECT, TEMPORARY ON DATABASE {database} TO {tenant}, {operator};
ALTER DATABASE {database} CONNECTION LIMIT 200;
COMMENT ON DATABASE {database} IS 'application, many tenants (Holdfast sample)';

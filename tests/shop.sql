-- The shop that the deck's SQL speaks of.
CREATE TABLE account (id int PRIMARY KEY, balance int NOT NULL CHECK (balance >= 0));
INSERT INTO account VALUES (1, 100), (2, 100);
CREATE TABLE users (id int PRIMARY KEY, email text NOT NULL);
INSERT INTO users VALUES (1, 'ana@a.example'), (2, 'ben@b.example');
CREATE TABLE orders (
  id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY, customer_id int NOT NULL, owner_id int, total int,
  status text DEFAULT 'open', created_at timestamptz NOT NULL
);
-- Three orders a minute, so that many share one time.
INSERT INTO orders (customer_id, owner_id, total, created_at)
  SELECT n % 100, n % 3, n, timestamptz '2026-11-27 00:00+00' + n / 3 * interval '1 minute' FROM generate_series(1, 3000) n;
ANALYZE orders;
CREATE TABLE order_line (order_id int, sku text, quantity int);
INSERT INTO order_line VALUES (1, 'A1', 2), (1, 'B2', 1), (2, 'A1', 5);
CREATE TABLE stock (sku text PRIMARY KEY, quantity int NOT NULL, sold int NOT NULL DEFAULT 0);
INSERT INTO stock VALUES ('A1', 3);
CREATE TABLE product (id int PRIMARY KEY, price int, version int);
INSERT INTO product VALUES (7, 990, 4);
CREATE TABLE handled (message_id text PRIMARY KEY);
CREATE TABLE job (
  id int PRIMARY KEY, state text NOT NULL DEFAULT 'queued', attempts int NOT NULL DEFAULT 0,
  run_at timestamptz NOT NULL DEFAULT now(), lease_until timestamptz, payload text
);
INSERT INTO job (id) VALUES (1), (2);
CREATE TABLE usage (id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY, day date, customer_id int, amount int);
CREATE TABLE charge (usage_id bigint PRIMARY KEY, amount int);
CREATE TABLE mark (day date PRIMARY KEY, last bigint NOT NULL);
CREATE TABLE person (id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY, name text NOT NULL);
INSERT INTO person (name) VALUES ('Ana'), ('Ben');
CREATE TABLE idempotency_key (account_id int, key text, body_hash text, PRIMARY KEY (account_id, key));
CREATE TABLE outbox (id bigint GENERATED ALWAYS AS IDENTITY, topic text, body jsonb);
CREATE TABLE channel (id int PRIMARY KEY, last bigint NOT NULL);
INSERT INTO channel VALUES (3, 1042);
CREATE TABLE change (channel int, n bigint, body jsonb, PRIMARY KEY (channel, n));
CREATE TABLE report (id int PRIMARY KEY, body text, token int NOT NULL);
INSERT INTO report VALUES (5, 'first', 33);
CREATE TABLE on_call (shift int, doctor text, PRIMARY KEY (shift, doctor));
INSERT INTO on_call VALUES (9, 'ana'), (9, 'ben');

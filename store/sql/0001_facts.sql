-- The one log of facts. Only rows that agree in the whole ORDER BY are one fact; of these the merge keeps
-- the highest version, which is the one received first, so a redelivery never rewrites what was known.
-- identity and digest are the first 128 bits of sha256, of (project, source, event_id) and of the content as sent. The ingest leaves
-- them out, since the engine computes them for less than it costs to read them; a digest is given where the payload
-- is not what was sent.
CREATE TABLE IF NOT EXISTS ${DATABASE}.facts ${ON_CLUSTER} (
  project LowCardinality(String),
  kind LowCardinality(String),
  key String,
  occurred_at DateTime64(3, 'UTC'),
  received_at DateTime64(3, 'UTC'),
  source LowCardinality(String),
  event_id String,
  identity UInt128 DEFAULT reinterpretAsUInt128(reverse(substring(SHA256(concat(
    project, '\n', source, '\n', event_id)), 1, 16))),
  digest UInt128 DEFAULT reinterpretAsUInt128(reverse(substring(SHA256(concat(
    kind, '\n', project, '\n', toString(toUnixTimestamp64Milli(occurred_at)), '\n', payload)), 1, 16))),
  payload String CODEC(ZSTD(1)),
  retracted Bool,
  version UInt64 MATERIALIZED 9223372036854775807 - toUInt64(toUnixTimestamp64Milli(received_at)),
  PROJECTION by_identity (
    SELECT identity, digest, kind, occurred_at, received_at ORDER BY identity
  ),
  PROJECTION watermarks (
    SELECT project, max(received_at) GROUP BY project
  )
)
ENGINE = ${ENGINE:ReplacingMergeTree(version)}
ORDER BY (project, kind, key, occurred_at, source, event_id)
SETTINGS
  index_granularity = 1024,
  non_replicated_deduplication_window = 10000,
  deduplicate_merge_projection_mode = 'rebuild';

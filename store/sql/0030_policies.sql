-- Versions of policies as they were recorded; a row is never changed. known_from: from when on an answer "as known
-- then" knows the version (1970 for what was there before a history was kept). effective_from: its first status date.
CREATE TABLE IF NOT EXISTS ${DATABASE}.policies ${ON_CLUSTER} (
  id LowCardinality(String),
  version UInt32,
  text_digest FixedString(64),
  text String CODEC(ZSTD(3)),
  file String,
  effective_from Date32,
  known_from DateTime64(3, 'UTC'),
  uploaded_at DateTime64(3, 'UTC'),
  uploaded_by String
)
ENGINE = ${ENGINE:ReplacingMergeTree()}
ORDER BY (id, version, uploaded_at, text_digest)
SETTINGS non_replicated_deduplication_window = 10000;

-- Verdicts as given; a row is never changed. live tells what was current when computed from answers about the past.
CREATE TABLE IF NOT EXISTS ${DATABASE}.verdicts ${ON_CLUSTER} (
  id FixedString(64),
  project LowCardinality(String),
  gate LowCardinality(String),
  at DateTime64(3, 'UTC'),
  as_of DateTime64(3, 'UTC'),
  computed_at DateTime64(3, 'UTC'),
  recommendation LowCardinality(String),
  score Float64,
  live Bool,
  supersedes String,
  policy_id LowCardinality(String),
  policy_version UInt32,
  policy_digest LowCardinality(String),
  content String CODEC(ZSTD(3)),
  INDEX by_id id TYPE bloom_filter(0.001) GRANULARITY 1
)
ENGINE = ${ENGINE:ReplacingMergeTree()}
ORDER BY (project, gate, live, computed_at, id)
SETTINGS
  index_granularity = 256,
  non_replicated_deduplication_window = 10000;

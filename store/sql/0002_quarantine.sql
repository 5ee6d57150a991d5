-- What was refused, and why. Empty text stands for "not known". raw holds the head of what was sent.
CREATE TABLE IF NOT EXISTS ${DATABASE}.quarantine ${ON_CLUSTER} (
  received_at DateTime64(3, 'UTC'),
  entry String,
  origin LowCardinality(String),
  position UInt32,
  project String,
  kind LowCardinality(String),
  event_id String,
  code LowCardinality(String),
  field String,
  message String,
  raw String CODEC(ZSTD(1)),
  raw_bytes UInt64
)
ENGINE = ${ENGINE:ReplacingMergeTree()}
ORDER BY (received_at, entry)
SETTINGS non_replicated_deduplication_window = 10000;

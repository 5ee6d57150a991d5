-- What became of API keys: created, rotated, revoked. Only hashes of secrets; a row is never changed, and what a
-- key is now follows from its rows in the order of recorded_at. 1970-01-01 stands for "none" in the times.
CREATE TABLE IF NOT EXISTS ${DATABASE}.access_keys ${ON_CLUSTER} (
  key String,
  recorded_at DateTime64(3, 'UTC'),
  action LowCardinality(String),
  name String,
  grants String,
  hash String,
  expires_at DateTime64(3, 'UTC'),
  previous_until DateTime64(3, 'UTC'),
  actor String
)
ENGINE = ${ENGINE:ReplacingMergeTree()}
ORDER BY (key, recorded_at, action)
SETTINGS non_replicated_deduplication_window = 10000;

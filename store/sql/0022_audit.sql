-- Who changed what, and who was refused. A row is never changed. `times` above 1 sums up what was alike within a
-- minute; empty text stands for "none". Neither secrets nor contents of requests.
CREATE TABLE IF NOT EXISTS ${DATABASE}.audit ${ON_CLUSTER} (
  recorded_at DateTime64(3, 'UTC'),
  entry String,
  principal_id String,
  principal String,
  method LowCardinality(String),
  route LowCardinality(String),
  subject String,
  outcome LowCardinality(String),
  status UInt16,
  code LowCardinality(String),
  address String,
  request_id String,
  times UInt32
)
ENGINE = ${ENGINE:ReplacingMergeTree()}
ORDER BY (recorded_at, entry)
SETTINGS non_replicated_deduplication_window = 10000;

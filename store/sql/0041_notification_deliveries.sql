-- Every attempt to deliver a notification, and every request to deliver it again; rows are only added. Of one endpoint
-- and notification the row with the highest number says how things stand: what is neither delivered nor dead is sent
-- at next_at. status: the HTTP status answered, 0 without an answer. error: a code, empty without one.
CREATE TABLE IF NOT EXISTS ${DATABASE}.notification_deliveries ${ON_CLUSTER} (
  endpoint LowCardinality(String),
  notification String,
  number UInt32,
  at DateTime64(3, 'UTC'),
  outcome LowCardinality(String),
  attempt UInt32,
  status UInt16,
  error LowCardinality(String),
  duration_ms UInt32,
  next_at DateTime64(3, 'UTC')
)
ENGINE = ${ENGINE:ReplacingMergeTree()}
ORDER BY (endpoint, notification, number, at)
SETTINGS non_replicated_deduplication_window = 10000;

-- On which days (UTC) a key was used: one row a key and day.
CREATE TABLE IF NOT EXISTS ${DATABASE}.access_key_uses ${ON_CLUSTER} (
  key String,
  day Date
)
ENGINE = ${ENGINE:ReplacingMergeTree()}
ORDER BY (key, day)
SETTINGS non_replicated_deduplication_window = 10000;

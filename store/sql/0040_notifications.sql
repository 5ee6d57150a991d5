-- What was told to others, and up to where each project was looked at. A row with the event 'mark' holds what was last
-- seen of its project; it is written in the same insert as the notifications that follow from it, so that neither can
-- be there without the other. endpoints: whom a notification is for. body: the text that is sent, byte for byte.
CREATE TABLE IF NOT EXISTS ${DATABASE}.notifications ${ON_CLUSTER} (
  id String,
  event LowCardinality(String),
  project LowCardinality(String),
  noted_at DateTime64(3, 'UTC'),
  endpoints Array(LowCardinality(String)),
  body String CODEC(ZSTD(3)),
  INDEX by_id id TYPE bloom_filter(0.001) GRANULARITY 1
)
ENGINE = ${ENGINE:ReplacingMergeTree()}
ORDER BY (event, project, noted_at, id)
SETTINGS
  index_granularity = 256,
  non_replicated_deduplication_window = 10000;

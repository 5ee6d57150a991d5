-- What became of a refused event when it was read again: stored as a fact (replayed), or refused once more with
-- another reason. Rows are only added; the newest refusal is the reason that counts, and one replay settles an entry.
CREATE TABLE IF NOT EXISTS ${DATABASE}.quarantine_resolutions ${ON_CLUSTER} (
  entry String,
  resolved_at DateTime64(3, 'UTC'),
  outcome LowCardinality(String),
  code LowCardinality(String),
  field String,
  message String
)
ENGINE = ${ENGINE:ReplacingMergeTree()}
ORDER BY (entry, resolved_at, outcome)
SETTINGS non_replicated_deduplication_window = 10000;

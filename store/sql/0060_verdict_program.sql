-- Which program computed a verdict: a digest of its code. Only verdicts of the same one may be served again without computing them.
ALTER TABLE ${DATABASE}.verdicts ${ON_CLUSTER} ADD COLUMN IF NOT EXISTS program LowCardinality(String) DEFAULT '';

"""Tables: delimited files, JSON, Parquet and DataFrames, each record to a `Draft`."""

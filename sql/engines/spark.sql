/*
What Spark must be told before it runs the text under sql/. Every statement runs once in every new
session. The counterpart for DuckDB is duckdb.sql.
*/
set spark.sql.session.timeZone = Asia/Ho_Chi_Minh;

-- A value that does not fit is an error, as in DuckDB, and "a name" in double quotes is a name.
set spark.sql.ansi.enabled = true;
set spark.sql.ansi.doubleQuotedIdentifiers = true;

-- A timestamp is local time without a zone, in the text and in Parquet files.
set spark.sql.timestampType = TIMESTAMP_NTZ;

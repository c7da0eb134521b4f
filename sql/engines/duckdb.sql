/*
What DuckDB must be told before it runs the text under sql/. Every statement runs once on every new
connection. The counterpart for Spark is spark.sql.
*/
set TimeZone = 'Asia/Ho_Chi_Minh';

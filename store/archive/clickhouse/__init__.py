"""The report archive in ClickHouse: on a server, on a cluster, or in the process itself (chdb)."""

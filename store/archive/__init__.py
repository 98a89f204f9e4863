"""Report archives: the protocols that readers and writers speak, with SQLite and ClickHouse behind them."""

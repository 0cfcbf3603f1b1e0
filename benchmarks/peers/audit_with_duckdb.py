"""DuckDB: the findings of a plain export by SQL. A command: EXPORT FINDINGS THREADS."""

from __future__ import annotations

import sys
from pathlib import Path

import duckdb

SQL = Path(__file__).with_name("audit.sql")


def main() -> None:
    """Write student, referral, IEP and rule of each finding as CSV."""
    export, findings, threads = sys.argv[1:]
    # Nobody asks for an order, and without one DuckDB need not keep it.
    connection = duckdb.connect(config={"threads": threads, "preserve_insertion_order": "false"})
    found = connection.sql(SQL.read_text("utf-8"), params={"export": export})
    found.write_csv(findings)


if __name__ == "__main__":
    main()

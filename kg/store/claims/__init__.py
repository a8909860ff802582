"""What each article says, kept in Parquet between builds (`DIR/claims/`; docs/claims.md describes the files)."""

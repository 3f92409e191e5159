"""Backups: everything that one database holds, of one moment, in one file that any of the supported databases takes."""

"""Figures of a server under load: ``python -m bench``; docs/performance.md says what each of them is."""

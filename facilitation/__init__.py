"""Facilitation: a live session facilitation app with real-time Q&A."""

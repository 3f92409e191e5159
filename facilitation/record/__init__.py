"""The record: what was planned, what happened, and what came of it; one structure, one file per format.

It reads the models and knows nothing of the web: whoever asks for a format brings the words along.
"""

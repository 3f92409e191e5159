"""One file per format; each turns its source into lines with hints."""

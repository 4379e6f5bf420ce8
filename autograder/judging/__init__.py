"""An answer against its reference: right, wrong, and which misconception it is."""

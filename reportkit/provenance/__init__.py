"""Where an output comes from: its manifest, the digests of code and inputs, and the journal of runs.

Nothing is made here but these records.
"""

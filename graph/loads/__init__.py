"""Loads: what a batch brings, checked, planned, written, and undone.

    records -> intake (form) -> check (meaning, against the graph) -> plan -> write
                 \\________ the draft, on disk ________/

Memory stays flat: what a load brings lies in a draft on disk, and is planned and written by portions.
"""

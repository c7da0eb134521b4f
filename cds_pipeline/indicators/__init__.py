"""What an indicator is: its typed header, its expressions, and the one pass that counts them all.

Belongs here: reading ``sql/indicators``. Does not belong here: running SQL.
"""

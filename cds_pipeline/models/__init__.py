"""What ``sql/`` says, as objects: headers, columns, dependencies, order of building.

Belongs here: reading SQL files. Does not belong here: running them (``engines``, ``warehouse``).
"""

"""The command line ``cds``: one module per command, each with ``register(app)``.

Belongs here: reading arguments, printing, exit codes. Does not belong here: any computation; heavy
libraries are imported inside the functions that need them, so that ``cds --help`` is quick.
"""

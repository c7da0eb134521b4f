"""What a row must be: the vocabulary of columns, code lists, row rules and the pandera schema.

Nothing here opens a landing file; nothing here knows what a figure means (that is ``sql/``).
"""

"""Measurements with commands of their own; none of them is part of the test suite."""

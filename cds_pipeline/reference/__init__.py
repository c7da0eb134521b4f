"""Reference data: units, procedures, targets and calendars, and how their names are matched."""

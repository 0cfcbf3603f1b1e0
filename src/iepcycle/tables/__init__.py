"""Tables in and out: CSV with one row for each IEP.

Reading is strict, like that of JSON: what is not exactly a table is refused with its line and column, and no cell is repeated.
A district's own names, words and dates are translated by a mapping, which is a small TOML file.
A date that is not in the table is not recorded; a check that needs it is not made.

Example:
    >>> from iepcycle import tables
    >>> lines = [
    ...     "STU_ID,referral_id,iep_id,iep_type,iep_status,activated_on",
    ...     "S-1,R1,R1-1,initial,active,9/3/2024",
    ... ]
    >>> mapping = tables.read_mapping('''
    ... date_format = "M/D/YYYY"
    ... [columns]
    ... student_id = "STU_ID"
    ... [constants]
    ... stage = "implement_plan"
    ... evaluation_type = "initial"
    ... eligible = "yes"
    ... services_consent = "given"
    ... determined_on = ""
    ... created_on = ""
    ... iep_date = ""
    ... inactivated_on = ""
    ... ''')
    >>> for student in tables.read_table(lines, mapping):
    ...     print(student.id, student.active_iep.activated_on)
    S-1 2024-09-03
"""

from iepcycle.tables.columns import COLUMNS, UNRECORDED
from iepcycle.tables.mapping import TableMapping, read_mapping
from iepcycle.tables.reading import Table, read_table
from iepcycle.tables.writing import write_table

__all__ = [
    "COLUMNS",
    "UNRECORDED",
    "Table",
    "TableMapping",
    "read_mapping",
    "read_table",
    "write_table",
]

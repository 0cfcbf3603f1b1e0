"""Hold a recorded history against the rules: what broke which rule, and what could not be checked.

The audit replays the record through the same decisions that say what may come next; there is no second implementation.
A record is not accused without evidence: where a check needs a date that is not recorded, it is not made, and counted.
Two events on the same day are read in the order that is favourable to the record.
"""

from iepcycle.audit.auditing import audit_student
from iepcycle.audit.report import AuditReport, Finding
from iepcycle.audit.summary import Summary

__all__ = ["AuditReport", "Finding", "Summary", "audit_student"]

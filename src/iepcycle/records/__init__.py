"""What is recorded of a student: immutable values, from a single procedure up to the whole record.

Every value is frozen, hashable and keyword-only; its sequences are tuples and its dates are `datetime.date`.
All dates are optional: ids, types and statuses are enough to be useful.
A history that broke the rules is a valid value, because the audit exists to report it.
"""

from iepcycle.records.evaluation import Determination, Evaluation, ServicesConsent
from iepcycle.records.iep import IEP, Procedure, SectionContent
from iepcycle.records.referral import Referral
from iepcycle.records.student import StudentRecord

__all__ = [
    "IEP",
    "Determination",
    "Evaluation",
    "Procedure",
    "Referral",
    "SectionContent",
    "ServicesConsent",
    "StudentRecord",
]

"""A tour of the IEP cycle: an invented student, from the first referral to the Annual after the reevaluation.

The path is the one that eCSSS help outlines in *About Individualized Education Program (IEP)*.
Every step is taken with the public operations, so no step shows what the rules refuse.

Example:
    >>> for step in tour()[:5]:
    ...     print(step.title)
    Referral R1 is received.
    The initial evaluation begins.
    The student is found eligible; referral R1 reaches Develop Plan.
    The parent gives consent for services.
    The Initial IEP R1-1 is drafted.
"""

from iepcycle.tour.walk import TourStep, tour

__all__ = ["TourStep", "tour"]

"""A district of invented students, of any size, with breaches of the rules planted at known places.

`lives` makes students whose records keep to the rules, `gaps` takes dates away from some of them, and `planting` plants the breaches.
Everything hangs on one `random.Random`, so that a seed always makes the same district.
"""

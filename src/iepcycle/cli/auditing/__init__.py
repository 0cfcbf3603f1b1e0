"""How the command audits whole exports: parts of files are read, audited in one process or several, and put together.

What is written does not depend on the number of processes: the parts are always the same, and stay in their order.
"""

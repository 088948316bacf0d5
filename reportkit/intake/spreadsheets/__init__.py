"""Workbooks (XLSX, ODS) as a person sees them: measured, read in a process of their own, and their doubts told.

Nothing is imported here: the process that reads knows no more of the package than it needs.
"""

"""The order of things: plan, compute, protect, render, record. What each step does stands in the room that does it.

A report's kernel opens one module of this room, so nothing is imported here.
"""

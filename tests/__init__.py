"""The specification of reportkit, as tests."""

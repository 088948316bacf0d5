"""What is measured of reportkit, and how; nothing here is a test."""

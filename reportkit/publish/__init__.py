"""What leaves the house: pages, PDFs, spreadsheets, CSV and the portal. No figure is computed here."""

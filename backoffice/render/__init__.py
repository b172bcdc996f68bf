"""How things look: reports and records as text, tables, pages and printed documents."""

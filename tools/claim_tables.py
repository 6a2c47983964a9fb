"""Write shadow_runtime/claim_tables.json.gz, the claim grammar worked out: after every change of claim_grammar.py, and for a new lark.

    python tools/claim_tables.py
"""

from __future__ import annotations

from shadow_runtime.claim_parser import TABLES, built, tables_of

if __name__ == "__main__":
    TABLES.write_bytes(tables_of(built()))
    print(f"{TABLES}: {TABLES.stat().st_size} bytes")

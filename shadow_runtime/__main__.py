"""python -m shadow_runtime"""

from .cli import app

app()

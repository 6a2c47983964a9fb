"""python -m shadow_teacher"""

from .cli import app

app()

#!/usr/bin/env bash
# Training material: labelled pages and text sheets from fixed seeds. Resumable; about 2.5 pages a second on one core.
#   DATA=data PAGES=2400 HELDOUT=130 SHEETS=900 bash models/recipes/pages.sh
set -euo pipefail
DATA=${DATA:-data}
export SHADOW_ASSETS=${SHADOW_ASSETS:-$DATA/assets}
PY=${PY:-.venv/bin/python}

[ -d "$SHADOW_ASSETS/node_modules" ] || "$PY" -m shadow_teacher.pages.assets install --to "$SHADOW_ASSETS"
"$PY" -m shadow_teacher.pages.render --split heldout --count "${HELDOUT:-130}" --out "$DATA/pages/heldout"
"$PY" -m shadow_teacher.pages.render --split train --count "${PAGES:-2400}" --out "$DATA/pages/train"
"$PY" -m shadow_teacher.pages.render --sheets --split train --count "${SHEETS:-900}" --out "$DATA/sheets/train"
"$PY" -m shadow_teacher.pages.render --sheets --split heldout --count 40 --out "$DATA/sheets/heldout"
# Pages that other people wrote: templates inside npm packages.
FOREIGN=${FOREIGN:-$DATA/foreign}
[ -d "$FOREIGN/node_modules" ] || "$PY" -m shadow_teacher.pages.assets install --to "$FOREIGN" --foreign
"$PY" -m shadow_teacher.pages.foreign --assets "$FOREIGN" --split train --looks 2 --out "$DATA/pages-foreign/train"
"$PY" -m shadow_teacher.pages.foreign --assets "$FOREIGN" --split heldout --looks 1 --out "$DATA/pages-foreign/heldout"
# Kept out and not looked at while anything is mended: the measure for the end.
"$PY" -m shadow_teacher.pages.foreign --assets "$FOREIGN" --split fresh --looks 2 --out "$DATA/pages-foreign/fresh"

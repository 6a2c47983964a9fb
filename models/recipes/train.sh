#!/usr/bin/env bash
# From data to a published student, stage by stage. Every stage resumes: run it again after an interruption.
# Minutes are what student-0001 took on two shared cores; give more (MINUTES_DETECTOR=300) for a better student.
#   DATA=data bash models/recipes/train.sh
#   FROM=models/student-0010 DATA=data bash models/recipes/train.sh    # on another machine: go on from a published student
set -euo pipefail
DATA=${DATA:-data}
PY=${PY:-.venv/bin/python}
export SHADOW_ASSETS=${SHADOW_ASSETS:-$DATA/assets}
OUT=$DATA/artifacts
mkdir -p "$OUT"
train() { "$PY" -m "shadow_teacher.training.$1" "${@:2}"; }

# Words: MiniLM distilled to static vectors, tuned on paraphrases, verbs with things, icon tags, synonyms, field names and antonyms.
train train_text_table --out "$OUT" --sentences
for table in measuring_table text_table; do
  train concept_centers "$OUT/$table.npz" --out "$OUT/$table.npz" $([ $table = measuring_table ] && echo --held-out)
done
# Text rows: CTC on the browser's own rasterization.
train train_reader --pages "$DATA/sheets/train" --pages "$DATA/pages/train" --packed "$DATA/rows" --out "$DATA/reader" --minutes "${MINUTES_READER:-42}" ${FROM:+--weights "$FROM/reader.safetensors"}
train export_student reader --weights "$DATA/reader/reader.safetensors" --packed "$DATA/rows" --out "$OUT"
# Icons: into the space of the words.
train train_icons --assets "$SHADOW_ASSETS" --text-table "$OUT/text_table.npz" --data "$DATA/icons" --out "$OUT" --minutes "${MINUTES_ICONS:-12}" ${FROM:+--weights "$FROM/icons.safetensors"}
# Elements, text rows, containers.
train train_detector --pages "$DATA/pages/train" --pages "$DATA/pages-foreign/train" --packed "$DATA/packed" --out "$DATA/detector" --width lean --minutes "${MINUTES_DETECTOR:-40}" ${FROM:+--weights "$FROM/detector.safetensors"}
train evaluate_detector --weights "$DATA/detector/detector.safetensors" --pages "$DATA/pages/heldout" --packed "$DATA/packed-heldout" --out "$OUT/detector_metrics.json"
train export_student detector --weights "$DATA/detector/detector.safetensors" --packed "$DATA/packed" --out "$OUT"
# What all this was trained on goes into the manifest and the card.
"$PY" -m shadow_teacher provenance --train "$DATA/pages/train" --train "$DATA/pages-foreign/train" --heldout "$DATA/pages/heldout" --artifacts "$OUT"
# Intents: on true scenes first, then on scenes as this student sees them.
cp models/parts/colors.npz "$OUT"
train train_grounder --pages "$DATA/pages/train" --heldout "$DATA/pages/heldout" --parts "$OUT" --out "$OUT/grounder.npz"
STUDENT=$("$PY" -m shadow_teacher publish --artifacts "$OUT" --models "$DATA/students" | tail -n 1)
# What looks disabled, and which painted rectangles are fields, beside what this student sees.
for table in faded fieldlike; do
  train "train_$table" --pages "$DATA/pages/train" --pages "$DATA/pages-foreign/train" --heldout "$DATA/pages/heldout" --student "$STUDENT" --out "$OUT/$table.npz"
done
STUDENT=$("$PY" -m shadow_teacher publish --artifacts "$OUT" --models "$DATA/students" | tail -n 1)
train train_grounder --pages "$DATA/pages/train" --heldout "$DATA/pages/heldout" --parts "$OUT" --out "$OUT/grounder.npz" --student "$STUDENT" --cache "$DATA/scenes"
"$PY" -m shadow_teacher publish --artifacts "$OUT" --models models
"$PY" -m shadow_teacher.training.evaluate_elements --pages "$DATA/pages/heldout" --out "$OUT/elements.json"

# Shadow. `make demo` and `make test` do everything on a fresh machine with Python 3.11+ and make.
# A browser is found by SHADOW_BROWSER_PATH, then Playwright's own, then the system's; where there is none one is installed.

PYTHON ?= python3
VENV ?= .venv
PY := $(VENV)/bin/python
PIP := $(PY) -m pip --disable-pip-version-check install -qq --constraint constraints.txt
DEMO := test-results/demo
VALIDATION ?= ../shared/validation
DATA ?= data
SUITE ?= $(DATA)/mutations
STUDENT ?= models/$$(cat models/current)

.DEFAULT_GOAL := help
.PHONY: help demo test check learn-demo wheel pages train validate mutate bench prove browser display clean

help: ## show what there is
	@grep -hE '^[a-z-]+:.*##' $(MAKEFILE_LIST) | sed -E 's/^([a-z-]+):.*## (.*)/  make \1	\2/' | expand -t 18

$(VENV)/base: pyproject.toml constraints.txt
	@echo "== environment: $(VENV)"
	@$(PYTHON) -c 'import sys; sys.exit("Shadow needs Python 3.11 or newer, this is %d.%d; name one: make PYTHON=python3.12 ..." % sys.version_info[:2] if sys.version_info < (3, 11) else 0)'
	@$(PYTHON) -m venv $(VENV)
	@$(PIP) hatchling
	@echo "== installing Shadow and the pytest-playwright plugin"
	@$(PIP) -e '.[sync]'
	@touch $@

# torch first and by its version: an unpinned one brings gigabytes of CUDA packages.
$(VENV)/full: $(VENV)/base
	@echo "== installing what the tests of training need (torch 2.13.0, no CUDA)"
	@$(PIP) torch==2.13.0
	@$(PIP) -e '.[sync,learn,teacher,service,distill,dev]'
	@touch $@

# The two pytest-playwright plugins refuse to share an environment.
$(VENV)-asyncio/base: pyproject.toml constraints.txt
	@echo "== a second environment for pytest-playwright-asyncio: $(VENV)-asyncio"
	@$(PYTHON) -m venv $(VENV)-asyncio
	@$(VENV)-asyncio/bin/python -m pip --disable-pip-version-check install -qq --constraint constraints.txt hatchling
	@$(VENV)-asyncio/bin/python -m pip --disable-pip-version-check install -qq --constraint constraints.txt -e '.[asyncio]'
	@touch $@

browser: $(VENV)/base ## find a browser, install one where there is none
	@bash tools/get_browser.sh $(PY)

display: ## find Xvfb, install it where there is none (Linux; framebuffer capture needs it)
	@bash tools/get_display.sh

demo: $(VENV)/base browser ## run the example tests with the bundled student and show where the pictures are
	@echo "== the demo shop, in Shadow's words"
	@rm -rf $(DEMO) && mkdir -p $(DEMO)
	@status=0; SHADOW_BROWSER_PATH="$$($(PY) -m shadow_runtime.browsers)" $(PY) -m pytest examples --output $(DEMO) --screenshot on -v -rA --no-header || status=$$?; \
	for page in $$(find $(DEMO) -name 'test-finished-1.png' -path '*v2*'); do $(VENV)/bin/shadow see $$page --out $${page%.png}-as-seen.png >/dev/null; done; \
	echo; echo "pictures: each test's last page, what the student sees in it (version 2), evidence of what failed:"; find $(DEMO) -name '*.png' | sort | sed 's/^/  /'; \
	echo; echo "what the student makes of this machine:"; $(VENV)/bin/shadow doctor; exit $$status

test: $(VENV)/full $(VENV)-asyncio/base browser display ## run every test, in both environments
	@echo "== tests with pytest-playwright-asyncio"
	@SHADOW_BROWSER_PATH="$$($(PY) -m shadow_runtime.browsers)" $(VENV)-asyncio/bin/python -m pytest -q tests/plugin_asyncio
	@echo "== tests"
	@SHADOW_BROWSER_PATH="$$($(PY) -m shadow_runtime.browsers)" $(PY) -m pytest -q tests

check: $(VENV)/full ## lint
	@$(PY) -m ruff check .

learn-demo: $(VENV)/full browser ## a widget nobody knows: asked, taught, learned, gated, published; step by step, with times
	@SHADOW_BROWSER_PATH="$$($(PY) -m shadow_runtime.browsers)" $(PY) tools/learn_demo.py

wheel: $(VENV)/full ## build dist/*.whl with the current student inside
	@$(PY) -m build --wheel --no-isolation --outdir dist .

pages: $(VENV)/full browser ## render and label training pages (needs npm); they land in data/
	@command -v npm >/dev/null || { echo "make pages needs npm: the pages use CSS frameworks, fonts and icons from there"; exit 1; }
	@PY=$(PY) DATA=$(DATA) bash models/recipes/pages.sh

train: $(VENV)/full browser ## train, export and publish a student from data/ (hours)
	@$(PIP) -e '.[words]'
	@PY=$(PY) DATA=$(DATA) bash models/recipes/train.sh

validate: $(VENV)/base ## score the current student on real pages; writes its metrics.json, CARD.md and the README's table
	@$(PIP) 'jinja2>=3.1'
	@$(PY) -m shadow_teacher validate --validation $(VALIDATION)
	@$(PY) tools/readme_numbers.py

mutate: $(VENV)/full browser ## change one CSS property at a time on held-out pages; calibrate the current student by it, write docs/mutations.md (hours, needs npm)
	@command -v npm >/dev/null || { echo "make mutate needs npm: the pages use CSS frameworks, fonts and icons from there"; exit 1; }
	@test -d $(DATA)/assets/node_modules || $(PY) -m shadow_teacher.pages.assets install --to $(DATA)/assets
	@SHADOW_ASSETS=$(DATA)/assets SHADOW_BROWSER_PATH="$$($(PY) -m shadow_runtime.browsers)" $(PY) -m shadow_teacher mutate render --suite $(SUITE)
	@student=$(STUDENT); rows=$(SUITE)-$$(basename $$student).jsonl; \
	$(PY) -m shadow_teacher mutate score --suite $(SUITE) --rows $$rows --student $$student && \
	$(PY) -m shadow_teacher calibrate --rows $$rows --student $$student && \
	$(PY) -m shadow_teacher mutate report --suite $(SUITE) --rows $$rows --student $$student

# Each benchmarks/NAME.py that can be run writes benchmarks/results/NAME.json; live_* drive a browser.
bench: $(VENV)/full browser display ## measure seeing, claims and live pages on this machine; writes benchmarks/results, docs/speed.svg and docs/speed.md
	@for file in benchmarks/seeing.py $$(grep -l __main__ benchmarks/live_*.py); do name=$$(basename $$file .py); \
	echo "== $$name"; SHADOW_BROWSER_PATH="$$($(PY) -m shadow_runtime.browsers)" $(PY) -m benchmarks.$$name --out benchmarks/results/$$name.json >/dev/null || exit 1; done
	@$(PY) tools/bench_table.py
	@$(PY) tools/speed_targets.py

prove: $(VENV)/full browser display ## the long checks in full (make test runs them small); writes benchmarks/results
	@for file in benchmarks/prove_*.py; do name=$$(basename $$file .py); \
	echo "== $$name"; SHADOW_BROWSER_PATH="$$($(PY) -m shadow_runtime.browsers)" $(PY) -m benchmarks.$$name --out benchmarks/results/$$name.json || exit 1; done

clean: ## remove environments and results
	@rm -rf $(VENV) $(VENV)-asyncio test-results dist build

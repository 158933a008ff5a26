# Two commands do all the set-up: `make report` and `make test`.
PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
SAMPLE := sample_monolith/ridehailing
REPORT := build/report
COMPILE = @$(BIN)/python -m compileall -q analyzer reports seamline
NPM_CHECKS := tests/browser tests/contracts tools/assets

.PHONY: report test lint golden truth pictures gallery bench clean tools-report tools-test
.DELETE_ON_ERROR:
unexport PYTHONDONTWRITEBYTECODE

# --no-git: the sample has no history of its own; the one around it is that of seamline
report: tools-report $(VENV)/.report
	@mkdir -p $(REPORT)
	@$(BIN)/seamline analyze $(SAMPLE) --quiet --no-git \
	  --output html=$(REPORT)/seamline-report.html --output json=$(REPORT)/seamline.json --output csv=$(REPORT)/csv
	@echo "The report: $(CURDIR)/$(REPORT)/seamline-report.html"

# mypy needs one core; meanwhile another compiles the tests, which each worker would do again
test: tools-test $(VENV)/.test
	@mkdir -p build && rm -f build/not-run.txt
	@$(BIN)/python -m pytest --collect-only -q >/dev/null 2>&1 & \
	  $(MAKE) --no-print-directory lint; linted=$$?; wait; exit $$linted
	$(BIN)/python -m pytest -n auto --dist worksteal
	@if [ -s build/not-run.txt ]; then echo "Did not run:"; cat build/not-run.txt; else echo "Everything ran."; fi

lint: $(VENV)/.test
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy
	$(BIN)/lint-imports --no-cache
	@sh tools/assets/lint.sh

demo-%: $(VENV)/.test  ## migrate, seed and serve a sample, and ask it something: ridehailing, shop, businessplatform, wordprocessor
	@$(BIN)/python tools/demo.py $*

truth: $(VENV)/.test  ## how much of the samples' truth is found, with every miss; SAMPLE_NAMES=shop for one
	@$(BIN)/python tests/truth.py $(SAMPLE_NAMES)

pictures: $(VENV)/.test  ## take the pictures of docs/guide anew
	$(BIN)/python tools/pictures.py

gallery: tools-report $(VENV)/.report  ## reports of the samples and of three published applications, in build/gallery
	@$(BIN)/python tools/gallery.py

golden: $(VENV)/.test  ## renew tests/golden after a change that means to change the output
	$(BIN)/python -m pytest tests/golden --renew-golden

bench: $(VENV)/.test  ## what a run costs, by stage and beside other tools: make bench CORPORA="path path"
	$(BIN)/python benchmarks/analyze.py $(CORPORA)
	$(BIN)/python benchmarks/reading.py --peers $(CORPORA)

$(VENV)/bin/python:
	$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11) and "seamline needs Python 3.11 or newer; set PYTHON=")'
	$(PYTHON) -m venv $(VENV)

$(VENV)/.report: pyproject.toml | $(VENV)/bin/python
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --editable .
	$(COMPILE)
	@touch $@

$(VENV)/.test: pyproject.toml | $(VENV)/bin/python
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --editable '.[test,samples]'
	$(COMPILE)
	@touch $@ $(VENV)/.report

tools-report:
	@sh tools/need.sh dot graphviz

tools-test:
	@sh tools/need.sh dot graphviz chromium chromium chromedriver chromium-driver node nodejs npm npm \
	  "font:Liberation Sans" fonts-liberation
	@if command -v npm >/dev/null 2>&1; then for folder in $(NPM_CHECKS); do \
	  (cd $$folder && npm ci --silent --no-audit --no-fund --ignore-scripts) || exit 1; done; fi

clean:
	rm -rf build $(VENV) $(addsuffix /node_modules,$(NPM_CHECKS))

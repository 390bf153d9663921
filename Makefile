# Two commands do everything: `make run` and `make test`. Each sets up what it needs first.
VENV := .venv
PYTHON := $(VENV)/bin/python
SETUP := $(VENV)/.ready
SETUP_DEV := $(VENV)/.ready-dev
PORT ?= 8501

.PHONY: run demo test check verify prove bench words lock browser clean

run: $(SETUP)            ## set up and serve the app with the demonstration network
	@NAVETTE_DEMO=1 $(PYTHON) -m core.demo --if-empty
	@NAVETTE_DEMO=1 $(PYTHON) -m streamlit run app.py --server.port $(PORT) --server.headless true

demo: $(SETUP)           ## throw the demonstration network away and make it anew (data/demo.db)
	@NAVETTE_DEMO=1 $(PYTHON) -m core.demo --anew

test: $(SETUP_DEV) browser ## set up and run all tests, on both databases, in a real browser
	@$(PYTHON) -m pytest tests -n auto --maxprocesses 4 --dist loadfile --no-loadscope-reorder -p no:randomly

check: $(SETUP_DEV)      ## style, types, import rules, messages
	@$(VENV)/bin/ruff check .
	@$(VENV)/bin/ruff format --check .
	@$(VENV)/bin/mypy
	@$(VENV)/bin/lint-imports

verify: $(SETUP)         ## read all the data and list what is wrong with it
	@$(PYTHON) -m core.schema.verify

prove: $(SETUP_DEV)      ## run every proof at full length, each with its control (several minutes)
	@$(PYTHON) -m tests.proofs

bench: $(SETUP_DEV)      ## measure; prints figures and ratios, and says which stated goal is missed
	@$(PYTHON) -m pytest tests/bench -m bench -s -p no:randomly

words: $(SETUP_DEV)      ## bring the catalogs in step with the code and list what is untranslated
	@$(PYTHON) -m core.i18n.collect

lock: $(SETUP_DEV)       ## compile requirements.in into requirements.txt, newest versions that work together
	@$(PYTHON) -m pip install -q uv
	@$(PYTHON) -m uv pip compile -q --universal --python-version 3.11 --upgrade --no-emit-index-url requirements.in -o requirements.txt
	@$(PYTHON) -m uv pip compile -q --universal --python-version 3.11 --upgrade --no-emit-index-url requirements-dev.in -o requirements-dev.txt

browser: $(SETUP_DEV)    ## find or install a Chromium for the browser tests
	@$(PYTHON) -m tests.browser.chromium

$(VENV)/bin/python:
	@python3 -c 'import sys; sys.exit(sys.version_info < (3, 11) and "Navette needs Python 3.11 or newer")'
	@python3 -m venv $(VENV)

$(SETUP): $(VENV)/bin/python requirements.txt
	@$(PYTHON) -m pip install -q --disable-pip-version-check -r requirements.txt
	@touch $@

$(SETUP_DEV): $(VENV)/bin/python requirements-dev.txt requirements.txt
	@$(PYTHON) -m pip install -q --disable-pip-version-check -r requirements-dev.txt
	@touch $(SETUP) $@

clean:                   ## forget the environment (the data stays)
	@rm -rf $(VENV)

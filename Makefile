# Everything one does with a working copy. `make demo` and `make run` need only Python 3.11 or newer.

PYTHON3 ?= python3
VENV := .venv
PYTHON := $(VENV)/bin/python
PYTEST := $(PYTHON) -m pytest -q
RESULTS := build/tests
# Tests that need no other program than Python keep one core each busy. The others mostly wait for
# the programs they start, so one more runs at a time; those that show how soon something happens
# run one by one, after all others.
WORKERS ?= 2
HANDS ?= 3
ALONE := browser or peers or faults or processes
# Debian's PostgreSQL, the oldest we support; apt install postgresql-15.
POSTGRES15 ?= /usr/lib/postgresql/15/bin
SOURCES := gehoor tests tools benchmarks

.PHONY: run demo test check unit alone quiet test15 style rows peers faults bench axe lock texts tables wheel sbom clean

run: $(VENV)/base.stamp
	@$(VENV)/bin/gehoor run

# A made-up municipality with a month behind it; nothing can leave it, and nothing of it stays.
demo: $(VENV)/base.stamp
	@$(VENV)/bin/gehoor demo

$(PYTHON):
	@$(PYTHON3) -c 'import sys; sys.exit(sys.version_info < (3, 11) and "Gehoor needs Python 3.11.")'
	@$(PYTHON3) -m venv $(VENV) || { rm -rf $(VENV); \
		echo "Making a virtual environment failed; on Debian: apt install python3-venv."; exit 1; }

$(VENV)/base.stamp: requirements/base.txt requirements/build.txt | $(PYTHON)
	@echo "Installing the packages Gehoor works with; this happens once."
	@$(PYTHON) -m pip install --quiet --disable-pip-version-check --require-hashes \
		-r requirements/base.txt -r requirements/build.txt
	@$(PYTHON) -m pip install --quiet --disable-pip-version-check --no-deps \
		--no-build-isolation --editable .
	@touch $@

$(VENV)/dev.stamp: requirements/dev.txt $(VENV)/base.stamp
	@$(PYTHON) -m pip install --quiet --disable-pip-version-check --require-hashes \
		-r requirements/dev.txt
	@touch $@

# The longest takes turns, a part in each run; `make check`, `faults` and `axe` do all of theirs.
test: export GEHOOR_TURNS = yes
test: check alone quiet test15

# Types take one core for minutes; tests beside it keep the other at work.
check: $(VENV)/dev.stamp
	@$(MAKE) --no-print-directory --jobs=2 style unit

style: $(VENV)/dev.stamp
	$(VENV)/bin/ruff check .
	$(VENV)/bin/ruff format --check .
	$(VENV)/bin/mypy $(SOURCES)
	$(VENV)/bin/lint-imports

unit: $(VENV)/dev.stamp
	$(PYTEST) -n $(WORKERS) --maxschedchunk 16 -m "not ($(ALONE))" --junitxml=$(RESULTS)/unit.xml

alone: $(VENV)/dev.stamp
	GEHOOR_TURNS=yes $(PYTEST) -n $(HANDS) --dist loadscope -m "($(ALONE)) and not quiet" \
		--junitxml=$(RESULTS)/alone.xml

quiet: $(VENV)/dev.stamp
	$(PYTEST) -m quiet --junitxml=$(RESULTS)/quiet.xml

test15: $(VENV)/dev.stamp
	@test -x $(POSTGRES15)/postgres || { \
		echo "SKIPPED: no PostgreSQL in $(POSTGRES15); apt install postgresql-15."; exit $${CI:+1}; }
	GEHOOR_TEST_POSTGRES=$(POSTGRES15) $(PYTEST) -n $(WORKERS) -m database --junitxml=$(RESULTS)/postgres15.xml

# With a whole Bluesky network, once `npm ci --prefix tests/bluesky` has made it, and with a real
# fediverse server, once `tests/snac/bring` has.
peers: $(VENV)/dev.stamp
	GEHOOR_PEERS=all $(PYTEST) -m peers -rs

# All of them at their large size, or some by name: make faults F="F4 F6".
faults: $(VENV)/dev.stamp
	$(PYTHON) -m tools.faults $(F)

# Every test that looks with axe, found by what it calls, at each screen in all four looks.
axe: $(VENV)/dev.stamp
	GEHOOR_AXE=all $(PYTEST) -m axe tests

bench: $(VENV)/dev.stamp
	$(PYTHON) -m benchmarks

rows: $(VENV)/dev.stamp
	$(PYTHON) -m tools.rows

# Needs uv; everybody else only needs the files it writes.
lock:
	uv pip compile pyproject.toml --generate-hashes --no-annotate \
		--python-version 3.11 -o requirements/base.txt
	uv pip compile pyproject.toml --extra dev --generate-hashes --no-annotate \
		--python-version 3.11 -o requirements/dev.txt

texts: $(VENV)/dev.stamp
	@$(PYTHON) tools/texts.py

# After a new migration: what a new installation is made of at once.
tables: $(VENV)/dev.stamp
	@$(PYTHON) tools/tables.py

wheel: $(VENV)/base.stamp
	$(PYTHON) -m pip wheel . --no-deps --no-build-isolation --wheel-dir dist

# What a release is made of, as CycloneDX, beside its wheel.
sbom: $(VENV)/dev.stamp
	@$(PYTHON) -m tools.sbom

clean:
	rm -rf build dist *.egg-info .mypy_cache .ruff_cache .pytest_cache .hypothesis .import_linter_cache

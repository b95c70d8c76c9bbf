# make demo   builds every case of cases/ into out/, after bringing what this machine lacks
# make test   checks format, lint and types, then runs all tests
#
# Paths are relative on purpose: a checkout may lie in a folder whose name has spaces.

.DEFAULT_GOAL := help
.PHONY: help demo test docs bench constraints clean

# macOS looks for Homebrew's libraries here only when told; elsewhere nothing reads it.
RUN := DYLD_FALLBACK_LIBRARY_PATH=/opt/homebrew/lib:/usr/local/lib:/usr/lib
PINNED := pyproject.toml constraints.txt

help:
	@echo 'make demo          build every case of cases/ into out/'
	@echo 'make test          format, lint, types and all tests'
	@echo 'make docs          write the pages and schemas that are made from the code'
	@echo 'make bench         measure against the bounds that cxreport keeps'
	@echo 'make constraints   pin the newest libraries that pyproject.toml allows'
	@echo 'make clean         remove out/ and caches; .venv stays'

demo: .venv/for-use
	@.ci/setup pango
	@$(RUN) .venv/bin/cxreport build cases -o out

test: .venv/for-work
	@.ci/setup pango
	@.ci/setup office
	@.ci/setup mail
	@.ci/setup validators
	@.venv/bin/ruff format --quiet --check --output-format concise . || { echo 'not formatted; this does it: .venv/bin/ruff format .'; exit 1; }
	@.venv/bin/ruff check --quiet --output-format concise .
	@.venv/bin/mypy
	@$(RUN) PYTHONDONTWRITEBYTECODE= .venv/bin/python -m pytest -n auto

docs: .venv/for-work
	@for generator in docs/generate_*.py; do echo "$$generator"; .venv/bin/python "$$generator" || exit 1; done

bench: .venv/for-bench
	@for bench in benchmarks/*.py; do $(RUN) .venv/bin/python "$$bench" || exit 1; done

# A fresh environment without pins, so that nothing installed by hand is written down.
constraints:
	@rm -rf build/pins
	@$${PYTHON:-python3} -m venv build/pins
	@build/pins/bin/python -m pip install --quiet --disable-pip-version-check '.[dev,bench]'
	@{ echo '# Every library of the environment at one version. Written by: make constraints'; \
	   build/pins/bin/python -m pip freeze --exclude cxreport; } > build/constraints.txt
	@mv build/constraints.txt constraints.txt
	@rm -rf build
	@git --no-pager diff --stat -- constraints.txt

clean:
	@rm -rf out dist build .pytest_cache .mypy_cache .ruff_cache .hypothesis .coverage
	@find cxreport tests docs benchmarks -name __pycache__ -type d -prune -exec rm -rf {} +

# The tests' environment serves for use as well, so an environment once made for work is never made smaller.
.venv/for-use: $(PINNED)
	@.ci/setup python
	@touch $@

.venv/for-bench: .venv/for-work
	@.ci/setup python dev,bench
	@touch $@

.venv/for-work: $(PINNED)
	@.ci/setup python dev
	@touch $@ .venv/for-use

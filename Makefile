# Aliases for contributors; everything real is in start.py.
PYTHON ?= python3
LOCK = .venv/bin/python -m uv pip compile --upgrade --universal --python-version 3.11 --fork-strategy fewest \
	--generate-hashes --no-emit-index-url --no-emit-find-links --custom-compile-command "make lock" --quiet
BABEL = .venv/bin/python -m babel.messages.frontend --quiet
POT = indicators/language/locale/indicators.pot

.PHONY: run test check format messages lock bench

run:
	$(PYTHON) start.py run

test:
	$(PYTHON) start.py test

check:
	$(PYTHON) start.py check

format: .venv
	.venv/bin/python -m ruff check --fix .
	.venv/bin/python -m ruff format .

# Collects every text of the screen and brings the languages' catalogues up to date; new texts come in empty.
messages: .venv
	$(BABEL) extract --mapping-file pyproject.toml --no-location --sort-output --output-file $(POT) .
	for file in indicators/language/locale/*.po; do \
		$(BABEL) update --input-file $(POT) --output-file $$file --locale $$(basename $$file .po) \
			--no-fuzzy-matching --ignore-obsolete --ignore-pot-creation-date --width 120 || exit 1; \
	done
	rm $(POT)

# One set of versions for every supported Python and system, chosen afresh from each list.
lock: .venv
	.venv/bin/python -m pip install --quiet --disable-pip-version-check uv==0.13.9
	$(LOCK) requirements.in --output-file requirements.txt
	$(LOCK) requirements-test.in --output-file requirements-test.txt
	$(LOCK) requirements-cluster.in --output-file requirements-cluster.txt

bench: .venv
	.venv/bin/python -m benchmarks

.venv:
	$(PYTHON) start.py setup

# One line per need, the same for people and for CI.
PYTHON ?= python3
BIN := .venv/bin

.PHONY: run test fast soak bench bench-long rehearse wipe lint audit sbom release setup pictures translations

run: setup ## start on http://127.0.0.1:8000 with the demo meeting
	@exec $(BIN)/python wsgi.py --demo

test: setup-tests lint ## every test, a browser included
	@$(BIN)/python -m pytest -n 2 --dist loadfile

fast: setup-tests ## the tests that need no browser, no server process and no PostgreSQL
	@$(BIN)/python -m pytest -m "not slow and not postgres"

soak: setup-tests ## the tests of faults and attacks at full length, about half an hour
	@SOAK=1 $(BIN)/python -m pytest -n 2 --dist loadfile -rP tests/faults tests/attacks

bench: setup-tests ## figures; the last line is one JSON object
	@$(BIN)/python -m bench

bench-long: setup-tests ## the same with 10,000 sockets for 5 minutes and slow phones for 30; fails where a target is missed
	@$(BIN)/python -m bench --long

rehearse: setup ## play an audience into the demo meeting of a running `make run`
	@$(BIN)/python -m facilitation rehearse

wipe: setup ## remove what rehearsals left in the demo meeting
	@$(BIN)/python -m facilitation rehearse --wipe

lint: setup-tests
	@$(BIN)/ruff check . && $(BIN)/ruff format --check . && $(BIN)/mypy

audit: setup .venv/ready-tests ## known vulnerabilities, security rules, secrets, licences
	@sh scripts/audit.sh

sbom: .venv/ready-tests ## dist/facilitation.cdx.json: all that a server is made of, as CycloneDX
	@$(BIN)/python scripts/sbom.py dist/facilitation.cdx.json $$(git describe --tags --always --abbrev=12 --dirty)

release: .venv/ready-tests ## dist/: the archive of the last commit, what it is made of, and their sums; the same tar for all
	@$(BIN)/python scripts/release.py

pictures: setup-tests ## take the README's pictures again
	@$(BIN)/python scripts/pictures.py

translations: setup ## bring the catalogues up to date with the strings in the code
	@$(BIN)/pybabel -q extract -F babel.cfg --ignore-dirs=".* node_modules" -k _l --no-location --project=Facilitation --version=1 --last-translator= --msgid-bugs-address= -o .venv/messages.pot .
	@$(BIN)/pybabel -q update -i .venv/messages.pot -d facilitation/translations --width=110 --no-fuzzy-matching --ignore-obsolete

setup: .venv/ready static/vendor/socket.io.esm.min.js .venv/translations

setup-tests: setup .venv/ready-tests .venv/browser

.venv/ready: requirements.txt
	@echo "Installing what the server needs into .venv (once, about a minute) …"
	@test -x $(BIN)/python || $(PYTHON) -m venv .venv
	@$(BIN)/python -m pip install -q --disable-pip-version-check -r requirements.txt
	@touch $@

.venv/ready-tests: requirements-dev.txt .venv/ready
	@echo "Installing what the tests need (once) …"
	@$(BIN)/python -m pip install -q --disable-pip-version-check -r requirements-dev.txt
	@touch $@

static/vendor/socket.io.esm.min.js: package.json package-lock.json scripts/fetch-client.sh .venv/ready
	@echo "Fetching the browser's client files (once) …"
	@sh scripts/fetch-client.sh

.venv/browser: scripts/find-browser.sh .venv/ready-tests
	@echo "Looking for a browser for the tests, and installing one where there is none (once) …"
	@sh scripts/find-browser.sh > $@.new && mv $@.new $@

.venv/translations: .venv/ready $(wildcard facilitation/translations/*/LC_MESSAGES/*.po)
	@sh scripts/compile-translations.sh
	@touch $@

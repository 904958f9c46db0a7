# Two commands do all the set-up: make demo, make test. make help names the others.

PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
PIP := $(BIN)/python -m pip --disable-pip-version-check --quiet
LOCK := --quiet --universal --python-version 3.11 --generate-hashes --no-emit-index-url --no-header --no-annotate
SOURCES := cryptodrug_scraper parsers simulator spiders migrations tests benchmarks docs

# Hundreds of processes are started, and each would compile the program anew where the result is not kept. Most tests wait
# for servers, so there are twice as many processes as processors.
TESTS = scripts/system-packages && TMPDIR="$$(scripts/folder-for-tests)" PYTHONDONTWRITEBYTECODE= \
	  $(BIN)/python -m pytest --numprocesses $$(( $$(nproc) * 2 )) --dist loadgroup

.DEFAULT_GOAL := help
.PHONY: help demo install cluster test test-slow durations check bench bench-compare scale profile bench-crawl campaigns quarter evidence validate cluster-campaign fuzz mutate faults damage frames drafts payloads leaks splink windows docs site pictures release lock audit clean

help:  ## what make can do here
	@awk -F ':.*  ## ' '/^[a-z-]+:.*  ## / {printf "  make %-17s %s\n", $$1, $$2}' $(MAKEFILE_LIST)

demo: install  ## replay a year of simulated crawls, derive what they mean, print tables, and compare them with the truth
	$(BIN)/cryptodrug replay fixtures/demo
	$(BIN)/cryptodrug derive
	$(BIN)/cryptodrug query --file docs/queries/demo.sql
	$(BIN)/cryptodrug simulate compare --truth fixtures/demo/truth --policy fixtures/demo/policy.toml
	$(BIN)/cryptodrug report study --identified --output study.html
	@echo
	@echo "What was done: simulated crawls of three markets, a year long, were read and loaded (replay); ratings, sales, shares,"
	@echo "moves and links were worked out of them (derive); some answers were asked (query) and held against the truth of the"
	@echo "simulation (simulate compare); and a report of Belgium's part was written: open study.html in a browser."
	@echo "What to try next:"
	@echo "  $(BIN)/cryptodrug explore --archive fixtures/demo        the page behind each number, in a browser"
	@echo "  $(BIN)/cryptodrug findings                               what the study found, asked of these data"
	@echo "  $(BIN)/cryptodrug query --list                           what can be asked in SQL; docs/cookbook.md has 38 questions"
	@echo "  docs/tutorial.md                                       from a folder of your own pages to a report"

install: $(VENV)/.installed  ## make .venv with the program in it

$(VENV)/.installed: requirements.lock pyproject.toml
	@test -d $(VENV) || $(PYTHON) -m venv $(VENV) || { \
	  echo "Python cannot make a virtual environment: on Debian, apt-get install python3-venv" >&2; exit 1; }
	@scripts/install-locked $(BIN)/python requirements.lock
	@$(PIP) install --no-deps --no-build-isolation --editable .
	@echo "installed: . $(BIN)/activate, then: cryptodrug --help" >&2
	@touch $@

$(VENV)/.installed-dev: requirements-dev.lock $(VENV)/.installed
	@scripts/install-locked $(BIN)/python requirements-dev.lock
	@touch $@

cluster: $(VENV)/.installed  ## what work on several machines and from object stores needs
	@scripts/install-locked $(BIN)/python requirements-cluster.lock

test: $(VENV)/.installed-dev  ## run the tests, but for the slow ones
	$(TESTS) -m "not campaign and not slow"

test-slow: $(VENV)/.installed-dev  ## run the slow tests: whole derivations, reports, crawls and servers again and again
	$(TESTS) -m "slow and not campaign"

durations: $(VENV)/.installed-dev  ## run both and keep how long those of each file take: what takes longest begins first
	$(TESTS) --keep-durations

check: $(VENV)/.installed-dev  ## format, lint, types, direction of imports
	$(BIN)/ruff format --check $(SOURCES)
	$(BIN)/ruff check $(SOURCES)
	$(BIN)/mypy
	$(BIN)/lint-imports
	$(BIN)/python docs/generate.py --check

bench: $(VENV)/.installed-dev  ## speed, as ratios to a floor measured in the same run
	$(BIN)/python -m benchmarks.replay $(if $(SIZE),--size $(SIZE))
	$(BIN)/python -m benchmarks.parse
	$(BIN)/python -m benchmarks.derive $(if $(SIZE),--size $(SIZE))
	$(BIN)/python -m benchmarks.withheld
	$(BIN)/python benchmarks/importers.py
	$(BIN)/python benchmarks/archive.py
	$(BIN)/python benchmarks/simulate.py archive
	$(BIN)/python -m benchmarks.revisit

bench-compare: $(VENV)/.installed-dev  ## what the newest run of the replay benchmark lost against earlier ones on such a machine
	$(BIN)/python -m benchmarks.regressions

profile: $(VENV)/.installed-dev  ## the functions in which each stage of a replay spends its time: MARKET, SIZE, TOP
	$(BIN)/python -m benchmarks.hot_spots $(if $(MARKET),--market $(MARKET)) $(if $(SIZE),--size $(SIZE)) $(if $(TOP),--top $(TOP))

scale: $(VENV)/.installed-dev  ## a year of three markets at SIZE 0.1, from pages to a report, and an eighth of it; goes on where it was: FOLDER, EVERY
	for size in $$($(BIN)/python -c "print($(or $(SIZE),0.1) / 8, $(or $(SIZE),0.1))"); do \
	  $(BIN)/python -m benchmarks.scaling --folder $(or $(FOLDER),scale)/$$size --size $$size --every $(or $(EVERY),week) || exit 1; done
	$(BIN)/python -m benchmarks.scaling.beyond

bench-crawl: $(VENV)/.installed-dev  ## throughput over a private Tor network, against a spider that only downloads
	scripts/system-packages tor
	$(BIN)/python benchmarks/crawl.py --rounds 2 --size 0.02

campaigns: $(VENV)/.installed-dev  ## the long runs, and what they do in short: kills, faults, hostile pages and clients, worst vendors, packages, defects
	$(TESTS) -m "campaign or hypothesis" --hypothesis-profile long
	TMPDIR="$$(scripts/folder-for-tests)" PYTHONDONTWRITEBYTECODE= $(BIN)/python tests/campaigns/seeded_defects.py
	$(BIN)/python tests/campaigns/kill_archive.py --kills 50
	$(BIN)/python tests/campaigns/kill_replay.py --kills 50
	$(BIN)/python tests/campaigns/crawl_faults.py --faults 20
	$(BIN)/python tests/campaigns/growth.py
	$(BIN)/python tests/campaigns/adjudication.py --times 1000
	$(BIN)/python tests/campaigns/carried_bounds.py --times 2000
	$(BIN)/python tests/campaigns/hostile_clients.py --requests 5000
	$(BIN)/python tests/campaigns/worst
	for market in dream empire wallstreet; do \
	  $(BIN)/python tests/campaigns/simulated_pages.py --pages 10000 --seeds 20 --market $$market || exit 1; done
	$(BIN)/python tests/campaigns/large_pages.py
	scripts/system-packages chromium
	$(BIN)/python tests/campaigns/marks.py --pages 2000 --seed $(or $(SEED),1)
	$(BIN)/python tests/campaigns/disclosure.py --worlds 20 --folder $(or $(FOLDER),disclosure-worlds)
	$(BIN)/python tests/campaigns/publications.py --worlds 3

fuzz: $(VENV)/.installed-dev  ## coverage-guided fuzzing, MINUTES of processor time for each target; TARGET names one
	$(BIN)/python tests/campaigns/fuzz.py --cpu-minutes $(or $(MINUTES),30) $(if $(TARGET),--target $(TARGET)) \
	  --found $(or $(FOUND),found-inputs) $(if $(REACHED),--reached $(REACHED)) $(if $(CORPUS),--corpus $(CORPUS)) --seed $(or $(SEED),1)

mutate: $(VENV)/.installed-dev  ## PAGES changed as no market prints them, through replay: a million in about an hour
	scripts/system-packages
	$(BIN)/python tests/campaigns/mutated_pages.py --pages $(or $(PAGES),1000000) \
	  --found $(or $(FOUND),found-pages) $(if $(CORPUS),--corpus $(CORPUS)) --seed $(or $(SEED),1)

quarter: $(VENV)/.installed-dev  ## WEEKS of scheduled crawls in minutes, with faults, through Tor, as root: docs/quarter.md
	scripts/system-packages tor faketime
	$(BIN)/python tests/campaigns/quarter.py --weeks $(or $(WEEKS),13) --minutes $(or $(MINUTES),90) \
	  --tables $(or $(TABLES),quarter-tables.md)

evidence: $(VENV)/.installed-dev  ## the words of every field of all fixtures, and of PAGES simulated pages of two scenarios
	CRYPTODRUG_EVIDENCE=all $(BIN)/python -m pytest --quiet tests/explore/test_evidence.py
	$(BIN)/python tests/campaigns/evidence.py --pages $(or $(PAGES),1000) --seeds $(or $(SEEDS),4) \
	  --kept $(or $(KEPT),found-pages/evidence.jsonl)

validate: $(VENV)/.installed-dev  ## estimators and naive practice against the truth of WORLDS simulated worlds, and of DUMPS kept as others do: docs/validation.md
	scripts/system-packages
	$(BIN)/python tests/campaigns/validate.py --worlds $(or $(WORLDS),32) --seed $(or $(SEED),1) --size $(or $(SIZE),1) \
	  --every month --every week --coverage 1 --coverage 0.9 --scenario plain --scenario hard \
	  --dumps $(or $(DUMPS),17) --dump-size $(or $(DUMP_SIZE),0.1) $(if $(THIN),--thin $(THIN)) \
	  --folder $(or $(FOLDER),validation) $(if $(DAY),--day $(DAY))

cluster-campaign: $(VENV)/.installed-dev  ## replay, derive, import and verify on a cluster that is disturbed, against this machine; ARCHIVES
	scripts/system-packages
	$(BIN)/python tests/campaigns/cluster.py --kills $(or $(KILLS),2) $(if $(ROWS),--rows $(ROWS)) $(ARCHIVES)

faults: $(VENV)/.installed-dev  ## every command under 500 faults, each repeated and compared: an hour, as root
	scripts/system-packages
	$(BIN)/python tests/campaigns/faults --faults 500

damage: $(VENV)/.installed-dev  ## archives harmed at COUNT places in each way, and what is read from them
	$(BIN)/python tests/campaigns/damaged_archives.py --count $(or $(COUNT),200) --seed $(or $(SEED),1)

frames: $(VENV)/.installed-dev  ## PAGES read in full and without the known parts of their frame, compared to the field
	$(BIN)/python tests/campaigns/plain_and_framed.py --pages $(or $(PAGES),100000) \
	  --found $(or $(FOUND),found-pages) $(if $(CORPUS),--corpus $(CORPUS)) --seed $(or $(SEED),1)

drafts: $(VENV)/.installed-dev  ## drafts of fixtures of the saved pages in CORPUS, and what of each page survives in them
	$(BIN)/python tests/campaigns/drafts.py --corpus $(CORPUS) $(if $(DAY),--captured-at $(DAY)) --seed $(or $(SEED),1)

payloads: $(VENV)/.installed-dev  ## hostile texts through every output: browser, terminal, and LibreOffice if it is installed
	scripts/system-packages chromium tmux
	$(BIN)/python tests/campaigns/payloads.py

leaks: $(VENV)/.installed-dev  ## what every command reaches for on a network, as root and as an ordinary user
	scripts/system-packages
	$(BIN)/python tests/campaigns/leaks

splink: $(VENV)/.installed-dev  ## the identity of ratings beside Splink's, on a world of SIZE kept as others do: needs the internet once
	test -x $(VENV)/splink/bin/python || $(PYTHON) -m venv $(VENV)/splink
	$(VENV)/splink/bin/python -c "import splink" 2>/dev/null || $(VENV)/splink/bin/pip --quiet install splink==5.0.0
	$(BIN)/python tests/campaigns/splink_beside.py --splink $(VENV)/splink/bin/python --seed $(or $(SEED),1) \
	  --size $(or $(SIZE),0.03) --folder $(or $(FOLDER),splink-worlds)

windows: $(VENV)/.installed  ## make the crawls of fixtures/windows and fixtures/demo again from their scenarios and policies
	$(BIN)/python -m simulator.windows fixtures/windows
	$(BIN)/python -m simulator.windows fixtures/demo

docs: $(VENV)/.installed-dev  ## write the pages that are made from the program itself
	$(BIN)/python docs/generate.py
	$(BIN)/python docs/cookbook.py
	$(BIN)/python docs/guides.py

site: $(VENV)/.installed-dev  ## build the documentation as a site that needs no network: site/index.html
	NO_MKDOCS_2_WARNING=1 $(BIN)/mkdocs build --strict --quiet
	@echo open site/index.html

pictures: $(VENV)/.installed-dev  ## take the pictures of README.md and docs/contesting.md again, from the world of the demo, and time the way
	scripts/system-packages chromium
	$(BIN)/python docs/pictures.py
	$(BIN)/python docs/contest.py

release: $(VENV)/.installed-dev  ## keep what a release must never change, and build its sdist and wheel: dist/
	$(BIN)/python tests/store/released/keep.py
	rm -rf dist
	SOURCE_DATE_EPOCH=$$(date --utc --date="$$(sed -n 's/^## [0-9.]* - //p' CHANGELOG.md | head -n 1)" +%s) \
	  $(BIN)/python -m hatchling build --directory dist --target sdist --target wheel
	cd dist && sha256sum *

lock: $(VENV)/.installed-dev  ## choose the newest versions allowed, with their hashes
	$(BIN)/python -m pip --quiet install uv
	$(BIN)/uv pip compile --upgrade $(LOCK) --group pyproject.toml:build --group pyproject.toml:dev --group pyproject.toml:docs --extra cluster --extra notebook \
	  pyproject.toml --output-file requirements-dev.lock
	$(BIN)/uv pip compile $(LOCK) --constraint requirements-dev.lock --group pyproject.toml:build pyproject.toml \
	  --output-file requirements.lock
	$(BIN)/uv pip compile $(LOCK) --constraint requirements-dev.lock --group pyproject.toml:build --extra cluster \
	  pyproject.toml --output-file requirements-cluster.lock

audit: $(VENV)/.installed  ## known weaknesses of every locked package, asked of PyPI's and OSV's lists: needs the internet
	test -x $(VENV)/audit/bin/pip-audit || { $(PYTHON) -m venv $(VENV)/audit && $(VENV)/audit/bin/pip --quiet install pip-audit; }
	for service in pypi osv; do $(VENV)/audit/bin/pip-audit --strict --disable-pip --require-hashes \
	  --vulnerability-service $$service --requirement requirements-dev.lock || exit 1; done

clean:  ## remove what make made; data stay
	rm -rf $(VENV) .mypy_cache .ruff_cache .pytest_cache .hypothesis

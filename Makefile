# Everything below sets up what it needs in .venv; nothing is repeated until a lock file changes.

BIN := .venv/bin
WORKERS ?= 2

.PHONY: help demo test check bench format lock migration

help:
	@echo 'make demo    chat with Bạn Học on http://127.0.0.1:8080 (ARGS="--port 8081" for other options)'
	@echo 'make test    all tests (ARGS="-k waitlist" for some)'
	@echo 'make check   format, lint, types, import rules'
	@echo 'make bench   how fast it is, against a plain bot'
	@echo 'make format  bring the code into shape'
	@echo 'make lock    choose versions anew (ARGS=--upgrade for the newest)'
	@echo 'make migration NAME="Add quizzes"   what the models have and the migrations lack'

demo: .venv/run
	@$(BIN)/banhoc demo $(ARGS)

test: .venv/dev
	@.ci/browser || true
	@$(BIN)/pytest -n $(WORKERS) $(ARGS)

check: .venv/dev
	$(BIN)/ruff format --check .
	$(BIN)/ruff check .
	$(BIN)/mypy
	$(BIN)/lint-imports

bench: .venv/dev
	@$(BIN)/python -m tests.bench $(ARGS)

format: .venv/dev
	$(BIN)/ruff format .
	$(BIN)/ruff check --fix .

migration: .venv/dev
	@$(BIN)/python -m storage.migrations '$(NAME)'

# Whoever runs the product needs less than whoever works on it, in the same versions.
COMPILE := uv pip compile pyproject.toml --universal --python-version 3.11 --generate-hashes --no-emit-index-url \
	--custom-compile-command 'make lock' --quiet $(ARGS)

lock:
	$(COMPILE) --extra dev --output-file requirements-dev.lock
	$(COMPILE) --extra build --constraints requirements-dev.lock --output-file requirements.lock

.venv/run: requirements.lock pyproject.toml .ci/set_up
	@.ci/set_up requirements.lock
	@touch $@

.venv/dev: requirements-dev.lock pyproject.toml .ci/set_up
	@.ci/set_up requirements-dev.lock
	@touch $@ .venv/run

.PHONY: build setup run test eval bench lint
build:            ## target/release/ligature
	cargo build --release --locked -p ligature
setup:            ## what the tests need in addition to Rust (a browser); says in a line what is missing
	sh scripts/setup.sh
run: build        ## the site on http://127.0.0.1:8080, with the public code sets and what LIGATURE_DATA names
	sh scripts/run.sh
test: setup build ## everything that must hold before a commit
	cargo test --workspace --locked --quiet
	target/release/ligature knowledge check --dir knowledge
	sh scripts/browser-test.sh
	sh scripts/schemathesis.sh
eval: build       ## the labelled notes of ../shared/eval, when they are there
	sh scripts/eval.sh
bench: build      ## speed, compared with medspaCy, SQLite and DuckDB in the same run; pages a second
	sh scripts/bench.sh
	sh scripts/bench-search.sh
	sh scripts/bench-claims.sh
	sh scripts/bench-http.sh
lint:             ## formatting, clippy, licences of dependencies, our own repository rules
	sh scripts/lint.sh

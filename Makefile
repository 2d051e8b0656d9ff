# SPDX-License-Identifier: Apache-2.0
# Short names for the work. meson does the building; `make help` lists the targets.
.DEFAULT_GOAL := build
.PHONY: help deps deps-test build sdk run test check asan tsan fuzz sim bench bench-janus bench-bound bench-histories bench-network bench-recovery soak fmt schema clean random bench-sdk bench-transfer durable bench-trouble bench-sessions bench-recorder bench-counters

BUILD   ?= build
JOBS    ?= $(shell nproc)
CCACHE  := $(shell command -v ccache 2>/dev/null)
GCC     := $(strip $(CCACHE) gcc)
CLANG   := $(strip $(CCACHE) clang-14)
CONFIG  ?=
ARGS    ?=

help: ## this list
	@grep -hE '^[a-z-]+:.*## ' $(MAKEFILE_LIST) | sed -E 's/:[^#]*## /\t/' | expand -t 14

deps: ## install what building needs (Debian and npm packages, by name)
	@tools/deps/packages.sh build
	@tools/deps/npm.sh

deps-test: ## install what testing needs as well
	@tools/deps/packages.sh test
	@tools/deps/npm.sh

$(BUILD)/build.ninja: meson.build meson_options.txt
	CC="$(GCC)" meson setup $(if $(wildcard $(BUILD)/build.ninja),--reconfigure,) -Dtests=$(if $(wildcard /usr/include/cmocka.h),true,false) $(BUILD)

build: deps $(BUILD)/build.ninja sdk ## programs in build/, the SDK in sdk/web/dist/
	ninja -j$(JOBS) -C $(BUILD)
	@ln -sf src/server/parlord $(BUILD)/parlord
	@ln -sf sdk/server/business-sample $(BUILD)/business-sample

sdk: deps ## the browser SDK
	node sdk/web/build.mjs

run: build ## install, build, start; prints the address of the room page
	$(BUILD)/parlord $(if $(CONFIG),--config $(CONFIG)) $(ARGS)

test: deps-test ## everything; the last line is "N passed, N failed"
	node tools/test/run.mjs all

check: deps-test ## formatting, purity, unit tests: fast
	node tools/test/run.mjs check

asan: deps-test ## unit tests and simulation under AddressSanitizer and UBSan
	node tools/test/run.mjs asan

tsan: deps-test ## the threads of io and the server under ThreadSanitizer
	node tools/test/run.mjs tsan

fuzz: deps-test ## every fuzz target; RUNS=200000 for longer
	FUZZ_SEED=$${FUZZ_SEED:-0} RUNS=$${RUNS:-20000} node tools/test/run.mjs fuzz

sim: deps-test ## the simulated domain; SEEDS=5000 for longer
	node tools/test/run.mjs sim

random: deps-test ## the browser SDK against a model of the server, by chance; SEEDS=5000 for longer, ARGS="--from SEED" to repeat
	node sdk/web/test/random/main.mjs --seeds $(if $(SEEDS),$(SEEDS),1000) $(ARGS)

bench: build ## the benchmarks of bench/README.md
	$(BUILD)/bench/bench_srtp
	$(BUILD)/bench/bench_fanout
	$(BUILD)/bench/bench_counter

soak: build ## half an hour of people who come and go; ARGS="--minutes 5"
	PARLORD=$(BUILD)/src/server/parlord node tests/soak/main.mjs $(ARGS)

durable: build ## kill -9 of parlord a hundred times under load, SQLite and PostgreSQL; ARGS="--rounds 10 --backend sqlite --seed 7"
	PARLORD=$(BUILD)/src/server/parlord node tests/durable/main.mjs $(ARGS)

bench-sessions: build ## memory of idle sessions, logins a second, a text to a thousand; ARGS="--janus" beside Janus
	PARLORD=$(BUILD)/src/server/parlord node bench/sessions/main.mjs --build $(BUILD) $(ARGS)

bench-counters: build ## a real server with 10 to 10,000 clients who wait for 20 and 2,000 agents: what a ticket costs, free to told, memory
	PARLORD=$(BUILD)/src/server/parlord node bench/counters/main.mjs --out bench/results/counters.md --plot bench/results/counters.svg $(ARGS)

bench-recorder: build ## what recordings cost: a composite beside the ffmpeg command, 300 copies, the first frame, 2 to 16 parties
	PARLORD=$(BUILD)/src/server/parlord node bench/recorder/main.mjs --out bench/results/recorder.md --plot bench/results/recorder.svg $(ARGS)

.PHONY: bench-recorded-rooms record-rounds record-networks
bench-recorded-rooms: build ## five rooms of 16, with and without a recording of each: does the calls' delay move?
	PARLORD=$(BUILD)/src/server/parlord node bench/recorder/rooms.mjs --out bench/results/recorded_rooms.md $(ARGS)

record-rounds: build ## kill -9 of parlor-recorder, parlord and both, 100 rounds, while recordings run; ARGS="--rounds 10 --seed 7"
	PARLORD=$(BUILD)/src/server/parlord node tests/durable/record.mjs --out bench/results/record_rounds.md $(ARGS)

record-networks: build ## two minutes of recordings behind bad networks, of clocks that run fast and slow: do sound and picture keep together?
	RECORD_SECONDS=120 PARLORD=$(BUILD)/src/server/parlord node --test tests/integration/recorder_impaired.test.mjs

bench-janus: build ## beside Debian's Janus, in turns; SHAPES=all for a row of each shape
	node bench/janus/main.mjs --build $(BUILD) $(if $(filter all,$(SHAPES)),--shapes all --search --minutes 60 --out bench/results/janus.md,$(if $(SHAPES),--shapes "$(SHAPES)")) $(ARGS)

bench-bound: build ## beside a fan-out that does nothing else, in turns
	node bench/bound/main.mjs --build $(BUILD) $(ARGS)

bench-sdk: sdk ## size of the browser SDK and what it costs a page to load it
	node bench/sdk/main.mjs --out bench/results/sdk.md $(ARGS)

bench-transfer: build sdk deps-test ## a file of 2 GiB through the server, between programs and between browsers: time and memory
	PARLORD=$(BUILD)/src/server/parlord node bench/transfer/main.mjs
	PARLORD=$(BUILD)/src/server/parlord tests/support/in_namespace.sh node bench/transfer/browsers.mjs --out bench/results/transfer.md

fmt: ## format the C sources
	git ls-files -co --exclude-standard '*.c' '*.h' | grep -v _gen | xargs clang-format-14 -i

schema: ## write everything that is generated from schema/, and the API guide
	node tools/schema/generate.mjs
	node tools/guide/generate.mjs

bench-histories: build ## 300 rounds for each back-end of robots at the service counters: killed, cut, stopped, the store held
	HISTORY_ROUNDS=300 HISTORY_POSTGRES_ROUNDS=300 PARLORD=$(BUILD)/src/server/parlord node --test tests/integration/histories.test.mjs

bench-network: build deps-test ## real Chromium behind bad networks
	PARLORD=$(BUILD)/src/server/parlord tests/support/in_namespace.sh node bench/network/main.mjs --out bench/results/network.md $(ARGS)

bench-trouble: build ## business servers and plug-ins that are slow, crash, flood, talk nonsense: what users notice
	PARLORD=$(BUILD)/src/server/parlord node bench/trouble/main.mjs --out bench/results/trouble.md $(ARGS)

bench-recovery: build deps-test ## real Chromium whose network breaks: how soon media is back
	PARLORD=$(BUILD)/src/server/parlord node bench/recovery/main.mjs --out bench/results/recovery.md $(ARGS)

clean:
	rm -rf $(BUILD) build-* sdk/web/dist

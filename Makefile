# Two commands do everything, on a machine with nothing but the Swift toolchain:
#
#   make book    sets up, builds, fetches the data, runs the chapters and writes site/
#   make test    sets up, lints, builds and runs every test, the browser test included

quire = .build/release/quire
swift_files = Package.swift Sources Tests $(wildcard Benchmarks)

# The book that the browser test builds with the code as it is, and the one kept in the repository.
test_book = Tests/Browser/book
test_site = .build/browser-site

.NOTPARALLEL:
.PHONY: book test setup build lint clean browser-test docs

book: setup build
	$(quire) build

setup:
	Scripts/setup.sh

build:
	swift build --configuration release

# The tests share the build that users get: `swift test` alone would compile everything again with other flags.
test:
	Scripts/setup.sh --tests
	$(MAKE) lint
	swift build --configuration release --build-tests
	$(quire) check --strict
	$(MAKE) browser-test
	swift test --configuration release --skip-build

lint:
	swift format lint --strict --parallel --recursive $(swift_files)

browser-test:
	$(quire) build $(test_book) --output $(abspath $(test_site))
	Scripts/browser-test.sh $(test_site) $(patsubst %/index.html,%,$(wildcard site/index.html))

# The reference of the deep-learning library, for a web server: .build/docs/documentation/deeplearning.
docs: build
	Scripts/docs.sh .build/docs

# What was built; downloaded data sets stay (`quire clean` is for the book's results).
clean:
	rm -rf .build .build-browser

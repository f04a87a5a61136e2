"""Looks at every page of a built book in a real browser and says what is wrong with it.

    check_book.py SITE_FOLDER     checks the book, over file://
    check_book.py --self-test     checks that the checks themselves find what is wrong with a page made to fail

Every page is opened at phone and desktop size, in light and dark, and once without scripts. Each failure is printed
with its page, size and theme. The last line is "N passed, N failed"; the exit status is 1 if anything failed.
"""

import argparse
import os
import pathlib
import shutil
import sys
from collections import Counter

from playwright.sync_api import sync_playwright

from folder_checks import FOLDER_CHECKS
from page_checks import LIVE_CHECKS, SCRIPTLESS_CHECKS
from visit import SIZES, THEMES, Visit

HERE = pathlib.Path(__file__).parent


def find_chromium():
    """The path of the system's Chromium."""
    names = ["chromium", "chromium-browser", "google-chrome"]
    found = [shutil.which(name) for name in names] + ["/Applications/Chromium.app/Contents/MacOS/Chromium"]
    chosen = os.environ.get("CHROMIUM") or next((path for path in found if path and os.path.exists(path)), None)
    return chosen or sys.exit("check_book.py: no Chromium here: install it (Debian: apt-get install chromium)")


def launch(playwright):
    """Starts the browser. Its sandbox does not work for root, as in containers."""
    arguments = ["--no-sandbox"] if os.getuid() == 0 else []
    return playwright.chromium.launch(executable_path=find_chromium(), args=arguments)


class Report:
    """Counts the checks and prints those that failed."""

    def __init__(self, quiet=False):
        self.quiet = quiet
        self.counts = Counter()
        self.failed = set()

    def add(self, check, place, problems):
        self.counts["failed" if problems else "passed"] += 1
        if problems:
            self.failed.add(check)
        for problem in [] if self.quiet else problems:
            print(f"FAILED {place}: {check}: {problem}", flush=True)

    def run(self, checks, place, *arguments):
        for check in checks:
            self.add(check.__name__, place, list(check(*arguments)))

    def summary(self):
        return f"{self.counts['passed']} passed, {self.counts['failed']} failed"


def check_site(browser, site, report):
    """Runs every check on every page of a folder."""
    pages = sorted(site.rglob("*.html"))
    if not pages:
        sys.exit(f"check_book.py: no page in {site}")
    for page in pages:
        name = page.relative_to(site)
        report.run(FOLDER_CHECKS, name, page, site)
        for size in SIZES:
            for theme in THEMES:
                with Visit(browser, page, size, theme) as visit:
                    report.run(LIVE_CHECKS, f"{name} ({size}, {theme})", visit)
        with Visit(browser, page, "phone", "light", scripts=False) as visit:
            report.run(SCRIPTLESS_CHECKS, f"{name} (phone, no scripts)", visit)


def self_test(browser):
    """The good page passes everything; the broken one fails every check that there is."""
    report = Report()
    check_site(browser, HERE / "self_test" / "good", report)
    broken = Report(quiet=True)
    check_site(browser, HERE / "self_test" / "broken", broken)
    for check in FOLDER_CHECKS + LIVE_CHECKS + SCRIPTLESS_CHECKS:
        missed = [] if check.__name__ in broken.failed else ["it does not find what is wrong with the broken page"]
        report.add(check.__name__, "self-test", missed)
    return report


def main():
    arguments = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    arguments.add_argument("site", nargs="?", type=pathlib.Path)
    arguments.add_argument("--self-test", action="store_true")
    settings = arguments.parse_args()
    if settings.self_test == (settings.site is not None):
        arguments.error("give a folder or --self-test")
    with sync_playwright() as playwright:
        browser = launch(playwright)
        if settings.self_test:
            report = self_test(browser)
        else:
            report = Report()
            check_site(browser, settings.site.resolve(), report)
        browser.close()
    print(report.summary())
    sys.exit(1 if report.counts["failed"] else 0)


if __name__ == "__main__":
    main()

"""What can be said of a page's files without a browser. Each check yields one message a problem."""

import gzip
import html.parser
import urllib.parse

MOST_BYTES = 60 * 1024
MOST_SCRIPT_BYTES = 12 * 1024


class _Markup(html.parser.HTMLParser):
    """The identifiers of a page, the addresses it links to and the files it is made of."""

    def __init__(self, path):
        super().__init__()
        self.identifiers, self.links, self.scripts, self.styles = set(), [], [], []
        self.inline_script_bytes = 0
        self._is_script = False
        self.feed(path.read_text(encoding="utf-8"))

    def handle_starttag(self, tag, attributes):
        values = dict(attributes)
        self.identifiers.update(filter(None, [values.get("id")]))
        self._is_script = tag == "script"
        if tag == "a" and "href" in values:
            self.links.append(values["href"])
        if tag == "script" and "src" in values:
            self.scripts.append(values["src"])
        if tag == "link" and values.get("rel") == "stylesheet":
            self.styles.append(values["href"])

    def handle_data(self, data):
        if self._is_script:
            self.inline_script_bytes += len(data.encode())

    def handle_endtag(self, tag):
        self._is_script = False


def _file(page, address):
    """The file that a relative address means, without query and fragment."""
    path = urllib.parse.unquote(urllib.parse.urlsplit(address).path)
    return (page.parent / path) if path else page


def _compressed(path):
    return len(gzip.compress(path.read_bytes())) if path.is_file() else 0


def page_is_light(page, site):
    """At most 60 KB compressed before images, of which scripts at most 12 KB."""
    markup = _Markup(page)
    scripts = sum(_compressed(_file(page, address)) for address in markup.scripts)
    styles = sum(_compressed(_file(page, address)) for address in markup.styles)
    total = _compressed(page) + styles + scripts
    if total > MOST_BYTES:
        yield f"{total} bytes compressed, more than {MOST_BYTES}"
    if scripts + markup.inline_script_bytes > MOST_SCRIPT_BYTES:
        yield f"{scripts + markup.inline_script_bytes} bytes of scripts, more than {MOST_SCRIPT_BYTES}"


def links_lead_somewhere(page, site):
    """Links inside the book name a file of it, and an identifier in that file."""
    for address in _Markup(page).links:
        parts = urllib.parse.urlsplit(address)
        if parts.scheme or parts.netloc:
            continue
        target = _file(page, address)
        if not target.is_file():
            yield f"{address} leads to no file"
        elif parts.fragment and urllib.parse.unquote(parts.fragment) not in _Markup(target).identifiers:
            yield f"{address} leads to no place in {target.name}"


FOLDER_CHECKS = [page_is_light, links_lead_somewhere]

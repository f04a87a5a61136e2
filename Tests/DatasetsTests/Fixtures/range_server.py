"""Serves a folder on 127.0.0.1 for tests of downloads, and prints its port.

    range_server.py FOLDER LOG [options]

Every request is written to LOG as one line: path, and the Range header or "-". The options make it a bad server:

    --no-ranges        answers a request for a part with the whole
    --cut-after N      the first answer ends after so many bytes, as if the connection broke
    --slow SECONDS     waits so long in the middle of every answer
    --announce N       says that every answer has so many bytes
    --no-length        does not say how many bytes an answer has
    --endless          goes on with zeros after the file, until nobody listens
    --wrong            serves other bytes, as many as the file has
    --status N         answers every request with this status and a page of text
    --redirect ADDRESS sends every request to the same path there
"""

import argparse
import http.server
import pathlib
import time

arguments = argparse.ArgumentParser()
arguments.add_argument("folder", type=pathlib.Path)
arguments.add_argument("log", type=pathlib.Path)
arguments.add_argument("--no-ranges", action="store_true")
arguments.add_argument("--cut-after", type=int)
arguments.add_argument("--slow", type=float, default=0)
arguments.add_argument("--announce", type=int)
arguments.add_argument("--no-length", action="store_true")
arguments.add_argument("--endless", action="store_true")
arguments.add_argument("--wrong", action="store_true")
arguments.add_argument("--status", type=int)
arguments.add_argument("--redirect")
settings = arguments.parse_args()


class Handler(http.server.BaseHTTPRequestHandler):
    is_cut = False

    def log_message(self, *_):
        pass

    def do_GET(self):
        requested = self.headers.get("Range")
        with settings.log.open("a") as log:
            log.write(f"{self.path} {requested or '-'}\n")
        file = settings.folder / self.path.lstrip("/")
        if settings.redirect:
            self.redirect()
        elif settings.status or not file.is_file():
            self.send_error(settings.status or 404)
        else:
            content = file.read_bytes()
            self.answer(content[::-1] if settings.wrong else content, None if settings.no_ranges else requested)

    def redirect(self):
        self.send_response(302)
        self.send_header("Location", settings.redirect.rstrip("/") + self.path)
        self.end_headers()

    def answer(self, content, requested):
        start = int(requested.removeprefix("bytes=").split("-")[0]) if requested else 0
        body = content[start:]
        self.send_response(206 if requested else 200)
        if not (settings.no_length or settings.endless):
            self.send_header("Content-Length", str(settings.announce or len(body)))
        if requested:
            self.send_header("Content-Range", f"bytes {start}-{len(content) - 1}/{len(content)}")
        self.end_headers()
        if settings.cut_after is not None and not Handler.is_cut:
            Handler.is_cut = True
            body = body[: settings.cut_after]
        self.send(body)

    def send(self, body):
        self.wfile.write(body[: len(body) // 2])
        self.wfile.flush()
        time.sleep(settings.slow)
        self.wfile.write(body[len(body) // 2 :])
        while settings.endless:
            self.wfile.write(bytes(1 << 16))


class Server(http.server.ThreadingHTTPServer):
    def handle_error(self, *_):
        """A client that hangs up is what some tests are about."""


server = Server(("127.0.0.1", 0), Handler)
print(server.server_port, flush=True)
server.serve_forever()

"""Serves a folder on 127.0.0.1 for tests of downloads, and prints its port.

    range_server.py FOLDER LOG [--no-ranges] [--cut-after BYTES]

Every request is written to LOG as one line: path, and the Range header or "-". With --cut-after, the first answer ends
after so many bytes, as if the connection broke.
"""

import argparse
import http.server
import pathlib

arguments = argparse.ArgumentParser()
arguments.add_argument("folder", type=pathlib.Path)
arguments.add_argument("log", type=pathlib.Path)
arguments.add_argument("--no-ranges", action="store_true")
arguments.add_argument("--cut-after", type=int)
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
        if not file.is_file():
            self.send_error(404)
            return
        self.answer(file.read_bytes(), None if settings.no_ranges else requested)

    def answer(self, content, requested):
        start = int(requested.removeprefix("bytes=").split("-")[0]) if requested else 0
        body = content[start:]
        self.send_response(206 if requested else 200)
        self.send_header("Content-Length", str(len(body)))
        if requested:
            self.send_header("Content-Range", f"bytes {start}-{len(content) - 1}/{len(content)}")
        self.end_headers()
        if settings.cut_after is not None and not Handler.is_cut:
            Handler.is_cut = True
            body = body[: settings.cut_after]
        self.wfile.write(body)


server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), Handler)
print(server.server_port, flush=True)
server.serve_forever()

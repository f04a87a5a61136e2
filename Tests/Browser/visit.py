"""One page, opened in a fresh browser context, with everything noted that it says and asks for."""

SIZES = {"phone": (390, 844), "desktop": (1440, 900)}
THEMES = ["light", "dark"]

_SCROLL = """async () => {
  for (let y = 0; y < document.documentElement.scrollHeight; y += innerHeight / 2) {
    scrollTo(0, y);
    await new Promise(done => setTimeout(done, 20));
  }
  scrollTo(0, 0);
}"""


class Visit:
    """A page in the state in which a reader has seen all of it: opened, scrolled through, pictures loaded."""

    def __init__(self, browser, path, size, theme, scripts=True):
        width, height = SIZES[size]
        self.size, self.theme, self.scripts = size, theme, scripts
        self.context = browser.new_context(
            viewport={"width": width, "height": height},
            color_scheme=theme,
            device_scale_factor=2 if size == "phone" else 1,
            has_touch=size == "phone",
            reduced_motion="reduce",
            java_script_enabled=scripts,
        )
        self.said, self.failed, self.foreign = [], [], []
        self.page = self.context.new_page()
        self._listen()
        self.page.goto(path.as_uri(), wait_until="load")
        if scripts:
            self.page.evaluate(_SCROLL)
            self.page.wait_for_timeout(100)

    def _listen(self):
        self.page.route("http*://**/*", lambda route: route.abort())
        self.page.on("request", self._requested)
        self.page.on("requestfailed", lambda request: self.failed.append(request.url))
        self.page.on("console", self._spoke)
        self.page.on("pageerror", lambda error: self.said.append(f"uncaught {error}"))

    def _requested(self, request):
        if not request.url.startswith(("file:", "data:", "blob:", "about:")):
            self.foreign.append(request.url)

    def _spoke(self, message):
        if message.type in ("error", "warning"):
            self.said.append(f"{message.type}: {message.text}")

    def __enter__(self):
        return self

    def __exit__(self, *_):
        self.context.close()

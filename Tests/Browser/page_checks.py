"""What a page must do in a browser. Each check yields one message a problem."""

from axe_playwright_python.sync_playwright import Axe

_AXE = Axe()


def console_is_silent(visit):
    """No error, warning or uncaught exception."""
    yield from visit.said


def every_request_succeeds(visit):
    yield from visit.failed


def no_other_host_is_asked(visit):
    yield from visit.foreign


def figures_are_loaded(visit):
    """Lazy ones after the page was scrolled through."""
    images = visit.page.eval_on_selector_all(
        "img", "all => all.map(i => [i.currentSrc || i.src, i.complete && i.naturalWidth > 0])"
    )
    yield from (address for address, is_loaded in images if not is_loaded)


def figures_have_size_and_text(visit):
    """width and height in the markup, so that nothing moves, and a text alternative."""
    images = visit.page.eval_on_selector_all(
        "img",
        """all => all.map(i => ({ src: i.getAttribute("src"), missing: ["width", "height", "alt"].filter(
          name => !(i.getAttribute(name) ?? "").trim()) }))""",
    )
    for image in images:
        if image["missing"]:
            yield f"{image['src']} has no {', '.join(image['missing'])}"


def page_does_not_scroll_sideways(visit):
    """Wide tables and code scroll inside their own box."""
    wide = visit.page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth")
    if wide > 0:
        widest = visit.page.evaluate(
            """() => { const all = [...document.body.querySelectorAll("*")];
              const right = e => e.getBoundingClientRect().right;
              const widest = all.reduce((a, b) => right(b) > right(a) ? b : a);
              return widest.outerHTML.slice(0, 80); }"""
        )
        yield f"{wide} pixels too wide, at {widest}"


def controls_are_within_the_window(visit):
    """A bar that is too narrow for its buttons must not push one over the edge."""
    yield from visit.page.eval_on_selector_all(
        "header :is(a, button, label)",
        """all => all.filter(e => { const box = e.getBoundingClientRect();
          return box.width > 1 && (box.left < -1 || box.right > innerWidth + 1); }).map(e => e.outerHTML.slice(0, 80))""",
    )


_LOOKS = """element => { const s = getComputedStyle(element);
  return [s.backgroundColor, s.color, s.outlineStyle, s.fontWeight, s.boxShadow].join(); }"""


def annotations_light_their_notes(visit):
    """Pointing at a marker, reaching it by keyboard and clicking it all change how its note looks."""
    for marker in visit.page.query_selector_all("pre [data-note] a"):
        address = marker.get_attribute("href") or ""
        note = visit.page.query_selector(f"[id='{address.removeprefix('#')}']")
        if not note:
            yield f"the marker {address} leads to no note"
            continue
        for action in ["hover", "focus", "click"]:
            if not _lights(visit.page, marker, note, action):
                yield f"{action} on the marker {address} does not light its note"


def _lights(page, marker, note, action):
    _rest(page)
    before = note.evaluate(_LOOKS)
    getattr(marker, action)()
    if action == "click":
        page.mouse.move(0, 0)
        page.evaluate("document.activeElement.blur()")
    lit = note.evaluate(_LOOKS) != before
    if action == "click":
        marker.click()
    return lit


def _rest(page):
    """Nothing is pointed at, and nothing has the focus."""
    page.mouse.move(0, 0)
    page.evaluate("document.activeElement.blur()")


_COLOURS = """() => { const s = getComputedStyle(document.body);
  const paper = [document.body, document.documentElement].map(e => getComputedStyle(e).backgroundColor)
    .find(c => c !== "rgba(0, 0, 0, 0)");
  return [paper, s.color].join(); }"""
_PICTURES = "all => all.map(i => i.currentSrc)"


def theme_switch_works_and_stays(visit):
    """The other theme than the system's changes colours and pictures, also after the page is loaded again."""
    other = "dark" if visit.theme == "light" else "light"
    page = visit.page
    switch = page.query_selector(f"input[name=theme][value={other}]")
    if not switch:
        yield "the page has no theme switch"
        return
    before = page.evaluate(_COLOURS), page.eval_on_selector_all("picture img", _PICTURES)
    switch.evaluate("input => input.click()")
    after = page.evaluate(_COLOURS), _settled_pictures(page)
    if after[0] == before[0]:
        yield f"choosing {other} does not change the colours"
    if before[1] and after[1] == before[1]:
        yield f"choosing {other} does not change the pictures"
    if not any(_is_kept(page, other, after[0], wait) for wait in (250, 3000)):
        yield f"{other} is forgotten when the page is loaded again"
    page.query_selector("input[name=theme][value=auto]").evaluate("input => input.click()")
    if not _comes_to(page, before[0]):
        yield "going back to the system's theme does not bring its colours back"


def _is_kept(page, theme, colours, wait):
    """Whether a theme outlives loading the page again. The browser writes what a page keeps a moment after the click, a
    busy machine later still; nobody loads again that soon."""
    page.query_selector(f"input[name=theme][value={theme}]").evaluate("input => input.click()")
    page.wait_for_timeout(wait)
    page.reload(wait_until="load")
    return _comes_to(page, colours)


def _comes_to(page, colours):
    """Whether the page has these colours now or within a second."""
    for _ in range(20):
        if page.evaluate(_COLOURS) == colours:
            return True
        page.wait_for_timeout(50)
    return False


def _settled_pictures(page):
    page.wait_for_timeout(100)
    return page.eval_on_selector_all("picture img", _PICTURES)


def menus_open(visit):
    """Every visible button that opens something does."""
    for button in visit.page.query_selector_all("button[popovertarget]"):
        if not button.is_visible():
            continue
        target = visit.page.query_selector(f"[id='{button.get_attribute('popovertarget')}']")
        button.click()
        if not target or not target.is_visible():
            yield f"the button '{button.inner_text()}' opens nothing"
        visit.page.keyboard.press("Escape")


def page_is_accessible(visit):
    """axe-core finds no violation, with everything unfolded. Its preload would request the style sheets once more."""
    visit.page.evaluate("for (const fold of document.querySelectorAll('details')) fold.open = true")
    for violation in _AXE.run(visit.page, options={"preload": False}).response["violations"]:
        targets = [str(node["target"][0]) for node in violation["nodes"]]
        yield f"axe {violation['id']} ({violation['impact']}): {violation['help']}: {', '.join(targets[:3])}"


def expected_parts_are_there(visit):
    """What a page says that it holds: the selectors in its attributes `data-expects`."""
    for expected in visit.page.eval_on_selector_all("[data-expects]", "all => all.map(e => e.dataset.expects)"):
        yield from (f"there is no {part}" for part in expected.split(", ") if not visit.page.query_selector(part))


def formulae_are_drawn(visit):
    """Each is MathML with a size, a fraction's parts stand above each other, and no TeX is left in the text."""
    yield from visit.page.eval_on_selector_all(
        "math",
        """all => all.filter(e => { const box = e.getBoundingClientRect();
          return !(e instanceof MathMLElement && box.width > 2 && box.height > 2); })
          .map(e => `nothing is drawn for ${e.textContent}`)""",
    )
    yield from visit.page.eval_on_selector_all(
        "mfrac",
        """all => all.filter(e => { const [above, below] = [...e.children].map(e => e.getBoundingClientRect());
          return above.bottom > below.top + 1; }).map(e => `a fraction is flat: ${e.textContent}`)""",
    )
    left = """() => { const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
      const found = [];
      for (let node = walker.nextNode(); node; node = walker.nextNode())
        if (/\\$\\$|\\$\\\\\\w/.test(node.data) && !node.parentElement.closest("code, pre, script, annotation"))
          found.push(`TeX is left in the text: ${node.data.trim().slice(0, 60)}`);
      return found; }"""
    yield from visit.page.evaluate(left)


def contents_come_before_the_preface(visit):
    """A preface stands beside the list of chapters or below it."""
    top = lambda selector: visit.page.eval_on_selector(selector, "e => e.getBoundingClientRect().top")
    if visit.page.query_selector("main .preface") and top("main .chapters") > top("main .preface h2") + 80:
        yield "the contents are below the preface"


def text_and_figures_need_no_script(visit):
    """Without scripts the page has its text, and its pictures are loaded."""
    text = visit.page.inner_text("main")
    if len(text.split()) < 5:
        yield "there is no text in <main>"
    yield from figures_are_loaded(visit)


def nothing_dead_is_shown_without_script(visit):
    """A theme switch that cannot work without scripts is not shown."""
    for selector in ["input[name=theme]", "button.copy"]:
        if any(part.is_visible() for part in visit.page.query_selector_all(selector)):
            yield f"{selector} is shown but does nothing"


LIVE_CHECKS = [
    figures_are_loaded,
    figures_have_size_and_text,
    page_does_not_scroll_sideways,
    controls_are_within_the_window,
    expected_parts_are_there,
    formulae_are_drawn,
    contents_come_before_the_preface,
    page_is_accessible,
    menus_open,
    annotations_light_their_notes,
    theme_switch_works_and_stays,
    console_is_silent,
    every_request_succeeds,
    no_other_host_is_asked,
]

SCRIPTLESS_CHECKS = [text_and_figures_need_no_script, nothing_dead_is_shown_without_script]

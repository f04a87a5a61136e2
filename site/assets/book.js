// What the page does beyond what it says; without this script it still reads whole.
// 1. theme switch, 2. contents follow the reader, 3. annotations stay lit on a click, 4. copying, 5. tab stops, 6. paper.
(() => {
  "use strict";
  const root = document.documentElement;
  const all = (selector, from = document) => [...from.querySelectorAll(selector)];

  // 1. The pictures' dark sources follow the system unless the reader has chosen.
  const stored = {
    get theme() { try { return localStorage.getItem("quire-theme"); } catch { return null; } },
    set theme(value) { try { localStorage.setItem("quire-theme", value); } catch { /* private or file:// */ } },
  };
  const dark = { auto: "screen and (prefers-color-scheme: dark)", dark: "screen" };
  const show = (theme) => {
    if (theme === "auto") delete root.dataset.theme;
    else root.dataset.theme = theme;
    for (const source of all("source[data-dark]")) {
      source.media = theme in dark ? dark[theme] + source.dataset.dark : "not all";
    }
  };
  const initial = ["light", "dark"].includes(stored.theme) ? stored.theme : "auto";
  show(initial);
  for (const input of all(".theme input")) {
    input.checked = input.value === initial;
    input.addEventListener("change", () => { stored.theme = input.value; show(input.value); });
    input.closest("fieldset").hidden = false;
  }

  // 2. The last heading above the upper third of the window is where the reader is.
  const links = all("#_contents a");
  const headings = links.map((link) => document.getElementById(decodeURIComponent(link.hash.slice(1))));
  const follow = () => {
    const above = headings.filter((heading) => heading && heading.getBoundingClientRect().top < innerHeight / 3);
    const here = headings.indexOf(above.at(-1) ?? headings[0]);
    links.forEach((link, index) => {
      if (index === here) link.setAttribute("aria-current", "location");
      else link.removeAttribute("aria-current");
    });
  };
  if (links.length) {
    let waiting = false;
    addEventListener("scroll", () => {
      if (!waiting) requestAnimationFrame(() => { waiting = false; follow(); });
      waiting = true;
    }, { passive: true });
    follow();
  }
  for (const side of all("[popover]")) {
    side.addEventListener("click", (event) => {
      if (event.target.closest("a") && side.matches(":popover-open")) side.hidePopover();
    });
  }

  // 3. A click lights line and note where they are; the plain link would scroll.
  document.addEventListener("click", (event) => {
    const dot = event.target.closest(".dot");
    if (!dot) return;
    event.preventDefault();
    const number = dot.closest("[data-note]").dataset.note;
    const pair = all(`[data-note="${number}"]`, dot.closest(".cell"));
    const lit = !dot.closest("[data-note]").classList.contains("lit");
    for (const other of all(".lit")) other.classList.remove("lit");
    for (const part of pair) part.classList.toggle("lit", lit);
    for (const part of pair) if (lit && !part.contains(dot)) part.scrollIntoView({ block: "nearest" });
  });

  // 4. The annotations' numbers are no part of what is copied.
  if (navigator.clipboard) {
    for (const block of all(".code")) {
      const button = document.createElement("button");
      button.className = "copy";
      button.type = "button";
      button.textContent = "Copy";
      button.addEventListener("click", async () => {
        const code = block.querySelector("pre").cloneNode(true);
        for (const dot of all(".dot", code)) dot.remove();
        const copied = navigator.clipboard.writeText(code.textContent.replace(/[ \t]+$/gm, ""));
        button.textContent = await copied.then(() => "Copied", () => "Not copied");
        setTimeout(() => { button.textContent = "Copy"; }, 1500);
      });
      block.append(button);
    }
  }

  // 5. Only what scrolls needs a tab stop.
  const resized = new ResizeObserver((entries) => {
    for (const { target } of entries) {
      const scrolls = target.scrollWidth > target.clientWidth || target.scrollHeight > target.clientHeight;
      if (scrolls) target.tabIndex = 0;
      else target.removeAttribute("tabindex");
    }
  });
  for (const region of all("pre[tabindex], .scroll[tabindex]")) resized.observe(region);

  // 6. What is folded is printed.
  addEventListener("beforeprint", () => { for (const fold of all("details")) fold.open = true; });
})();

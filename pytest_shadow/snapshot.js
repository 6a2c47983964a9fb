// What stood on the page in the instant of a verdict: dom_snapshot of docs/learning-protocol.md, and the fields that are
// painted over before a picture is stored. Called after the verdict, never before; nothing of it answers a test.
// typed: what stands in fields now; it stays in the test process, where it is taken out of every text.
(options) => {
  const CAP = 300, clip = (s) => (s || "").replace(/\s+/g, " ").trim().slice(0, CAP);
  const SECRET = 'input[type=password], [autocomplete*="password"], [autocomplete^="cc-"], [autocomplete*=" cc-"], [autocomplete="one-time-code"]';
  const PLAIN = 'input:not([type=checkbox]):not([type=radio]):not([type=button]):not([type=submit]):not([type=reset]):not([type=file]):not([type=image]):not([type=range]):not([type=color]):not([type=hidden]), textarea';
  const started = performance.now();
  const all = [], parents = [];
  const visit = (root, parent) => {
    for (const el of root.children) {
      const id = all.length;
      all.push(el); parents.push(parent);
      if (el.shadowRoot) visit(el.shadowRoot, id);
      visit(el, id);
    }
  };
  visit(document, null);
  const boxOf = (el) => { const r = el.getBoundingClientRect(); return [r.x, r.y, r.width, r.height].map((v) => Math.round(v * 100) / 100); };
  const typed = [], secret = [], filled = [], fields = [];
  for (const el of all) {
    const editable = el.matches(PLAIN), rich = el.isContentEditable && !(el.parentElement && el.parentElement.isContentEditable);
    if (!editable && !rich && !el.matches(SECRET)) continue;
    const box = boxOf(el), value = editable ? el.value : rich ? el.innerText : "";
    if (!box[2] || !box[3]) { if (value && value.trim()) typed.push(value.trim()); continue; }
    fields.push(box);
    if (value && value.trim()) { typed.push(value.trim()); filled.push(box); }
    if (el.matches(SECRET)) secret.push(box);
  }
  if (!options.elements) return { typed, secret, filled, fields, elements: [] };
  const clean = (s) => { for (const t of typed) if (t.length >= 3) s = s.split(t).join(""); return clip(s); };

  const ROLES = { A: (el) => (el.hasAttribute("href") ? "link" : ""), BUTTON: () => "button", SELECT: (el) => (el.multiple || el.size > 1 ? "listbox" : "combobox"), TEXTAREA: () => "textbox", IMG: () => "img", SVG: () => "img",
    H1: () => "heading", H2: () => "heading", H3: () => "heading", H4: () => "heading", H5: () => "heading", H6: () => "heading", NAV: () => "navigation", MAIN: () => "main", TABLE: () => "table", TR: () => "row",
    TD: () => "cell", TH: () => "columnheader", UL: () => "list", OL: () => "list", LI: () => "listitem", DIALOG: () => "dialog", FORM: () => "form", OPTION: () => "option", PROGRESS: () => "progressbar", METER: () => "meter",
    P: () => "paragraph", HEADER: () => "banner", FOOTER: () => "contentinfo", ASIDE: () => "complementary", SUMMARY: () => "button",
    INPUT: (el) => ({ checkbox: "checkbox", radio: "radio", button: "button", submit: "button", reset: "button", image: "button", range: "slider", number: "spinbutton", search: "searchbox", hidden: "" }[el.type] ?? (el.list ? "combobox" : "textbox")) };
  const roleOf = (el) => (el.getAttribute("role") || "").trim().split(/\s+/)[0] || (ROLES[el.tagName.toUpperCase()] || (() => ""))(el);
  const FROM_CONTENT = new Set(["button", "link", "heading", "tab", "menuitem", "option", "checkbox", "radio", "switch", "cell", "columnheader", "row", "listitem", "menuitemcheckbox", "menuitemradio", "treeitem"]);
  const textOf = (el) => (el.textContent.length > 4000 ? "" : clean(el.innerText ?? el.textContent));
  const labelOf = (el) => (el.labels && el.labels.length ? clean([...el.labels].map((l) => l.innerText).join(" ")) : "");
  const nameOf = (el, role) => {
    const by = (el.getAttribute("aria-labelledby") || "").split(/\s+/).map((id) => id && el.getRootNode().getElementById && el.getRootNode().getElementById(id)).filter(Boolean);
    if (by.length) return clean(by.map((e) => e.innerText || e.textContent).join(" "));
    const aria = el.getAttribute("aria-label");
    if (aria && aria.trim()) return clean(aria);
    const title = el.tagName.toUpperCase() === "SVG" ? (el.querySelector(":scope > title") || {}).textContent : "";
    const button = el.matches("input[type=button], input[type=submit], input[type=reset]") ? el.value : "";
    const content = FROM_CONTENT.has(role) && !el.matches("input") ? textOf(el) || clean([...el.querySelectorAll("img[alt], svg > title, [aria-label]")].map((e) => e.getAttribute("alt") || e.getAttribute("aria-label") || e.textContent).join(" ")) : "";
    return labelOf(el) || clean(el.getAttribute("alt") || title || button || content || el.getAttribute("title") || el.getAttribute("placeholder") || "");
  };
  const STYLE = ["color", "background-color", "background-image", "border-top-color", "border-top-width", "border-top-style", "border-top-left-radius", "box-shadow", "opacity", "font-size", "font-weight", "font-style", "text-decoration-line", "text-overflow", "overflow-x"];
  const tri = (v) => (v === "true" ? true : v === "false" ? false : undefined);
  const statesOf = (el, role) => {
    const s = {}, aria = (name) => tri(el.getAttribute("aria-" + name));
    if (el.matches("input[type=checkbox], input[type=radio]")) s.checked = el.checked; else if (aria("checked") !== undefined) s.checked = aria("checked"); else if (aria("pressed") !== undefined) s.checked = aria("pressed");
    if (el.matches("button, input, select, textarea, fieldset, option")) s.disabled = el.matches(":disabled"); else if (aria("disabled") !== undefined) s.disabled = aria("disabled");
    if (el.tagName === "DETAILS") s.expanded = el.open; else if (aria("expanded") !== undefined) s.expanded = aria("expanded");
    if (el.tagName === "OPTION") s.selected = el.selected; else if (aria("selected") !== undefined) s.selected = aria("selected"); else if (el.hasAttribute("aria-current")) s.selected = el.getAttribute("aria-current") !== "false";
    if (el.tabIndex >= 0) s.focused = el.getRootNode().activeElement === el;
    if (aria("invalid") !== undefined) s.invalid = aria("invalid"); else if (el.matches(PLAIN)) s.invalid = el.matches(":user-invalid");
    return s;
  };
  const width = innerWidth, height = innerHeight;
  const deep = (x, y) => { let at = document.elementFromPoint(x, y); while (at && at.shadowRoot) { const inner = at.shadowRoot.elementFromPoint(x, y); if (!inner || inner === at) break; at = inner; } return at; };
  const within = (node, el) => { for (let n = node; n; n = n.parentNode || n.host) if (n === el) return true; return false; };
  const hitOf = (el, box) => {
    const points = performance.now() - started > options.budget ? [0.5] : [0.15, 0.5, 0.85];
    let hits = 0, asked = 0;
    for (const fx of points) for (const fy of points) {
      const x = box[0] + box[2] * fx, y = box[1] + box[3] * fy;
      if (x < 0 || y < 0 || x >= width || y >= height) continue;
      asked += 1;
      const at = deep(x, y);
      if (at && (within(at, el) || (el.labels && [...el.labels].some((l) => within(at, l))))) hits += 1;
    }
    return asked ? Math.round((100 * hits) / asked) / 100 : 0;
  };
  const opacity = new Map();
  const elements = [], limit = 5000;
  const kept = new Map();
  all.forEach((el, index) => {
    const style = getComputedStyle(el), box = boxOf(el), up = parents[index];
    const faint = (up === null ? 1 : opacity.get(up) ?? 1) * parseFloat(style.opacity || "1");
    opacity.set(index, faint);
    if (elements.length >= limit || ["SCRIPT", "STYLE", "HEAD", "META", "LINK", "TITLE", "NOSCRIPT", "TEMPLATE", "BASE"].includes(el.tagName)) return;
    const rendered = el.checkVisibility ? el.checkVisibility({ visibilityProperty: true }) : style.visibility === "visible" && style.display !== "none";
    const visible = rendered && faint > 0.01 && box[2] > 0 && box[3] > 0 && box[0] < width && box[1] < height && box[0] + box[2] > 0 && box[1] + box[3] > 0;
    const role = roleOf(el), field = el.matches(PLAIN) || el.isContentEditable;
    let parent = up;
    while (parent !== null && !kept.has(parent)) parent = parents[parent];
    kept.set(index, elements.length);
    elements.push({
      order: index, id: elements.length, parent: parent === null ? null : kept.get(parent), tag: el.tagName.toLowerCase(), role, name: nameOf(el, role), text: field ? "" : textOf(el),
      placeholder: clip(el.getAttribute("placeholder")), label: labelOf(el), box, visible, hit: visible ? hitOf(el, box) : 0, states: statesOf(el, role), style: Object.fromEntries(STYLE.map((name) => [name, style.getPropertyValue(name)])),
    });
  });
  return { typed, secret, filled, fields, elements, total: all.length };
}

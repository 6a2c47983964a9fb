// Labels of the page as it is painted now; evaluated in the page by label.py, returns {elements, rows}.
// Formats and conventions: docs/file-formats.md. A person sees paint, not the DOM: every choice below follows from that.
(options) => {
  const W = innerWidth, H = innerHeight;
  const READABLE = new RegExp(options.readable, "u");
  const styles = new Map();
  const css = (el) => { let s = styles.get(el); if (!s) styles.set(el, (s = getComputedStyle(el))); return s; };
  const rgba = (text) => {
    const m = /rgba?\(([^)]+)\)/.exec(text);
    if (m) { const p = m[1].split(/[ ,/]+/).map(parseFloat); return [p[0], p[1], p[2], p.length > 3 ? p[3] : 1]; }
    return toRgba(text);
  };
  // Colors in other spaces (oklch(...), color(...)): let the canvas paint one pixel.
  const probe = document.createElement("canvas").getContext("2d", { willReadFrequently: true });
  const known = new Map();
  function toRgba(text) {
    if (!known.has(text)) {
      probe.clearRect(0, 0, 1, 1); probe.fillStyle = "rgba(0,0,0,0)"; probe.fillStyle = text; probe.fillRect(0, 0, 1, 1);
      const d = probe.getImageData(0, 0, 1, 1).data; known.set(text, [d[0], d[1], d[2], d[3] / 255]);
    }
    return known.get(text);
  }
  const over = (top, below) => [0, 1, 2].map((i) => Math.round(top[i] * top[3] + below[i] * (1 - top[3])));
  const backdrops = new Map();
  // Opaque color behind an element's content, or null where an image or gradient lies behind it.
  function backdrop(el) {
    if (!el || el === document) return [255, 255, 255];
    if (backdrops.has(el)) return backdrops.get(el);
    const s = css(el), own = rgba(s.backgroundColor);
    let value;
    if (s.backgroundImage !== "none") value = null;
    else if (own[3] >= 0.995) value = own.slice(0, 3);
    else {
      const below = backdrop(el.parentElement);
      value = below === null ? (own[3] > 0.9 ? own.slice(0, 3) : null) : own[3] > 0 ? over(own, below) : below;
    }
    backdrops.set(el, value);
    return value;
  }
  const opacities = new Map();
  function opacity(el) {
    if (!el) return 1;
    if (!opacities.has(el)) opacities.set(el, parseFloat(css(el).opacity) * opacity(el.parentElement));
    return opacities.get(el);
  }
  const clips = new Map();
  // The rectangle that ancestors let this element paint in.
  function clip(el) {
    if (!el || el === document.documentElement) return [0, 0, W, H];
    if (clips.has(el)) return clips.get(el);
    const parent = el.parentElement;
    let box = css(el).position === "fixed" ? [0, 0, W, H] : clip(parent);
    if (parent && parent !== document.body && parent !== document.documentElement && css(el).position !== "fixed") {
      const s = css(parent);
      if (s.overflowX !== "visible" || s.overflowY !== "visible" || s.clipPath !== "none") {
        const r = parent.getBoundingClientRect();
        box = [Math.max(box[0], r.left), Math.max(box[1], r.top), Math.min(box[2], r.right), Math.min(box[3], r.bottom)];
      }
    }
    clips.set(el, box);
    return box;
  }
  const cut = (b, c) => [Math.max(b[0], c[0]), Math.max(b[1], c[1]), Math.min(b[2], c[2]), Math.min(b[3], c[3])];
  const area = (b) => Math.max(b[2] - b[0], 0) * Math.max(b[3] - b[1], 0);
  const edges = (r) => [r.left, r.top, r.right, r.bottom];
  const join = (a, b) => (a ? [Math.min(a[0], b[0]), Math.min(a[1], b[1]), Math.max(a[2], b[2]), Math.max(a[3], b[3])] : b);
  const shown = (el) => {
    const s = css(el);
    return s.display !== "none" && s.visibility === "visible" && opacity(el) > 0.05 && s.contentVisibility !== "hidden";
  };
  const opaque = (el) => {
    const s = css(el);
    return opacity(el) > 0.85 && (rgba(s.backgroundColor)[3] > 0.85 || s.backgroundImage.includes("url(") ||
      ["IMG", "VIDEO", "CANVAS"].includes(el.tagName));
  };
  // Share of sample points where nothing opaque lies over the element.
  function uncovered(el, b, nx, ny) {
    let seen = 0, all = 0;
    for (let i = 0; i < nx; i++) for (let j = 0; j < ny; j++) {
      const x = b[0] + ((i + 0.5) / nx) * (b[2] - b[0]), y = b[1] + ((j + 0.5) / ny) * (b[3] - b[1]);
      if (x < 0 || y < 0 || x >= W || y >= H) continue;
      all++;
      let free = true;
      for (const top of document.elementsFromPoint(x, y)) {
        if (top === el || el.contains(top) || top.contains(el)) break;
        if (opaque(top)) { free = false; break; }
      }
      if (free) seen++;
    }
    return all ? seen / all : 0;
  }
  function paints(el, pseudo) {
    const s = pseudo ? getComputedStyle(el, pseudo) : css(el);
    const behind = backdrop(pseudo ? el : el.parentElement), own = rgba(s.backgroundColor);
    const differs = (c) => behind === null || Math.max(...over(c, behind).map((v, i) => Math.abs(v - behind[i]))) > 4;
    if (own[3] > 0.02 && differs(own)) return true;
    if (s.backgroundImage !== "none") return true;
    for (const side of ["Top", "Right", "Bottom", "Left"]) {
      const c = rgba(s[`border${side}Color`]);
      if (parseFloat(s[`border${side}Width`]) >= 0.5 && s[`border${side}Style`] !== "none" && c[3] > 0.02 && differs(c)) return side === "Bottom" && !pseudo ? paintsMore(s, differs) : true;
    }
    if (s.boxShadow !== "none" && !/rgba\(0, 0, 0, 0\)/.test(s.boxShadow)) return true;
    return s.outlineStyle !== "none" && parseFloat(s.outlineWidth) > 0 && s.outlineStyle !== "auto";
  }
  const paintsMore = () => true;

  // ---- roles ------------------------------------------------------------------------------------------------------
  const CONTROL = new Set(options.controls), CONTAINER = new Set(options.containers);
  const ARIA = {
    searchbox: "textbox", listbox: null, menuitemcheckbox: "menuitem", menuitemradio: "menuitem", image: "img",
    region: null, group: null, presentation: null, none: null, status: "alert", alertdialog: "dialog", toolbar: null,
    search: null, main: null, article: null, meter: "progressbar", gridcell: "cell", rowheader: "cell", list: "list",
  };
  function looksPressed(el) { // an anchor painted like a button
    const s = css(el), r = el.getBoundingClientRect();
    if (s.display === "inline" || r.width > 420 || r.height > 90 || !paints(el)) return false;
    const border = ["Top", "Left", "Right", "Bottom"].filter((k) => parseFloat(s[`border${k}Width`]) >= 0.5 && s[`border${k}Style`] !== "none" && rgba(s[`border${k}Color`])[3] > 0.05);
    return rgba(s.backgroundColor)[3] > 0.05 || s.backgroundImage !== "none" || border.length === 4;
  }
  function role(el) {
    const explicit = (el.getAttribute("role") || "").trim().split(/\s+/)[0];
    if (explicit) {
      const mapped = explicit in ARIA ? ARIA[explicit] : explicit;
      if (mapped === "link") return looksPressed(el) ? "button" : "link";
      if (mapped && (CONTROL.has(mapped) || CONTAINER.has(mapped) || ["heading", "img", "progressbar", "columnheader", "cell"].includes(mapped))) return mapped;
      if (explicit in ARIA) return null;
    }
    const tag = el.tagName, type = (el.getAttribute("type") || "").toLowerCase();
    switch (tag) {
      case "A": if (!el.hasAttribute("href") && !el.onclick) return null;
        return el.querySelector("img,h1,h2,h3,h4,p,div") && el.getBoundingClientRect().height > 60 ? null : looksPressed(el) ? "button" : "link";
      case "BUTTON": case "SUMMARY": return "button";
      case "INPUT":
        if (["hidden"].includes(type)) return null;
        if (type === "checkbox") return el.getAttribute("data-shadow-role") || "checkbox";
        if (type === "radio") return "radio";
        if (type === "range") return "slider";
        if (["submit", "button", "reset", "image", "file", "color"].includes(type)) return "button";
        return "textbox";
      case "TEXTAREA": return "textbox";
      case "SELECT": return el.multiple || el.size > 1 ? null : "combobox";
      case "OPTION": return null;
      case "H1": case "H2": case "H3": case "H4": case "H5": case "H6": return "heading";
      case "IMG": case "VIDEO": case "CANVAS": case "PICTURE": return tag === "PICTURE" ? null : "img";
      case "PROGRESS": case "METER": return "progressbar";
      case "TH": return "columnheader"; case "TD": return "cell";
      case "NAV": return "navigation"; case "TABLE": return "table"; case "FORM": return "form"; case "DIALOG": return "dialog";
      case "HEADER": return el.closest("main,article,section,dialog,.card") ? null : "banner";
      case "FOOTER": return el.closest("main,article,section,dialog,.card") ? null : "contentinfo";
      case "ASIDE": return "complementary"; case "TR": return el.closest("thead") ? null : "row";
      case "UL": case "OL": return el.children.length >= 2 ? "list" : null;
      case "LABEL": case "LEGEND": return "label";
    }
    return null;
  }
  const iconBox = (r) => r.width >= 6 && r.height >= 6 && r.width <= 56 && r.height <= 56;

  // ---- collect elements --------------------------------------------------------------------------------------------
  const elements = [], rows = [], ids = new Map();
  function style(el, pseudo) {
    const s = pseudo ? getComputedStyle(el, pseudo) : css(el), behind = backdrop(el), under = backdrop(el.parentElement);
    const own = rgba(s.backgroundColor), color = rgba(s.color);
    const image = s.backgroundImage !== "none";
    const width = parseFloat(s.borderTopWidth), line = rgba(s.borderTopColor);
    return {
      color: behind ? over(color, behind) : color.slice(0, 3), background: image ? null : pseudo ? (under && own[3] ? over(own, under) : under) : behind,
      border: width >= 0.5 && s.borderTopStyle !== "none" && line[3] > 0.02 ? over(line, under || [255, 255, 255]) : null, border_width: width,
      radius: parseFloat(s.borderTopLeftRadius) || 0, font_size: parseFloat(s.fontSize), font_weight: parseInt(s.fontWeight) || 400,
      italic: s.fontStyle !== "normal", underline: s.textDecorationLine.includes("underline"), opacity: opacity(el),
    };
  }
  function add(el, roleName, box, extra) {
    const clipped = cut(cut(box, clip(el)), [0, 0, W, H]);
    if (clipped[2] - clipped[0] < 2 || clipped[3] - clipped[1] < 2) return null;
    const share = area(clipped) / Math.max(area(box), 1);
    const small = clipped[2] - clipped[0] < 24 && clipped[3] - clipped[1] < 24;
    const container = CONTAINER.has(roleName);
    const free = container ? 1 : uncovered(el, clipped, small ? 2 : 3, small ? 2 : 3);
    if (free === 0) return null;
    const item = {
      id: elements.length, role: roleName, box: [clipped[0], clipped[1], clipped[2] - clipped[0], clipped[3] - clipped[1]],
      name: (el.getAttribute("aria-label") || el.getAttribute("alt") || el.getAttribute("title") || "").trim(), text: "", label: null, label_box: null,
      states: {}, icon: null, style: style(el), visible_fraction: Math.round(share * free * 100) / 100, ignore: share * free < 0.3 && !container, parent: null,
      ...extra,
    };
    elements.push(item);
    ids.set(el, item.id);
    item.node = el;
    return item;
  }
  const rectOf = (el) => edges(el.getBoundingClientRect());
  const checkable = { checkbox: 1, radio: 1, switch: 1 };
  // Where a checkbox is painted when its native input is hidden: an own pseudo-element, a sibling's or the label's.
  function indicator(el) {
    const r = rectOf(el), s = css(el);
    const nativePaint = shown(el) && s.clipPath === "none" && !(s.clip && s.clip !== "auto") && area(r) >= 36;
    if (nativePaint && (s.appearance !== "none" || paints(el))) return { box: r, node: el };
    const tries = [el.nextElementSibling, el.parentElement && el.parentElement.querySelector("[data-shadow-indicator]"), el.closest("label"),
      el.id && document.querySelector(`label[for="${CSS.escape(el.id)}"]`)].filter((t) => t && t !== el);
    for (const t of tries) {
      if (t.hasAttribute("data-shadow-indicator") && shown(t)) return { box: rectOf(t), node: t };
      for (const pseudo of ["::before", "::after"]) {
        const p = getComputedStyle(t, pseudo);
        if (p.content === "none" || p.content === "normal" || p.display === "none" || !paints(t, pseudo)) continue;
        const w = parseFloat(p.width), h = parseFloat(p.height);
        const borders = p.boxSizing === "border-box" ? [0, 0] : [parseFloat(p.borderLeftWidth) + parseFloat(p.borderRightWidth) + parseFloat(p.paddingLeft) + parseFloat(p.paddingRight), parseFloat(p.borderTopWidth) + parseFloat(p.borderBottomWidth) + parseFloat(p.paddingTop) + parseFloat(p.paddingBottom)];
        const width = w + borders[0], height = h + borders[1];
        if (!(width >= 8 && height >= 8 && width <= 90 && height <= 60)) continue;
        const tr = t.getBoundingClientRect(), ts = css(t);
        let x, y;
        if (p.position === "absolute") {
          let base = t;
          while (base && base !== document.body && css(base).position === "static" && css(base).transform === "none") base = base.parentElement;
          const b = (base || t).getBoundingClientRect(), bs = css(base || t);
          x = b.left + parseFloat(bs.borderLeftWidth) + parseFloat(p.left) + parseFloat(p.marginLeft);
          y = b.top + parseFloat(bs.borderTopWidth) + parseFloat(p.top) + parseFloat(p.marginTop);
        } else if (pseudo === "::before") {
          x = tr.left + parseFloat(ts.paddingLeft) + parseFloat(p.marginLeft);
          y = ts.display.includes("flex") ? tr.top + (tr.height - height) / 2 : tr.top + parseFloat(ts.paddingTop) + parseFloat(p.marginTop);
        } else continue;
        const m = p.transform !== "none" ? new DOMMatrix(p.transform) : null;
        if (m && (Math.abs(m.b) > 0.01 || Math.abs(m.c) > 0.01)) continue;
        if (m) { x += m.e; y += m.f; }
        if (Number.isFinite(x) && Number.isFinite(y)) return { box: [x, y, x + width, y + height], node: t };
      }
      if (t === el.nextElementSibling && shown(t) && !t.textContent.trim() && paints(t) && area(rectOf(t)) < 4000) return { box: rectOf(t), node: t };
    }
    return null;
  }
  const truthy = (v) => (v === null || v === undefined ? null : v === "true" || v === "" || v === "page" || v === "mixed" || v === "step" || v === "date" || v === "location");
  function states(el, r) {
    const s = {}, has = (c) => el.classList.contains(c), parent = el.parentElement;
    if (CONTROL.has(r)) {
      s.disabled = el.matches(":disabled") || el.getAttribute("aria-disabled") === "true" || has("disabled") || !!(parent && parent.classList.contains("disabled"));
      s.focused = document.activeElement === el && el.matches(":focus-visible");
    }
    if (checkable[r]) s.checked = el.tagName === "INPUT" ? el.checked : truthy(el.getAttribute("aria-checked")) === true;
    if (["tab", "option", "link", "menuitem", "button"].includes(r)) {
      const attr = truthy(el.getAttribute("aria-selected")) ?? truthy(el.getAttribute("aria-current")) ?? truthy(el.getAttribute("aria-pressed"));
      const cls = /(^|[ -])(active|is-active|selected|current|uk-active)( |$)/.test(el.className + " " + (parent && parent.tagName === "LI" ? parent.className : ""));
      s.selected = attr ?? cls;
      // Which buttons merely look pressed is undecidable from one of them: only ask where the page declares it.
      if (r === "button" && attr === null && !cls && el.tagName !== "A") delete s.selected;
    }
    const expanded = el.getAttribute("aria-expanded");
    if (expanded !== null) s.expanded = expanded === "true";
    else if (el.tagName === "SUMMARY") s.expanded = el.parentElement.open === true;
    if (["textbox", "combobox", "spinbutton"].includes(r)) s.invalid = el.getAttribute("aria-invalid") === "true" || has("is-invalid") || has("input-error") || has("error");
    if (r === "textbox" || r === "spinbutton") s.placeholder = el.value === "" || el.value === undefined;
    return s;
  }

  const all = document.body.querySelectorAll("*");
  for (const el of all) {
    if (el.ownerSVGElement) continue;
    const tag = el.tagName;
    if (["SCRIPT", "STYLE", "TEMPLATE", "NOSCRIPT", "OPTION", "BR", "HEAD", "SOURCE"].includes(tag)) continue;
    let r = el.getAttribute("data-shadow-role") || role(el);
    if (checkable[r]) {
      const found = tag === "INPUT" ? indicator(el) : { box: rectOf(el.querySelector("[data-shadow-indicator]") || el), node: el };
      if (!found) { const host = el.closest("label") || el.nextElementSibling; if (host && shown(host)) add(host, r, rectOf(host), { ignore: true }); continue; }
      if (!shown(found.node)) continue;
      const item = add(found.node, r, found.box, { states: states(el, r) });
      if (item) {
        const label = (el.labels && el.labels[0]) || el.closest("label") || document.getElementById(el.getAttribute("aria-labelledby") || " ");
        item.labelNode = label; item.name = item.name || el.getAttribute("aria-label") || (label ? label.textContent.trim() : "");
      }
      continue;
    }
    if (!shown(el)) continue;
    const rect = el.getBoundingClientRect();
    if (rect.right <= 0 || rect.bottom <= 0 || rect.left >= W || rect.top >= H || rect.width < 1 || rect.height < 1) continue;
    const declared = el.getAttribute("data-shadow-icon");
    const svg = tag === "svg" || tag === "SVG";
    if (declared || svg || (tag === "I" && !el.textContent.trim()) || (tag === "IMG" && iconBox(rect) && declared)) {
      if (svg && !iconBox(rect)) { if (!declared) add(el, "img", edges(rect)); continue; }
      if (!iconBox(rect)) continue;
      if (tag === "I" && !declared && getComputedStyle(el, "::before").content === "none" && css(el).backgroundImage === "none") continue;
      const item = add(el, "icon", edges(rect));
      if (item && declared) { const [pack, ...rest] = declared.split(":"); item.icon = { name: rest.join(":"), pack, tags: [], box: item.box }; }
      continue;
    }
    if (!r) {
      const s = css(el), leaves = el.querySelectorAll("a,button,input,select,textarea,h1,h2,h3,h4,h5,h6,p,img,svg,td,li").length;
      const cls = typeof el.className === "string" ? el.className : "";
      if (/(^|[ -])(badge|chip|tag|label|pill)( |-|$)/.test(cls) && rect.height <= 40 && rect.width < 260 && paints(el) && !el.closest("a,button") && el.textContent.trim() && !el.querySelector("a,button,input")) r = "badge";
      else if (/(^|[ -])(alert|callout|toast|uk-alert)( |-|$)/.test(cls) && paints(el) && rect.width > 120) r = "alert";
      else if (/(^| )(modal-dialog|modal-content|modal-box|uk-modal-dialog|dialog)( |$)/.test(cls) && paints(el)) r = "dialog";
      else if (s.backgroundImage.includes("url(") && rect.width > 40 && rect.height > 40 && !el.textContent.trim() && leaves === 0) r = "img";
      else if (leaves >= 2 && rect.width >= 80 && rect.height >= 50 && rect.width < W * 0.98 && tag !== "BODY" && (s.borderRadius !== "0px" || s.boxShadow !== "none" || parseFloat(s.borderTopWidth) > 0) && paints(el)) r = "card";
    }
    if (!r || ["heading", "columnheader", "cell", "label", "text"].includes(r)) continue; // text roles: from their rows, below
    if (r === "button" && tag === "INPUT" && el.type === "file") { add(el, "button", edges(rect), { states: states(el, r) }); continue; }
    const item = { states: states(el, r) };
    if (CONTROL.has(r) && !paints(el) && !["INPUT", "SELECT", "TEXTAREA"].includes(tag)) item.inkOnly = true; // box from its text rows and icons, below
    const made = add(el, r, edges(rect), item);
    if (made && ["textbox", "combobox", "slider", "spinbutton"].includes(r)) {
      let label = (el.labels && el.labels[0]) || document.getElementById(el.getAttribute("aria-labelledby") || " ");
      if (label && (!shown(label) || area(rectOf(label)) < 20)) label = null;
      made.labelNode = label;
      made.name = made.name || (label ? label.textContent.trim() : "") || el.getAttribute("placeholder") || "";
    }
  }

  // ---- text rows ---------------------------------------------------------------------------------------------------
  const pen = document.createElement("canvas").getContext("2d");
  const metrics = new Map();
  function metric(s) {
    const font = `${s.fontStyle} ${s.fontWeight} ${s.fontSize} ${s.fontFamily}`;
    if (!metrics.has(font)) {
      pen.font = font;
      const up = pen.measureText("Hdlb"), down = pen.measureText("gpqy");
      metrics.set(font, { font, ascent: up.fontBoundingBoxAscent, descent: up.fontBoundingBoxDescent, top: up.actualBoundingBoxAscent, bottom: down.actualBoundingBoxDescent });
    }
    return metrics.get(font);
  }
  const transform = (text, s) => (s.textTransform === "uppercase" ? text.toUpperCase() : s.textTransform === "lowercase" ? text.toLowerCase() : text);
  const luminance = (c) => { const f = c.map((v) => { v /= 255; return v <= 0.04045 ? v / 12.92 : ((v + 0.055) / 1.055) ** 2.4; }); return 0.2126 * f[0] + 0.7152 * f[1] + 0.0722 * f[2]; };
  const contrast = (a, b) => { const x = luminance(a), y = luminance(b); return (Math.max(x, y) + 0.05) / (Math.min(x, y) + 0.05); };
  const leaf = (el) => { // the leaf element that owns text inside el, made on demand for text roles
    for (let node = el; node && node !== document.documentElement; node = node.parentElement) {
      if (ids.has(node)) {
        const item = elements[ids.get(node)];
        if (CONTROL.has(item.role) && !checkable[item.role] || item.role === "badge" || item.textRole) return item;
        if (item.role === "icon" || item.role === "img") return item;
      }
      const explicit = node.getAttribute("data-shadow-role") || role(node);
      const textRole = ["heading", "columnheader", "cell", "label"].includes(explicit) ? explicit : null;
      const display = css(node).display;
      const block = !display.startsWith("inline") && display !== "contents";
      if (textRole || block || node === document.body) {
        // A block inside a heading or cell still belongs to that heading or cell.
        let name = textRole || "text";
        if (!textRole) { const h = node.closest("h1,h2,h3,h4,h5,h6,[role=heading]"); if (h) name = "heading"; else if (node.closest("th")) name = "columnheader"; }
        const item = { id: elements.length, role: name, box: null, name: "", text: "", label: null, label_box: null, states: {}, icon: null, style: style(node), visible_fraction: 1, ignore: false, parent: null, textRole: true, node };
        elements.push(item);
        ids.set(node, item.id);
        return item;
      }
    }
    return null;
  };
  const pieces = []; // {item, el, text, xs, top, bottom, ...}
  function piece(item, el, text, xs, contentTop, extra) {
    const s = css(el), m = metric(s), base = contentTop + m.ascent;
    pieces.push({ item, el, text, xs, base, top: base - m.top, bottom: base + m.bottom, size: parseFloat(s.fontSize), style: s, ...extra });
  }
  const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
  const range = document.createRange();
  let budget = 7000;
  while (walker.nextNode() && budget > 0) {
    const node = walker.currentNode, el = node.parentElement;
    if (!node.data.trim() || !el || ["SCRIPT", "STYLE", "NOSCRIPT", "OPTION", "TEXTAREA", "TITLE"].includes(el.tagName) || el.ownerSVGElement || el.tagName === "svg") continue;
    if (!shown(el) || el.hasAttribute("data-shadow-icon")) continue;
    range.selectNodeContents(node);
    const whole = range.getBoundingClientRect(), window_ = clip(el);
    if (whole.bottom <= 0 || whole.top >= H || whole.right <= 0 || whole.left >= W || whole.width < 1) continue;
    const s = css(el), data = transform(node.data, s), same = data.length === node.data.length;
    let line = null;
    const flush = () => { if (line && line.text.trim()) { const item = leaf(el); if (item) piece(item, el, line.text, line.xs, line.contentTop, { clipBox: window_, ellipsis: s.textOverflow === "ellipsis" }); } line = null; };
    for (let i = 0; i < node.data.length && budget > 0; i++) {
      range.setStart(node, i); range.setEnd(node, i + 1);
      const q = range.getClientRects()[0];
      budget--;
      if (!q || (q.width === 0 && /\s/.test(node.data[i]))) { continue; }
      if (line && (Math.abs(q.top - line.contentTop) > q.height * 0.5 || q.left < line.xs[line.xs.length - 1] - q.height)) flush();
      if (!line) line = { text: "", xs: [q.left], contentTop: q.top };
      line.text += /\s/.test(node.data[i]) ? " " : same ? data[i] : node.data[i];
      line.xs.push(q.right);
    }
    flush();
  }
  // Text of form fields is not in the DOM tree: lay it out the way the browser does.
  function fieldText(item, el) {
    const s = css(el), r = el.getBoundingClientRect(), m = metric(s), type = (el.type || "").toLowerCase();
    const left = r.left + parseFloat(s.borderLeftWidth) + parseFloat(s.paddingLeft), right = r.right - parseFloat(s.borderRightWidth) - parseFloat(s.paddingRight);
    const top = r.top + parseFloat(s.borderTopWidth) + parseFloat(s.paddingTop), bottom = r.bottom - parseFloat(s.borderBottomWidth) - parseFloat(s.paddingBottom);
    let text, unsure = false, color = null, align = s.textAlign, start = left, stop = right, contentTop = (top + bottom) / 2 - (m.ascent + m.descent) / 2;
    if (el.tagName === "SELECT") { text = el.selectedOptions[0] ? el.selectedOptions[0].label.trim() : ""; if (s.appearance !== "none") { start += 4; stop -= 20; } align = "left"; }
    else if (["submit", "button", "reset"].includes(type)) { text = el.value || { submit: "Submit", reset: "Reset", button: "" }[type]; align = "center"; }
    else if (["date", "time", "datetime-local", "month", "week", "file", "color", "image"].includes(type)) { text = "?"; unsure = true; }
    else { text = el.value || ""; if (!text) { text = el.placeholder || ""; color = text ? rgba(getComputedStyle(el, "::placeholder").color) : null; } else if (type === "password") text = "\u2022".repeat(text.length); }
    if (el.tagName === "TEXTAREA") { const lh = s.lineHeight === "normal" ? m.ascent + m.descent : parseFloat(s.lineHeight); contentTop = top + (lh - m.ascent - m.descent) / 2; }
    text = transform(text, s);
    if (!text.trim()) return;
    pen.font = m.font;
    const spacing = parseFloat(s.letterSpacing) || 0;
    const advance = (n) => pen.measureText(text.slice(0, n)).width + n * spacing;
    const total = advance(text.length);
    if (total > stop - start + 1 || (el.tagName === "TEXTAREA" && text.includes("\n"))) unsure = true;
    const x0 = align === "center" ? (start + stop - total) / 2 : align === "right" || align === "end" ? stop - total : start;
    const xs = []; for (let n = 0; n <= text.length; n++) xs.push(x0 + advance(n));
    if (type === "password") unsure = true;
    if (unsure) { rows.push({ box: [start, Math.max(top, contentTop), stop - start, Math.min(bottom - top, el.tagName === "TEXTAREA" ? bottom - top : m.ascent + m.descent)], text: "", char_x: [], element: item.id, font_size: parseFloat(s.fontSize), bold: false, italic: false, underline: false, strike: false, color: [0, 0, 0], background: null, readable: false, hidden: true }); return; }
    piece(item, el, text, xs, contentTop, { color, clipBox: clip(el) });
  }
  for (const item of [...elements]) if (["INPUT", "SELECT", "TEXTAREA"].includes(item.node.tagName) && !checkable[item.role]) fieldText(item, item.node);

  // Pieces of one owner on one line are one row.
  pieces.sort((a, b) => a.item.id - b.item.id || (Math.abs(a.base - b.base) > 2 ? a.base - b.base : a.xs[0] - b.xs[0]));
  const merged = [];
  for (const p of pieces) {
    const last = merged[merged.length - 1];
    const gap = last ? p.xs[0] - last.xs[last.xs.length - 1] : 0;
    if (last && last.item === p.item && Math.abs(last.base - p.base) <= 2 && Math.abs(last.size - p.size) < 0.25 * p.size && gap > -2 && gap < 0.7 * p.size) {
      const space = last.text.endsWith(" ") || p.text.startsWith(" ") ? "" : gap > 0.12 * p.size ? " " : "";
      if (space) last.xs.push(p.xs[0]);
      last.text += space + p.text;
      last.xs.push(...p.xs.slice(1));
      last.top = Math.min(last.top, p.top); last.bottom = Math.max(last.bottom, p.bottom);
    } else merged.push({ ...p, xs: [...p.xs] });
  }
  for (const p of merged) {
    let from = 0, to = p.text.length;
    while (from < to && p.text[from] === " ") from++;
    while (to > from && p.text[to - 1] === " ") to--;
    const limits = cut(p.clipBox, [0, 0, W, H]);
    let whole = true, truncated = false;
    while (to > from && p.xs[to] > limits[2] + 1) { to--; whole = false; }
    while (from < to && p.xs[from] < limits[0] - 1) { from++; whole = false; }
    if (to <= from) continue;
    if (!whole && p.ellipsis) truncated = true;
    const text = p.text.slice(from, to), xs = p.xs.slice(from, to + 1);
    const box = [xs[0], p.top, xs[xs.length - 1], p.bottom], kept = cut(box, limits);
    if (kept[2] - kept[0] < 2 || kept[3] - kept[1] < 3) continue;
    const cutHigh = (kept[3] - kept[1]) / (box[3] - box[1]);
    const free = uncovered(p.el, kept, 5, 1);
    if (free === 0) continue;
    const s = p.style, ground = backdrop(p.el), c = p.color || rgba(s.color);
    const color = ground ? over([c[0], c[1], c[2], c[3] * opacity(p.el)], ground) : c.slice(0, 3);
    const faint = ground !== null && contrast(color, ground) < 1.45;
    const hidden = free < 0.99 || cutHigh < 0.75 || faint || truncated;
    const decoration = (() => { let d = s.textDecorationLine; for (let e = p.el; e && e !== p.item.node.parentElement; e = e.parentElement) d += css(e).textDecorationLine; return d; })();
    const row = {
      box: [kept[0], kept[1], kept[2] - kept[0], kept[3] - kept[1]], text, char_x: xs.map((x) => Math.round(x * 10) / 10), element: p.item.id,
      font_size: p.size, bold: (parseInt(s.fontWeight) || 400) >= 600, italic: s.fontStyle !== "normal", underline: decoration.includes("underline"), strike: decoration.includes("line-through"),
      color, background: ground, readable: !hidden && READABLE.test(text) && whole, hidden, truncated,
    };
    rows.push(row);
    if (!hidden || cutHigh > 0.5) { p.item.rowBox = join(p.item.rowBox, kept); p.item.text += (p.item.text ? " " : "") + text; }
  }

  // ---- finish ------------------------------------------------------------------------------------------------------
  for (const item of elements) {
    if (item.role !== "icon") continue;
    for (let node = item.node.parentElement; node && node !== document.body; node = node.parentElement) {
      const owner = ids.has(node) ? elements[ids.get(node)] : null;
      if (owner && CONTROL.has(owner.role)) { owner.inkBox = join(owner.inkBox, [item.box[0], item.box[1], item.box[0] + item.box[2], item.box[1] + item.box[3]]); if (!owner.icon) owner.icon = item.icon; break; }
    }
  }
  const kept = [];
  for (const item of elements) {
    if (item.textRole || item.inkOnly) {
      let b = item.rowBox || null;
      if (item.inkOnly) { if (item.inkBox) b = join(b, item.inkBox); const pic = item.node.querySelector("img"); if (pic && shown(pic)) b = join(b, cut(rectOf(pic), clip(pic))); }
      if (!b) { if (item.inkOnly && !item.textRole && item.node.children.length === 0) continue; if (item.textRole) continue; item.ignore = true; }
      else item.box = [b[0], b[1], b[2] - b[0], b[3] - b[1]];
    }
    if (item.labelNode) {
      let b = null, words = "";
      for (const other of elements) if (other.rowBox && (other.node === item.labelNode || item.labelNode.contains(other.node))) { b = join(b, other.rowBox); words += (words ? " " : "") + other.text; }
      if (b) { item.label = words; item.label_box = [b[0], b[1], b[2] - b[0], b[3] - b[1]]; }
    }
    if (!item.name) item.name = (item.text || "").trim();
    kept.push(item);
  }
  const position = new Map(kept.map((item) => [item.node, item.id]));
  const alive = new Set(kept.map((item) => item.id));
  return {
    elements: kept.map((item) => {
      let parent = null;
      for (let node = item.node.parentElement; node; node = node.parentElement) if (position.has(node) && position.get(node) !== item.id) { parent = position.get(node); break; }
      const { node, labelNode, rowBox, inkBox, inkOnly, textRole, ...rest } = item;
      return { ...rest, parent };
    }),
    rows: rows.filter((row) => alive.has(row.element)),
  };
}

// Labels of the page as it is painted now; evaluated in the page by label.py, returns {elements, rows}.
// Formats and conventions: docs/file-formats.md. A person sees paint, not the DOM: every choice below follows from that.
//
//   1 measure pseudo-elements (stand-ins laid out in their place)      4 rows: pieces of one owner on one line
//   2 walk the flat tree: clips, paint, roles, text pieces             5 boxes, visibility, labels, states, output
//   3 field text: mirrors laid out where the browser paints it
//
// The composer may mark elements: data-shadow-role, -icon="pack:name", -indicator, -label="CSS selector", -focus; -box: what a person
// takes for the field inside it (its border is drawn by a sibling or by a pseudo-element).
(options) => {
  const W = innerWidth, H = innerHeight;
  const LEFTWARD = /[\u0590-\u08ff\ufb1d-\ufdff\ufe70-\ufefc]/; // scripts written from right to left
  const READABLE = new RegExp(options.readable, "u");
  const CONTROL = new Set(options.controls), CONTAINER = new Set(options.containers);
  const TEXT = new Set(["text", "heading", "columnheader", "cell", "label"]);
  const CHECKABLE = new Set(["checkbox", "radio", "switch"]);
  const FIELD = new Set(["textbox", "combobox", "spinbutton", "slider"]);
  const SKIP = new Set(["SCRIPT", "STYLE", "TEMPLATE", "NOSCRIPT", "BR", "HEAD", "SOURCE", "DATALIST", "LINK", "META", "TITLE", "PARAM", "TRACK", "WBR"]);
  const ICON_MAX = 48;
  let budget = 9000; // characters to measure

  // ---- colors, boxes -------------------------------------------------------------------------------------------------
  const probe = document.createElement("canvas").getContext("2d", { willReadFrequently: true });
  const colors = new Map();
  function rgba(text) { // [r, g, b, alpha]; spaces other than sRGB (oklch, color-mix) through one canvas pixel
    let value = colors.get(text);
    if (value) return value;
    const m = /^rgba?\(([^)]+)\)$/.exec(text);
    if (m) { const p = m[1].split(/[ ,/]+/).map(parseFloat); value = [p[0], p[1], p[2], p.length > 3 ? p[3] : 1]; }
    else {
      probe.clearRect(0, 0, 1, 1); probe.fillStyle = "rgba(0,0,0,0)"; probe.fillStyle = text; probe.fillRect(0, 0, 1, 1);
      const d = probe.getImageData(0, 0, 1, 1).data; value = [d[0], d[1], d[2], d[3] / 255];
    }
    colors.set(text, value);
    return value;
  }
  const mix = (below, top, a) => [0, 1, 2].map((i) => top[i] * a + below[i] * (1 - a));
  const far = (a, b) => Math.max(Math.abs(a[0] - b[0]), Math.abs(a[1] - b[1]), Math.abs(a[2] - b[2]));
  const whole = (c) => c && c.map((v) => Math.max(0, Math.min(255, Math.round(v))));
  const px = (text) => parseFloat(text) || 0;
  const edges = (r) => [r.left, r.top, r.right, r.bottom];
  const rectOf = (el) => edges(el.getBoundingClientRect());
  const cut = (b, c) => [Math.max(b[0], c[0]), Math.max(b[1], c[1]), Math.min(b[2], c[2]), Math.min(b[3], c[3])];
  const area = (b) => Math.max(b[2] - b[0], 0) * Math.max(b[3] - b[1], 0);
  const join = (a, b) => (a ? (b ? [Math.min(a[0], b[0]), Math.min(a[1], b[1]), Math.max(a[2], b[2]), Math.max(a[3], b[3])] : a) : b);
  const VIEW = [0, 0, W, H];
  const styles = new Map();
  const css = (el) => { let s = styles.get(el); if (!s) styles.set(el, (s = getComputedStyle(el))); return s; };
  const above = (el) => el.assignedSlot || el.parentElement || (el.getRootNode() instanceof ShadowRoot ? el.getRootNode().host : null);
  const inside = (el, host) => { for (let n = el; n; n = above(n)) if (n === host) return true; return false; };
  const children = (el) => (el.shadowRoot ? el.shadowRoot.childNodes : el.tagName === "SLOT" && el.assignedNodes().length ? el.assignedNodes() : el.childNodes);
  const PRIVATE = /^[\s\uE000-\uF8FF\u{F0000}-\u{FFFFD}]+$/u;
  const classOf = (el) => (typeof el.className === "string" ? el.className : (el.getAttribute("class") || ""));

  // ---- 1 pseudo-elements: no API tells their boxes, so a real element with their style takes their place for a moment ----
  const pseudos = new Map(); // element -> [{box, text, xs, ...}]
  (function measurePseudos() {
    const stands = [];
    for (const el of document.body.querySelectorAll("*")) {
      if (el.ownerSVGElement || SKIP.has(el.tagName)) continue;
      let r = null;
      for (const which of ["::before", "::after"]) {
        const p = getComputedStyle(el, which);
        if (p.content === "none" || p.content === "normal" || p.display === "none" || p.visibility !== "visible" || px(p.opacity) < 0.05) continue;
        r = r || el.getBoundingClientRect();
        if (r.bottom < -40 || r.top > H + 40 || /^(INPUT|IMG|TEXTAREA|SELECT|HR)$/.test(el.tagName)) continue;
        const quoted = /^"((?:[^"\\]|\\.)*)"/.exec(p.content);
        const text = quoted ? quoted[1].replace(/\\(.)/g, "$1") : "";
        if (!text.trim() && p.content.startsWith('"') && !(px(p.width) > 1 && px(p.height) > 1) && px(p.borderTopWidth) + px(p.borderLeftWidth) < 1) continue;
        const copy = document.createElement("span");
        let style = "";
        for (const name of p) if (!name.startsWith("-webkit-locale")) style += `${name}:${p.getPropertyValue(name)};`;
        copy.style.cssText = style;
        if (p.content.startsWith("url")) { copy.style.content = p.content; }
        copy.textContent = text;
        stands.push({ el, which, copy, text, image: p.backgroundImage !== "none" || (p.maskImage || "none") !== "none" || p.content.startsWith("url"),
          // What it paints with, read while it is still a pseudo-element.
          bg: p.backgroundColor, border: [p.borderTopWidth, p.borderLeftWidth, p.borderRightWidth, p.borderBottomWidth].map(px),
          borderColor: p.borderTopColor, transform: p.transform });
      }
    }
    if (!stands.length) return;
    const rule = document.createElement("style");
    rule.textContent = "[data-shadow-stand-before]::before,[data-shadow-stand-after]::after{content:none!important;display:none!important}";
    document.head.append(rule);
    for (const s of stands) {
      s.el.setAttribute(s.which === "::before" ? "data-shadow-stand-before" : "data-shadow-stand-after", "");
      if (s.which === "::before") s.el.prepend(s.copy); else s.el.append(s.copy);
    }
    const range = document.createRange();
    for (const s of stands) {
      const entry = { which: s.which, box: rectOf(s.copy), text: s.text, image: s.image, bg: rgba(s.bg), border: s.border, borderColor: rgba(s.borderColor), chars: null };
      const m = s.transform !== "none" ? new DOMMatrix(s.transform) : null;
      entry.turned = !!m && (Math.abs(m.b) > 0.02 || Math.abs(m.c) > 0.02);
      if (s.text.trim() && s.copy.firstChild) {
        const c = getComputedStyle(s.copy);
        entry.font = fontOf(c);
        entry.chars = charsOf(s.copy.firstChild, range);
      }
      if (!pseudos.has(s.el)) pseudos.set(s.el, []);
      pseudos.get(s.el).push(entry);
    }
    for (const s of stands) { s.copy.remove(); s.el.removeAttribute("data-shadow-stand-before"); s.el.removeAttribute("data-shadow-stand-after"); }
    rule.remove();
  })();

  // ---- text geometry --------------------------------------------------------------------------------------------------
  function fontOf(s) { // a snapshot of what rows need; styles of stand-ins die with them
    return { font: `${s.fontStyle} ${s.fontVariantCaps === "small-caps" ? "small-caps" : ""} ${s.fontWeight} ${s.fontSize} ${s.fontFamily}`, size: px(s.fontSize), weight: parseInt(s.fontWeight) || 400,
      italic: s.fontStyle !== "normal", color: rgba(s.color), fill: s.webkitTextFillColor ? rgba(s.webkitTextFillColor) : null, transform: s.textTransform, spacing: px(s.letterSpacing),
      clipText: (s.webkitBackgroundClip || "").includes("text"), vertical: s.writingMode !== "horizontal-tb" };
  }
  function metric(font) {
    metric.pen = metric.pen || document.createElement("canvas").getContext("2d");
    metric.known = metric.known || new Map();
    let m = metric.known.get(font);
    if (!m) {
      metric.pen.font = font;
      const up = metric.pen.measureText("Hdlb"), down = metric.pen.measureText("gpqy");
      m = { ascent: Math.round(up.fontBoundingBoxAscent), descent: Math.round(up.fontBoundingBoxDescent), top: up.actualBoundingBoxAscent, bottom: down.actualBoundingBoxDescent,
        dots: metric.pen.measureText("\u2026").width };
      metric.known.set(font, m);
    }
    return m;
  }
  function charsOf(node, range) { // [{ch, x1, x2, top, bottom}] of the characters that take room
    const out = [], data = node.data;
    for (let i = 0; i < data.length && budget > 0;) {
      const n = data.codePointAt(i) > 0xffff ? 2 : 1, ch = data.slice(i, i + n);
      range.setStart(node, i); range.setEnd(node, i + n);
      i += n;
      budget--;
      const rects = range.getClientRects(), q = rects[rects.length - 1];
      if (!q || q.width <= 0.01) continue; // collapsed space, combining mark, soft hyphen
      out.push({ ch: /\s/.test(ch) ? " " : ch, x1: q.left, x2: q.right, top: q.top, bottom: q.bottom });
    }
    return out;
  }
  function transformed(chars, mode) {
    if (mode === "none" || !mode) return chars;
    const out = [];
    let word = false;
    for (const c of chars) {
      let ch = c.ch;
      if (mode === "uppercase") ch = ch.toUpperCase();
      else if (mode === "lowercase") ch = ch.toLowerCase();
      else if (mode === "capitalize" && !word) ch = ch.toUpperCase();
      word = /[\p{L}\p{N}'\u2019]/u.test(c.ch);
      if (ch.length === 2 && c.ch.length === 1) { // ß becomes SS
        const middle = (c.x1 + c.x2) / 2;
        out.push({ ...c, ch: ch[0], x2: middle }, { ...c, ch: ch[1], x1: middle });
      } else out.push({ ...c, ch });
    }
    return out;
  }

  // ---- paint ----------------------------------------------------------------------------------------------------------
  const paint = new Map(); // element -> {bg, sides, shadow, image, box}
  function paintOf(el, s, behind) {
    const own = rgba(s.backgroundColor), image = s.backgroundImage !== "none" && !(s.webkitBackgroundClip || "").includes("text");
    const inner = own[3] > 0 ? mix(behind.rgb, own, own[3]) : behind.rgb;
    const p = { bg: false, sides: 0, shadow: false, image, gradient: image && s.backgroundImage.includes("gradient("), left: false };
    p.bg = own[3] > 0.02 && (!behind.known || far(inner, behind.rgb) >= 3);
    for (const side of ["Top", "Right", "Bottom", "Left"]) {
      if (px(s[`border${side}Width`]) < 0.5) continue;
      const kind = s[`border${side}Style`], c = rgba(s[`border${side}Color`]);
      if (kind === "none" || kind === "hidden" || c[3] < 0.03) continue;
      const seen = mix(behind.rgb, c, c[3]);
      if (far(seen, behind.rgb) >= 4 || far(seen, inner) >= 4 || !behind.known) { p.sides++; p[side.toLowerCase()] = true; }
    }
    if (s.boxShadow !== "none") {
      for (const m of s.boxShadow.matchAll(/((?:rgba?|oklch|oklab|color|hsla?)\([^)]*\))((?:\s-?[\d.]+px){2,4})(\sinset)?/g)) {
        const lengths = m[2].trim().split(/\s+/).map(px);
        if (rgba(m[1])[3] >= 0.04 && lengths.some((v) => Math.abs(v) > 0.4)) p.shadow = true;
      }
    }
    const type = (el.getAttribute("type") || "").toLowerCase();
    // The track of a range and the fill of a progress bar are painted by parts inside, whatever the element's own style says.
    const parts = el.tagName === "PROGRESS" || el.tagName === "METER" || (el.tagName === "INPUT" && type === "range");
    const native = parts || (s.appearance !== "none" && el.tagName === "INPUT" && /^(checkbox|radio|color)$/.test(type));
    p.native = native;
    p.box = p.bg || p.shadow || p.image || native || p.sides > 0;
    p.solid = p.bg || p.shadow || p.gradient || native || p.sides >= 3;
    return p;
  }

  // ---- roles ----------------------------------------------------------------------------------------------------------
  const ARIA = {
    searchbox: "textbox", listbox: "menu", menuitemcheckbox: "menuitem", menuitemradio: "menuitem", image: "img", treeitem: "option",
    status: "alert", alertdialog: "dialog", meter: "progressbar", gridcell: "cell", rowheader: "cell", grid: "table", treegrid: "table", menubar: "navigation", search: null,
  };
  function role(el, s, p) {
    const asked = el.getAttribute("data-shadow-role");
    if (asked) return asked === "none" ? null : asked;
    const cls = classOf(el), tag = el.tagName, type = (el.getAttribute("type") || "").toLowerCase();
    const explicit = (el.getAttribute("role") || "").trim().split(/\s+/)[0];
    if (explicit && explicit !== "presentation" && explicit !== "none") {
      const mapped = explicit in ARIA ? ARIA[explicit] : explicit;
      if (mapped === "alert") return p.solid ? "alert" : null; // role=status around nothing painted is only text
      if (mapped === "link") return linkLook(el, s, p);
      if (mapped && (CONTROL.has(mapped) || CONTAINER.has(mapped) || ["heading", "img", "progressbar", "columnheader", "cell"].includes(mapped))) return mapped;
    }
    switch (tag) {
      case "A": case "AREA": {
        const menu = /(^| )(dropdown-item|menu-item)( |$)/.test(cls) || (el.parentElement && el.parentElement.tagName === "LI" && el.closest("[role=menu],.dropdown-menu,.dropdown-content,.is-dropdown-submenu"));
        if (menu) return "menuitem";
        const row = el.closest(".nav-tabs,.tabs,.tab-list,.tab-nav,.tabs-nav,.UnderlineNav,.tabnav");
        if (row && !el.closest(".tab-content,.tabs-panel,.tab-pane")) return "tab";
        if (!el.hasAttribute("href") && !/(btn|button|link|item|page)/.test(cls) && s.cursor !== "pointer" && !el.closest("nav,.pagination,.breadcrumb")) return null;
        return linkLook(el, s, p);
      }
      case "BUTTON": return "button";
      case "SUMMARY": return "button";
      case "INPUT":
        if (type === "hidden") return null;
        if (type === "checkbox" || type === "radio") return /(^|[ _-])(switch|toggle)( |$|-)/.test(cls) || (el.parentElement && /(^|[ _-])(switch|toggle)( |$)/.test(classOf(el.parentElement))) ? "switch" : type;
        if (type === "range") return "slider";
        return /^(submit|button|reset|image|file|color)$/.test(type) ? "button" : "textbox";
      case "TEXTAREA": return "textbox";
      case "SELECT": return el.multiple || el.size > 1 ? "list" : "combobox";
      case "OPTION": return "option";
      case "H1": case "H2": case "H3": case "H4": case "H5": case "H6": return "heading";
      case "IMG": case "VIDEO": case "CANVAS": case "IFRAME": case "OBJECT": case "EMBED": return "img";
      case "PROGRESS": case "METER": return "progressbar";
      case "TH": return "columnheader";
      case "TD": return tableKind(el.closest("table")) === "layout" ? null : "cell";
      case "NAV": return "navigation";
      case "TABLE": return tableKind(el) === "layout" ? null : "table";
      case "FORM": return "form";
      case "DIALOG": return "dialog";
      case "HEADER": return el.closest("main,article,section,dialog,aside,form,[role=dialog],.card,.modal") ? null : "banner";
      case "FOOTER": return el.closest("main,article,section,dialog,aside,form,blockquote,figure,[role=dialog],.card,.modal") ? null : "contentinfo";
      case "ASIDE": return "complementary";
      case "TR": return tableKind(el.closest("table")) === "layout" || el.closest("thead") || el.querySelector("td") === null ? null : "row";
      case "UL": case "OL": case "DL": return el.children.length >= 2 && !el.closest("nav,[role=navigation],[role=tablist],[role=menu],[role=menubar],[role=listbox],.pagination,.nav,.tabs,.breadcrumb") ? "list" : null;
      case "LABEL": case "LEGEND": return "label";
    }
    if (el.isContentEditable && el.getAttribute("contenteditable") !== null && el.getAttribute("contenteditable") !== "false") return "textbox";
    if (el.onclick && s.cursor === "pointer" && p.solid && !el.querySelector("p,h1,h2,h3,h4,h5,input")) return "button";
    if (/(^|[ _])(alert|callout|toast|notification|snackbar|flash|notice|message)( |-|$)/.test(cls) && p.solid && !/(^| )(toast-container|toast-header|toast-body|alert-heading)/.test(cls)) return "alert";
    if (/(^| )(dropdown-menu|dropdown-content|menu-popup|dropdown-pane)( |$)/.test(cls) && p.solid) return "menu";
    return null;
  }
  // A table that shows neither heads nor lines is a way to place things ("layout"), or too plain to be sure ("unsure").
  const tableKinds = new Map();
  function tableKind(el) {
    if (!el) return "data";
    let kind = tableKinds.get(el);
    if (kind) return kind;
    const cells = [...el.querySelectorAll("td")].filter((td) => td.closest("table") === el);
    const lined = cells.slice(0, 12).some((td) => ["Top", "Bottom", "Left"].some((side) => px(css(td)[`border${side}Width`]) >= 0.5 && css(td)[`border${side}Style`] !== "none" && rgba(css(td)[`border${side}Color`])[3] > 0.05));
    const heads = [...el.querySelectorAll("th")].some((th) => th.closest("table") === el && th.textContent.trim());
    const arranged = cells.some((td) => td.querySelector("table,form,h1,h2,h3,p,ul,input:not([type=checkbox]):not([type=radio]),select,textarea"));
    const rows = [...el.rows];
    const arranges = /^(presentation|none)$/.test(el.getAttribute("role") || ""); // says so itself: the parts of one button, a mail
    if (!heads && (arranges || (rows.length && rows.every((row) => row.cells.length < 2)))) { tableKinds.set(el, "layout"); return "layout"; }
    kind = heads || (lined && !el.querySelector("table")) ? "data" : arranged || cells.length < 4 ? "layout" : "unsure";
    if (el.querySelector("table") && !heads) kind = "layout";
    tableKinds.set(el, kind);
    return kind;
  }
  function linkLook(el, s, p) { // an anchor painted like a button is a button to a person; extra key aria_role tells
    if (!(p.bg || p.gradient || p.sides >= 4 || (p.shadow && s.display !== "inline"))) return "link";
    const r = el.getBoundingClientRect();
    if (r.height > 84 || r.width > 460 || el.querySelector("h1,h2,h3,h4,h5,h6,p,img:not([data-shadow-icon])")) return "link"; // a card that is a link
    // The highlighted entry of a menu whose other entries are bare stays a link.
    if ((truth(el.getAttribute("aria-current")) || ACTIVE.test(classOf(el))) && el.closest("nav,aside,ul,[role=navigation]")) {
      const group = el.parentElement.tagName === "LI" ? el.parentElement.parentElement : el.parentElement;
      const other = [...group.querySelectorAll("a")].find((a) => a !== el && !truth(a.getAttribute("aria-current")) && !ACTIVE.test(classOf(a)));
      if (other) { const q = paintOf(other, css(other), { rgb: [1, 2, 3], known: false }); if (!q.sides && !q.image && rgba(css(other).backgroundColor)[3] < 0.05) return "link"; }
    }
    return "button";
  }
  const truth = (v) => (v === null ? null : /^(true|page|step|date|location|time|mixed)$/.test(v));
  const ACTIVE = /(^|[ _-])(active|is-active|selected|is-selected|current|pure-menu-selected|tab-active|menu-active|btn-active)( |$)/;

  // ---- 2 the walk -----------------------------------------------------------------------------------------------------
  const recs = [], recOf = new Map(), pieces = [], mirrors = [];
  const range = document.createRange();
  function record(el, name, ctx, more) {
    const rec = { el, role: name, up: ctx.rec, clip: ctx.clip, border: null, painted: false, extra: null, rows: [], kids: [], icon: null, ignore: ctx.turned, ctx, style: null, ...more };
    rec.index = recs.length;
    recs.push(rec);
    if (!recOf.has(el)) recOf.set(el, rec);
    if (ctx.rec) ctx.rec.kids.push(rec);
    return rec;
  }
  function styleOf(el, s, ctx, p) {
    const font = fontOf(s), sides = ["Top", "Left", "Bottom", "Right"].filter((k) => px(s[`border${k}Width`]) >= 0.5 && s[`border${k}Style`] !== "none" && rgba(s[`border${k}Color`])[3] > 0.02);
    const r = el.getBoundingClientRect(), side = sides[0], line = side && rgba(s[`border${side}Color`]);
    return {
      color: whole(seen(mix(ctx.bg.rgb, font.color, font.color[3]), ctx)), background: ctx.bg.known ? whole(seen(ctx.bg.rgb, ctx)) : null,
      border: side ? whole(seen(mix(ctx.behind.rgb, line, line[3]), ctx)) : null, border_width: side ? px(s[`border${side}Width`]) : 0,
      radius: Math.min(px(s.borderTopLeftRadius) * (s.borderTopLeftRadius.includes("%") ? r.width / 100 : 1), Math.min(r.width, r.height) / 2), font_size: font.size, font_weight: font.weight,
      italic: font.italic, underline: ctx.deco.under, opacity: Math.round(ctx.opacity * 100) / 100,
    };
  }
  const seen = (color, ctx) => { let c = color; for (let f = ctx.fade; f; f = f.next) c = mix(f.behind, c, f.opacity); return c; };
  const rootColor = (() => { // what the canvas of the page shows where nothing is painted
    const d = document.createElement("div"); d.style.cssText = "background:Canvas;position:fixed"; document.body.append(d);
    const c = rgba(getComputedStyle(d).backgroundColor).slice(0, 3); d.remove(); return c;
  })();
  const dark = /dark/.test(getComputedStyle(document.documentElement).colorScheme);
  const START = { rec: null, holder: null, locked: null, clip: VIEW, clipAbs: VIEW, clipFixed: VIEW, opacity: 1, turned: false, bg: { rgb: dark ? rootColor : [255, 255, 255], known: true },
    behind: { rgb: [255, 255, 255], known: true }, deco: { under: false, strike: false }, fade: null, dots: null };

  function shifted(ctx, el, s) { // context of an element's own paint: clip, opacity, what is behind it
    const next = { ...ctx };
    next.clip = s.position === "fixed" ? ctx.clipFixed : s.position === "absolute" ? ctx.clipAbs : ctx.clip;
    if (s.display === "contents") return next;
    if (s.clipPath !== "none" && /inset\((50|100)%|rect\(0/.test(s.clipPath)) next.clip = [0, 0, 0, 0];
    if (s.position === "absolute" && s.clip !== "auto" && /rect\((0|1)px,? (0|1)px/.test(s.clip)) next.clip = [0, 0, 0, 0];
    if (s.transform !== "none" || (s.rotate && s.rotate !== "none")) {
      const m = s.transform !== "none" ? new DOMMatrix(s.transform) : null;
      if (!m || Math.abs(m.b) > 0.01 || Math.abs(m.c) > 0.01) next.turned = true;
    }
    // What an element out of flow lies on is not its ancestors' business.
    next.behind = s.position === "absolute" || s.position === "fixed" ? { rgb: ctx.bg.rgb, known: false } : ctx.bg;
    const o = px(s.opacity);
    if (o < 1) { next.opacity = ctx.opacity * o; next.fade = { opacity: o, behind: ctx.bg.rgb, next: ctx.fade }; }
    const own = rgba(s.backgroundColor);
    const image = s.backgroundImage !== "none" && !(s.webkitBackgroundClip || "").includes("text");
    if (own[3] > 0) next.bg = { rgb: mix(ctx.bg.rgb, own, own[3]), known: ctx.bg.known || own[3] > 0.99 };
    if (image && !(el.tagName === "SELECT" || el.tagName === "INPUT")) next.bg = { rgb: gradientMean(s.backgroundImage) || next.bg.rgb, known: false };
    if (s.display.startsWith("inline-") || s.float !== "none" || s.position === "absolute" || s.position === "fixed") next.deco = { under: false, strike: false };
    const line = s.textDecorationLine;
    if (line !== "none") next.deco = { under: next.deco.under || line.includes("underline"), strike: next.deco.strike || line.includes("line-through") };
    return next;
  }
  function gradientMean(text) {
    const found = text.match(/(?:rgba?|hsla?|oklch|oklab|color)\([^)]*\)/g);
    if (!text.includes("gradient(") || !found) return null;
    const all = found.map(rgba).filter((c) => c[3] > 0.5);
    return all.length ? [0, 1, 2].map((i) => all.reduce((sum, c) => sum + c[i], 0) / all.length) : null;
  }
  function innerClip(ctx, el, s) { // context of what is inside: overflow clips
    const next = { ...ctx };
    const root = el === document.body || el === document.documentElement;
    let box = ctx.clip;
    if (!root && s.display !== "contents" && s.display !== "inline" && (s.overflowX !== "visible" || s.overflowY !== "visible" || /paint|strict|content/.test(s.contain))) {
      const r = el.getBoundingClientRect();
      box = cut(box, [r.left + px(s.borderLeftWidth), r.top + px(s.borderTopWidth), r.right - px(s.borderRightWidth), r.bottom - px(s.borderBottomWidth)]);
    }
    if (el === document.body && s.overflowX === "clip") { // unlike hidden, it stays with the body and cuts to the sides alone
      const r = el.getBoundingClientRect();
      box = cut(box, [r.left, box[1], r.right, box[3]]);
    }
    next.clip = box;
    if (s.position !== "static" || s.transform !== "none" || s.filter !== "none" || /paint|layout/.test(s.contain)) next.clipAbs = box;
    if (s.transform !== "none" || s.filter !== "none" || /paint|layout/.test(s.contain)) next.clipFixed = box;
    const clamp = parseInt(s.webkitLineClamp);
    if (!s.display.startsWith("inline") || s.display === "inline-block") {
      next.dots = null;
      if (s.textOverflow === "ellipsis" && s.overflowX !== "visible" && el.scrollWidth > el.clientWidth) next.dots = { el, right: box[2] - px(s.paddingRight) * 0, kind: "line" };
      else if (clamp > 0 && el.scrollHeight > el.clientHeight + 2) next.dots = { el, right: el.getBoundingClientRect().right - px(s.paddingRight), bottom: box[3], kind: "clamp" };
    }
    return next;
  }
  function textInto(node, ctx) {
    if (budget <= 0 || !node.data.trim() || ctx.hidden) return;
    range.selectNodeContents(node);
    const r = range.getBoundingClientRect();
    if (r.width < 0.5 || r.bottom <= 0 || r.top >= H || r.right <= 0 || r.left >= W) return;
    const el = node.parentElement || above(node), s = css(el), font = fontOf(s);
    if (font.size < 4) return;
    if (PRIVATE.test(node.data) || /material (icons|symbols)|material-(icons|symbols)/i.test(s.fontFamily)) {
      const box = edges(r);
      if (box[2] - box[0] <= ICON_MAX && box[3] - box[1] <= ICON_MAX * 1.3 && !(ctx.rec && ctx.rec.role === "icon")) iconRec(el, s, ctx, PRIVATE.test(node.data) ? null : `class:${node.data.trim().replaceAll("_", "-")}`, box);
      return;
    }
    addPieces(ctx, charsOf(node, range), font, el);
  }
  // Cut characters into visual lines; each line piece belongs to the context's owner.
  function addPieces(ctx, chars, font, el, more) {
    const out = transformed(chars, font.transform);
    let line = null;
    const lines = [], leftward = out.some((c) => LEFTWARD.test(c.ch));
    for (const c of out) {
      const last = line && line[line.length - 1];
      const back = !leftward && last && c.x1 < last.x2 - (c.bottom - c.top); // where all runs to the right, a step back starts a line
      if (!last || Math.abs(c.top - last.top) > (c.bottom - c.top) * 0.4 || back) lines.push((line = []));
      line.push(c);
    }
    if (leftward) for (const l of lines) l.sort((a, b) => a.x1 - b.x1); // as they stand, not as they are spoken
    const visible = lines.filter((l) => l.some((c) => c.ch !== " "));
    if (!visible.length) return;
    const owner = ownerOf(ctx, el);
    if (!owner) return;
    const m = metric(font.font);
    for (const l of visible) {
      const height = l[0].bottom - l[0].top, k = Math.abs(height / (m.ascent + m.descent) - 1) > 0.06 ? height / (m.ascent + m.descent) : 1;
      const base = l[0].top + m.ascent * k;
      pieces.push({ owner, el, ctx, font, chars: l, base, top: base - m.top * k, bottom: base + m.bottom * k, size: font.size * k, lines: visible.length, order: pieces.length, ...more });
    }
  }
  function ownerOf(ctx, el) {
    if (ctx.locked) return ctx.locked;
    const h = ctx.holder;
    if (!h) return null;
    if (!h.rec) { h.rec = record(h.el, h.role || "text", h.ctx, { textual: true, style: styleOf(h.el, css(h.el), h.own) }); }
    return h.rec;
  }
  const cardLike = (el, r) => r.height > 56 && (el.querySelector("h1,h2,h3,h4,h5,h6,p,li,[role=heading]") !== null || (r.height > 84 && el.textContent.trim().length > 60));

  function walk(el, outer) {
    if (SKIP.has(el.tagName)) return;
    if (el.hasAttribute("data-shadow-indicator") && !el.hasAttribute("role") && el.tagName !== "INPUT" && !el.querySelector("button,input")) return; // what is in it is the control's
    const tag = el.tagName, s = css(el), type = tag === "INPUT" ? el.type : "";
    const checkInput = tag === "INPUT" && (type === "checkbox" || type === "radio");
    if (s.display === "none" || s.contentVisibility === "hidden") { if (checkInput) checkable(el, s, outer, role(el, s, { })); return; }
    let ctx = shifted(outer, el, s);
    const visible = s.visibility === "visible";
    ctx.hidden = !visible;
    if (ctx.opacity < 0.05 || (checkInput && !visible)) { if (checkInput) checkable(el, s, outer, role(el, s, {})); return; }
    if (area(ctx.clip) <= 4 && s.position !== "fixed") { if (checkInput) checkable(el, s, outer, role(el, s, {})); return; }
    const r = el.getBoundingClientRect(), box = edges(r);
    const p = paintOf(el, s, ctx.behind);
    // A pseudo-element as large as the element is its border.
    if (!p.solid && (pseudos.get(el) || []).some((q) => !q.text.trim() && q.border.filter((b) => b >= 0.5).length >= 3 && q.borderColor[3] > 0.05 && q.box.every((v, i) => Math.abs(v - box[i]) <= 2))) { p.sides = 4; p.box = p.solid = true; }
    paint.set(el, p);
    let name = visible ? role(el, s, p) : null;
    const declared = el.getAttribute("data-shadow-icon");
    const drawing = declared ?? iconOfClass(el);

    if (checkInput || (CHECKABLE.has(name) && tag !== "LABEL")) { checkable(el, s, outer, name, ctx, p); if (tag === "INPUT") return; name = null; ctx.rec = recOf.get(el) || ctx.rec; ctx.holder = { el, role: "label", ctx, own: ctx, rec: null }; ctx.locked = null; descend(el, s, ctx, p); return; }

    // Graphics
    const small = r.width >= 5 && r.height >= 5 && r.width <= ICON_MAX && r.height <= ICON_MAX;
    if ((tag === "svg" || tag === "SVG") && el.getAttribute("data-shadow-role") === "none") return; // part of an indicator
    if (visible && (tag === "svg" || tag === "SVG" || (declared !== null && !CONTROL.has(name)))) {
      if (small) iconRec(el, s, ctx, drawing, box);
      else if (r.width > 3 && r.height > 3) { const rec = record(el, "img", ctx, { border: box, painted: true, style: styleOf(el, s, ctx, p) }); if (tag === "svg") svgTexts(el, { ...innerClip(ctx, el, s), rec, locked: null }); }
      return;
    }
    if (visible && name === "img" && tag !== "DIV" && tag !== "SPAN" && tag !== "FIGURE") {
      if (r.width < 3 || r.height < 3) return;
      const tiny = small && (/\.svg([?#]|$)/.test(el.currentSrc || el.src || "") || Math.max(r.width, r.height) <= 20);
      const rec = record(el, tiny ? "icon" : "img", ctx, { border: box, painted: true, style: styleOf(el, s, ctx, p), icon: null });
      if (tag === "CANVAS") rec.unsureText = cut(box, ctx.clip); // a chart's figures, a whole spreadsheet: words that only pixels know
      return;
    }
    if (visible && small && !name && !el.textContent.trim() && !el.querySelector("input,button,a,svg,img")) {
      const fontIcon = (pseudos.get(el) || []).find((q) => q.text && PRIVATE.test(q.text));
      const masked = (s.maskImage || s.webkitMaskImage || "none") !== "none" || (p.image && !p.gradient);
      if (fontIcon || masked) { iconRec(el, s, ctx, drawing, masked ? box : join(fontIcon.box, null)); return; }
    }

    // Containers and controls
    let rec = null;
    const common = { border: box, painted: p.box, solid: p.solid, paint: p };
    if (name === "img") name = el.textContent.trim() ? null : "img";
    if (name === "icon" && small) { iconRec(el, s, ctx, drawing, box); return; }
    if (name === "badge") {
      if (ctx.hidden || r.width < 3 || r.height < 3) return;
      rec = record(el, "badge", ctx, { ...common, style: styleOf(el, s, ctx, p) });
      descend(el, s, { ...ctx, rec, locked: rec }, p);
      return;
    }
    if (name && r.width >= 2 && r.height >= 2) {
      if (CONTROL.has(name) || name === "progressbar" || name === "img") {
        if (name === "progressbar" && el.parentElement && /(^| )progress( |$)/.test(classOf(el.parentElement))) common.border = rectOf(el.parentElement);
        const frame = FIELD.has(name) ? el.closest("[data-shadow-box]") : el.hasAttribute("data-shadow-box") ? el : null;
        if (frame) Object.assign(common, { border: rectOf(frame), painted: true, solid: true, hit: frame });
        rec = record(el, name, ctx, { ...common, style: styleOf(el, s, ctx, p) });
        const aria = (el.getAttribute("role") || "").trim().split(/\s+/)[0];
        if (name === "button" && (aria === "link" || (tag === "A" && !aria))) rec.aria = "link";
        if ((name === "tab" || name === "menuitem") && tag === "A" && !aria) rec.aria = "link";
        if (declared !== null || (/(^|[ -])(close|btn-close|delete)( |$)/.test(classOf(el)) && !el.textContent.trim() && p.image)) {
          const pad = [px(s.paddingLeft), px(s.paddingTop), px(s.paddingRight), px(s.paddingBottom)];
          iconRec(el, s, { ...ctx, rec }, declared || "css:close", [box[0] + pad[0], box[1] + pad[1], box[2] - pad[2], box[3] - pad[3]]);
        }
        if (name !== "img" && !(["button", "link", "option", "menuitem", "tab"].includes(name) && cardLike(el, r))) ctx.locked = rec;
        else { ctx.locked = null; ctx.holder = { el, ctx: { ...ctx, rec }, own: ctx, rec: null }; }
        if (tag === "SUMMARY" && s.display === "list-item" && s.listStyleType !== "none" && !p.box) { // the browser's own triangle
          const x = r.left + px(s.paddingLeft), y = r.top + px(s.paddingTop) + px(s.fontSize) * 0.3;
          rec.extra = cut([x, y, x + px(s.fontSize) * 0.6, y + px(s.fontSize) * 0.6], ctx.clip);
        }
        ctx = { ...ctx, rec };
        if (tag === "INPUT" || tag === "SELECT" || tag === "TEXTAREA") { fieldText(el, s, rec, ctx); if (tag !== "SELECT") return; if (!(el.multiple || el.size > 1)) return; }
      } else if (CONTAINER.has(name)) {
        const opaque = rgba(s.backgroundColor)[3] > 0.9; // though it may look like the veil behind it
        if (name === "dialog" && ((!p.bg && !opaque) || (r.width >= W * 0.97 && r.height >= H * 0.97))) { const panel = panelIn(el); if (panel) { common.border = rectOf(panel); common.painted = true; } else if (!p.bg && !opaque) name = null; }
        if (name) {
          rec = record(el, name, ctx, { ...common, style: styleOf(el, s, ctx, p) });
          ctx = { ...ctx, rec, locked: null, holder: { el, ctx: { ...ctx, rec }, own: ctx, rec: null } };
          if (tag === "SELECT") { for (const o of el.options) if (o.getBoundingClientRect().height > 2) { const rr = record(o, "option", ctx, { border: rectOf(o), painted: o.selected, style: styleOf(el, s, ctx, p) }); fieldText(o, css(o), rr, { ...ctx, clip: cut(ctx.clip, box) }); } return; }
        }
      } else if (TEXT.has(name)) {
        // Text roles own their text; a label that wraps its control, too. The record is made when text shows up.
        const inControl = ctx.locked && CONTROL.has(ctx.locked.role);
        if (name === "label" && p.solid && hiddenToggle(el)) { // a check button: the label is painted as the button
          rec = record(el, "button", ctx, { ...common, style: styleOf(el, s, ctx, p), toggle: hiddenToggle(el) });
          rec.aria = rec.toggle.type;
          ctx = { ...ctx, rec, locked: rec };
        } else if (!inControl) {
          rec = record(el, name, ctx, { ...common, textual: true, style: styleOf(el, s, ctx, p) });
          const free = name === "cell" || name === "columnheader";
          ctx = { ...ctx, rec, locked: free ? null : rec, holder: { el, rec, ctx, own: ctx } };
        }
      }
    } else if (visible && p.box && r.width >= 4 && (r.height >= 4 || (r.height >= 1 && r.width > 16 && ctx.rec && ctx.rec.role === "tab")) && el !== document.body && el !== document.documentElement) {
      const cls = classOf(el), text = el.textContent.trim(), kids = el.querySelector("input,select,textarea,button,[role=button],a,h1,h2,h3,h4,h5,h6,p,li,img,table");
      const pill = /(^|[ -])(badge|chip|tag|pill|lozenge|Label|Counter|IssueLabel|label)( |-|$)/.test(cls) && tag !== "LABEL";
      const badgy = p.solid && !kids && el.getAttribute("role") !== "tooltip" && text.length > 0 && text.length <= 36 && r.height <= 40 && r.width <= 280 && !/^(CODE|KBD|MARK|PRE|SAMP|LI|P|BLOCKQUOTE)$/.test(tag) && !/(addon|input-group|prefix|suffix|postfix|tooltip|code)/.test(cls)
        && (pill || (px(s.borderTopLeftRadius) >= 3 && (p.bg || p.gradient) && r.width < 180 && r.height <= 34 && r.width < (el.parentElement ? el.parentElement.getBoundingClientRect().width * 0.8 : W)));
      if (badgy || (pill && p.solid && !text && Math.max(r.width, r.height) <= 24)) {
        rec = record(el, "badge", ctx, { ...common, style: styleOf(el, s, ctx, p) });
        ctx = { ...ctx, rec, locked: rec };
      } else if (p.image && !p.gradient && !text && !kids && r.width > ICON_MAX / 2 && r.height > ICON_MAX / 2 && !(ctx.locked && CONTROL.has(ctx.locked.role) && !small)) {
        rec = record(el, small ? "icon" : "img", ctx, { ...common, style: styleOf(el, s, ctx, p) });
      } else if ((p.solid) && !ctx.locked) {
        rec = record(el, "card", ctx, { ...common, maybe: true, style: styleOf(el, s, ctx, p) });
        ctx = { ...ctx, rec, holder: { el, ctx: { ...ctx, rec }, own: ctx, rec: null } };
      } else if (ctx.rec && s.display !== "inline") ctx.rec.extra = join(ctx.rec.extra, area(cut(box, ctx.clip)) > 0 ? cut(box, ctx.clip) : null);
    }
    if (!ctx.locked && !rec && !s.display.startsWith("inline") && s.display !== "contents") ctx.holder = { el, ctx, own: ctx, rec: null, role: headingOf(el) };
    else if (rec && rec.role !== "card" && TEXT.has(rec.role)) { /* holder set above */ }
    descend(el, s, ctx, p);
  }
  const headingOf = (el) => (/^(DT)$/.test(el.tagName) ? "label" : "text");
  function descend(el, s, ctx, p) {
    const inner = innerClip(ctx, el, s);
    for (const q of pseudos.get(el) || []) if (q.which === "::before") pseudoInto(el, q, inner);
    if (el.tagName === "DETAILS" && !el.open) { const head = el.querySelector("summary"); if (head) walk(head, inner); }
    else for (const child of children(el)) {
      if (child.nodeType === 3) textInto(child, inner);
      else if (child.nodeType === 1) walk(child, inner);
    }
    for (const q of pseudos.get(el) || []) if (q.which === "::after") pseudoInto(el, q, inner);
  }
  function pseudoInto(el, q, ctx) {
    if (ctx.hidden || q.used) return;
    const w = q.box[2] - q.box[0], h = q.box[3] - q.box[1];
    if (q.text.trim() && q.chars) {
      if (PRIVATE.test(q.text)) { if (w <= ICON_MAX && h <= ICON_MAX * 1.3 && w > 3) record(el, "icon", ctx, { border: q.box, painted: true, ignore: true, style: styleOf(el, css(el), ctx) }); }
      else addPieces(ctx, q.chars, q.font, el, { pseudo: true });
      return;
    }
    if (ctx.rec && ctx.rec.role === "tab" && w > ICON_MAX / 2) { // the line below it
      const low = q.border[3] >= 1 && q.borderColor[3] > 0.05 && q.border[0] + q.border[1] + q.border[2] === 0;
      if (low || (h < 6 && q.bg[3] > 0.05)) ctx.rec.extra = join(ctx.rec.extra, cut(low ? [q.box[0], q.box[3] - q.border[3], q.box[2], q.box[3]] : q.box, ctx.clip));
    }
    // A chevron, a dot, a check mark drawn by style: painted, but nobody knows what it is. No loss there.
    const drawn = q.image || q.turned || (q.border.some((b) => b > 0.5) && q.borderColor[3] > 0.05);
    if (drawn && w >= 4 && h >= 4 && w <= ICON_MAX && h <= ICON_MAX) record(el, "icon", ctx, { border: q.box, painted: true, ignore: true, style: styleOf(el, css(el), ctx) });
  }
  // Icon fonts name the drawing in a class: "fa fa-lg fa-trash", "bi bi-x".
  const ICON_CLASS = /^(?:fa|fas|far|bi|ti|mdi|fe|ni|la|ri|bx|icon|icons|glyphicon|ion|lucide|icon-tabler)-(.+)$/;
  const ICON_LOOK = /^(?:lg|sm|xs|xl|\d*x|\d+|fw|spin|pulse|solid|regular|brands|light|border|inverse|ul|li|(?:rotate|flip|pull|stack|size|shape)-?.*)$/;
  function iconOfClass(el) {
    const found = classOf(el).split(/\s+/).map((name) => ICON_CLASS.exec(name)).find((m) => m && !ICON_LOOK.test(m[1]));
    return found ? `class:${found[1]}` : null;
  }
  function iconRec(el, s, ctx, declared, box) {
    const rec = record(el, "icon", ctx, { border: box, painted: true, style: styleOf(el, s, ctx) });
    rec.style.background = ctx.behind.known ? whole(seen(ctx.behind.rgb, ctx)) : null;
    if (declared) { const [pack, ...rest] = declared.split(":"); rec.icon = { name: rest.join(":"), pack, tags: [] }; }
    return rec;
  }
  function svgTexts(svg, ctx) {
    for (const t of svg.querySelectorAll("text")) {
      const s = css(t);
      if (s.visibility !== "visible" || s.display === "none") continue;
      const holder = { el: t, ctx, own: ctx, rec: null };
      for (const node of [...t.childNodes].flatMap((n) => (n.nodeType === 1 ? [...n.childNodes] : [n]))) {
        if (node.nodeType !== 3 || !node.data.trim()) continue;
        const font = fontOf(s);
        font.color = rgba(s.fill === "none" ? s.color : s.fill);
        const m = t.getScreenCTM();
        if (m && (Math.abs(m.b) > 0.01 || Math.abs(m.c) > 0.01)) continue;
        addPieces({ ...ctx, holder }, charsOf(node, range), font, t);
      }
    }
  }
  const hiddenToggle = (label) => {
    const input = label.control;
    if (!input || !/^(checkbox|radio)$/.test(input.type || "")) return null;
    const s = css(input), r = input.getBoundingClientRect();
    const gone = s.display === "none" || s.visibility !== "visible" || px(s.opacity) < 0.05 || r.width < 3 || (s.clip !== "auto" && s.position === "absolute") || s.clipPath !== "none" || r.right < 0;
    return gone && !(pseudos.get(label) || []).some((q) => !q.text.trim() && q.box[2] - q.box[0] >= 8) && !label.querySelector("[data-shadow-indicator]") ? input : null;
  };
  function panelIn(el) { // the painted panel of a dialog whose own element is the backdrop
    let best = null;
    for (const n of el.querySelectorAll("*")) {
      const s = css(n), r = n.getBoundingClientRect();
      if (rgba(s.backgroundColor)[3] < 0.9 || s.display === "none" || s.visibility !== "visible") continue;
      if (r.width >= W * 0.97 && r.height >= H * 0.97) continue;
      if (r.width < 120 || r.height < 60) continue;
      if (!best || r.width * r.height > best[1] * 1.02) best = [n, r.width * r.height];
    }
    return best && best[0];
  }
  // ---- checkbox, radio, switch: the painted indicator -------------------------------------------------------------------
  function checkable(el, s, outer, name, ctx, p) {
    if (!name) return;
    const r = el.getBoundingClientRect(), box = edges(r);
    const native = ctx && ctx.opacity >= 0.05 && area(cut(box, ctx.clip)) >= 36 && p && (p.native || p.box) && !ctx.hidden;
    if (el.tagName === "INPUT" && !native && el.labels && [...el.labels].some((l) => paintedButton(l) && hiddenToggle(l))) return; // its label is the button
    // A native box that is merely scrolled or cut away is not a hidden one.
    if (!native && ctx && ctx.opacity >= 0.05 && !ctx.hidden && p && (p.native || p.box) && area(box) >= 60 && area(ctx.clip) > 100 && box[2] > -400) return;
    let found = native && el.tagName === "INPUT" ? { box, el } : null;
    // A custom switch that is painted itself, its knob inside.
    if (!found && native && el.tagName !== "INPUT" && p.solid && r.width <= 90 && r.height <= 48 && !el.textContent.trim()) found = { box, el };
    const marked = found ? null : (el.querySelector && el.querySelector("[data-shadow-indicator]")) || (el.closest("label") || el.parentElement || el).querySelector("[data-shadow-indicator]");
    if (!found && marked && css(marked).display !== "none") {
      found = { box: rectOf(marked), el: marked };
      for (const n of [marked, ...marked.querySelectorAll("*")]) for (const q of pseudos.get(n) || []) q.used = true; // its tick, its dot
    }
    if (!found) found = indicator(el);
    let ignore = false;
    if (!found) {
      if (native) found = { box, el };
      else {
        const host = el.closest("label") || (el.labels && el.labels[0]) || el.nextElementSibling;
        if (!host || css(host).display === "none") return;
        const hr = rectOf(host);
        found = { box: [hr[0], hr[1], Math.min(hr[2], hr[0] + 48), hr[3]], el: host }; ignore = true;
      }
    }
    const w = found.box[2] - found.box[0], h = found.box[3] - found.box[1];
    if (w < 3 || h < 3) return;
    // A box or radio that nobody sees and an arrow: what its label opens and closes, nothing that is ticked.
    if (/(^|[ _-])(arrow|chevron|caret|angle)/.test(classOf(found.el))) ignore = true;
    const look = name === "checkbox" && w / h >= 1.5 && w <= 90 ? "switch" : name;
    const base = ctx || outer;
    const rec = record(el, look, { ...base, clip: outer.clip, rec: outer.rec }, { border: found.box, painted: true, solid: true, style: styleOf(found.el, css(found.el), base), hit: found.el, ignore });
    rec.style.background = found.color !== undefined ? found.color : p && p.native ? null : rec.style.background;
    if (look !== name) rec.aria = name;
  }
  const paintedButton = (label) => {
    const s = css(label), c = rgba(s.backgroundColor);
    return s.display !== "none" && (c[3] > 0.05 || (px(s.borderTopWidth) >= 0.5 && px(s.borderLeftWidth) >= 0.5 && rgba(s.borderTopColor)[3] > 0.05)) && /btn|button/.test(classOf(label));
  };
  function indicator(el) { // largest plausible painted thing in the nearest carrier
    const carriers = [];
    const next = el.nextElementSibling, label = el.closest("label") || (el.labels && el.labels[0]);
    carriers.push(el);
    if (next) carriers.push(next);
    if (el.parentElement && el.parentElement !== document.body) carriers.push(...[...el.parentElement.children].filter((c) => c !== next && c !== el).slice(0, 3));
    if (label) carriers.push(label);
    for (const host of carriers) {
      const options_ = [];
      for (const n of host === el && el.tagName === "INPUT" ? [] : [host, ...[...host.querySelectorAll("*")].slice(0, 12)]) {
        for (const q of pseudos.get(n) || []) if (!q.text.trim() && (q.bg[3] > 0.03 || q.image || q.border.some((b) => b >= 0.5 && q.borderColor[3] > 0.05))) options_.push({ box: q.box, el: n, q, color: q.bg[3] > 0.5 ? whole(q.bg.slice(0, 3)) : undefined });
        if (n === label || n.tagName === "LABEL" || n.textContent.trim() || n === el || n.tagName === "INPUT") continue;
        const s = css(n), c = rgba(s.backgroundColor);
        if (s.display === "none" || s.visibility !== "visible") continue;
        if (c[3] > 0.03 || (px(s.borderTopWidth) >= 0.5 && rgba(s.borderTopColor)[3] > 0.03) || n.tagName === "svg") options_.push({ box: rectOf(n), el: n });
      }
      const good = options_.filter((o) => { const w = o.box[2] - o.box[0], h = o.box[3] - o.box[1]; return w >= 9 && h >= 9 && w <= 84 && h <= 48 && w / h <= 3.2 && w / h >= 0.7; });
      if (good.length) {
        good.sort((a, b) => area(b.box) - area(a.box));
        for (const o of options_) if (o.q && area(cut(o.box, [good[0].box[0] - 6, good[0].box[1] - 6, good[0].box[2] + 6, good[0].box[3] + 6])) > 0) o.q.used = true;
        return good[0];
      }
    }
    return null;
  }

  // ---- 3 field text: laid out again where the browser paints it ---------------------------------------------------------
  function fieldText(el, s, rec, ctx) {
    const type = (el.type || "").toLowerCase(), r = el.getBoundingClientRect();
    const left = r.left + px(s.borderLeftWidth) + px(s.paddingLeft), right = r.right - px(s.borderRightWidth) - px(s.paddingRight);
    const top = r.top + px(s.borderTopWidth) + px(s.paddingTop), bottom = r.bottom - px(s.borderBottomWidth) - px(s.paddingBottom);
    let text = "", kind = "line", holder = false, x = left, stop = right, align = s.textAlign;
    if (el.tagName === "SELECT") { const o = el.selectedOptions[0]; text = o ? (o.label || o.text).trim() : ""; if (s.appearance !== "none") { const native = s.borderTopStyle !== "outset" && s.borderTopStyle !== "inset"; x += native ? 4 : 4; stop -= 16; } align = s.direction === "rtl" ? "right" : s.textAlign === "center" ? "center" : "left"; }
    else if (el.tagName === "OPTION") text = el.label.trim();
    else if (/^(submit|button|reset)$/.test(type)) { text = el.value || { submit: "Submit", reset: "Reset", button: "" }[type]; align = s.textAlign === "start" || s.textAlign === "left" ? s.textAlign : "center"; }
    else if (/^(date|time|datetime-local|month|week|file|image|range|color)$/.test(type)) { kind = type === "range" || type === "color" || type === "image" ? "none" : "unsure"; }
    else if (el.tagName === "TEXTAREA") { text = el.value; kind = "block"; }
    else text = el.value || "";
    if (!text && kind !== "unsure" && kind !== "none" && "placeholder" in el && el.placeholder) { text = el.placeholder; holder = true; }
    if (kind === "unsure") { rec.unsureText = cut([left, top, right, bottom], ctx.clip); return; }
    if (!text.trim() || kind === "none" || right - left < 2) return;
    const font = holder ? getComputedStyle(el, "::placeholder") : s;
    if (holder && (px(font.opacity) < 0.05 || rgba(font.color)[3] < 0.05)) return; // a label that floats in the field stands in its place
    mirrors.push({ el, rec, ctx, text, kind, holder, password: type === "password" && !holder, s, font, box: [x, top, stop, bottom], align, scroll: [el.scrollLeft, el.scrollTop],
      color: holder ? font.color : s.color, fade: holder ? px(font.opacity) : 1 });
  }
  function layMirrors() {
    if (!mirrors.length) return;
    const host = document.createElement("div");
    host.style.cssText = "all:initial;position:fixed;left:0;top:0;width:0;height:0;visibility:hidden;overflow:visible";
    for (const m of mirrors) {
      const d = document.createElement("div"), f = m.font, height = m.box[3] - m.box[1];
      const line = m.kind === "block" ? m.s.lineHeight : `${Math.max(height, 1)}px`;
      d.style.cssText = `all:initial;position:absolute;left:${m.box[0] - m.scroll[0]}px;top:${m.box[1] - m.scroll[1]}px;width:${Math.max(m.box[2] - m.box[0], 1)}px;` +
        `font-style:${f.fontStyle};font-weight:${f.fontWeight};font-size:${f.fontSize};font-family:${f.fontFamily.replace(/"/g, "'")};font-stretch:${f.fontStretch};letter-spacing:${f.letterSpacing};word-spacing:${f.wordSpacing};` +
        `font-feature-settings:${f.fontFeatureSettings.replace(/"/g, "'")};font-kerning:${f.fontKerning};text-rendering:${f.textRendering};line-height:${line};text-align:${m.align};text-indent:${m.s.textIndent};text-transform:${f.textTransform};` +
        `white-space:${m.kind === "block" ? "pre-wrap" : "pre"};overflow-wrap:${m.kind === "block" ? "break-word" : "normal"};tab-size:8;` + (m.password ? "-webkit-text-security:disc;" : "");
      d.textContent = m.text;
      host.append(d);
      m.div = d;
    }
    document.body.append(host);
    for (const m of mirrors) {
      const font = fontOf(getComputedStyle(m.div));
      font.transform = m.font.textTransform;
      font.color = rgba(m.color); font.fill = null;
      if (m.fade < 1) font.color = [...font.color.slice(0, 3), font.color[3] * m.fade];
      let chars = charsOf(m.div.firstChild, range);
      if (m.password) { font.transform = "none"; chars = chars.map((c) => ({ ...c, ch: "\u2022" })); }
      m.rec.isPlaceholder = m.holder;
      const clip = cut(m.ctx.clip, m.el.tagName === "INPUT" || m.el.tagName === "TEXTAREA" || m.el.tagName === "SELECT" ? [m.box[0], m.box[1] - 40, m.box[2], m.box[3] + 40] : VIEW);
      const own = m.kind === "block" ? cut(clip, [clip[0], rectOf(m.el)[1], clip[2], rectOf(m.el)[3]]) : clip;
      addPieces({ ...m.ctx, locked: m.rec, clip: own, dots: m.s.textOverflow === "ellipsis" && m.kind === "line" ? { right: own[2], kind: "line" } : null }, chars, font, m.el);
    }
    host.remove();
  }

  // Which run of inline content a text stands in: pieces of one flow on one line are one line to the eye.
  const flows = new Map();
  function flowOf(el) {
    let block = el;
    while (block && (css(block).display === "inline" || css(block).display === "contents")) block = above(block);
    if (!flows.has(block)) flows.set(block, flows.size);
    return flows.get(block);
  }

  // ---- 4 rows ---------------------------------------------------------------------------------------------------------
  const rows = [];
  function mergeRows() {
    const open = new Map(); // owner -> its lines
    for (const p of pieces) {
      if (p.font.vertical || p.ctx.turned) p.unsure = true;
      const lines = open.get(p.owner) || [];
      open.set(p.owner, lines);
      let host = null;
      for (const l of lines) {
        if (Math.abs(l.base - p.base) > Math.max(1.5, 0.12 * p.size) || Math.abs(l.size - p.size) > 0.45 * Math.max(p.size, l.size)) continue;
        const gap = p.chars[0].x1 - l.chars[l.chars.length - 1].x2;
        // Another owner's text (a link) between the two ends the row.
        if (gap > -1.5 && gap < (l.order + 1 === p.order ? 0.75 : 0.28) * p.size) { host = l; break; }
      }
      if (!host) { lines.push({ ...p, chars: [...p.chars], parts: [p] }); continue; }
      const last = host.chars[host.chars.length - 1], first = p.chars[0];
      if (first.x1 - last.x2 > 0.13 * p.size && last.ch !== " " && first.ch !== " ") host.chars.push({ ...last, ch: " ", x1: last.x2, x2: first.x1 });
      host.chars.push(...p.chars);
      host.parts.push(p);
      host.top = Math.min(host.top, p.top); host.bottom = Math.max(host.bottom, p.bottom); host.order = p.order;
    }
    for (const [owner, lines] of open) for (const l of lines) finishRow(owner, l, lines);
  }
  function finishRow(owner, l, lines) {
    let chars = l.chars;
    const limits = cut(l.ctx.clip, VIEW), dots = l.ctx.dots, m = metric(l.font.font);
    let truncated = false, cutSide = false;
    if (dots) {
      const clamped = dots.kind === "clamp" && !lines.some((o) => o.base > l.base + 2 && o.base < dots.bottom) && lines.some((o) => o.base > l.base + 2);
      const long = dots.kind === "line" && chars[chars.length - 1].x2 > dots.right + 0.5;
      if (long || clamped) {
        const stop = dots.right - m.dots;
        let n = chars.length;
        while (n > 1 && chars[n - 1].x2 > stop + 0.01) n--;
        const last = chars[n - 1];
        chars = [...chars.slice(0, n), { ...last, ch: "\u2026", x1: last.x2, x2: last.x2 + m.dots }];
        truncated = true;
      }
    }
    let from = 0, to = chars.length;
    while (from < to && chars[from].ch === " ") from++;
    while (to > from && chars[to - 1].ch === " ") to--;
    const middle = (c) => (c.x1 + c.x2) / 2;
    while (to > from && (middle(chars[to - 1]) > limits[2] || chars[to - 1].x2 > limits[2] + 2)) { to--; cutSide = true; }
    while (from < to && (middle(chars[from]) < limits[0] || chars[from].x1 < limits[0] - 2)) { from++; cutSide = true; }
    while (from < to && chars[from].ch === " ") from++;
    while (to > from && chars[to - 1].ch === " ") to--;
    chars = chars.slice(from, to);
    if (!chars.length) return;
    const end = chars[chars.length - 1], spacing = l.font.spacing > 0 && end.ch !== "\u2026" ? l.font.spacing : 0;
    const text = chars.map((c) => c.ch).join(""), xs = [];
    for (const c of chars) for (let k = 0; k < c.ch.length; k++) xs.push(c.x1 + ((c.x2 - c.x1) * k) / c.ch.length);
    xs.push(end.x2 - spacing);
    const box = [xs[0], l.top, xs[xs.length - 1], l.bottom], kept = cut(box, limits);
    if (kept[2] - kept[0] < 1.5 || kept[3] - kept[1] < 2) return;
    const high = (kept[3] - kept[1]) / (box[3] - box[1]);
    const look = visibility(l.el, kept, Math.max(3, Math.min(9, Math.round((kept[2] - kept[0]) / 24))), 2, owner);
    if (look.free === 0) return;
    const ground = l.ctx.bg, ink = l.font.clipText ? null : l.font.fill && l.font.fill[3] > 0 ? l.font.fill : l.font.color;
    const color = ink ? look.veil(seen(mix(ground.rgb, ink, ink[3]), l.ctx)) : null, back = look.veil(seen(ground.rgb, l.ctx));
    
    const weights = {};
    for (const part of l.parts) for (const key of ["bold", "italic", "under", "strike"]) {
      const on = { bold: part.font.weight >= 600, italic: part.font.italic, under: part.ctx.deco.under, strike: part.ctx.deco.strike }[key];
      weights[key] = (weights[key] || 0) + (on ? part.chars.length : 0);
    }
    const count = l.parts.reduce((sum, part) => sum + part.chars.length, 0), most = (key) => weights[key] * 2 > count;
    const hidden = look.free < 0.8 || high < 0.7 || !!l.unsure || box[3] - box[1] < 4;
    const row = {
      el: l.el, flow: flowOf(l.el), box: kept, text, char_x: xs, owner, font_size: l.size, bold: most("bold"), italic: most("italic"), underline: most("under"), strike: most("strike"),
      color: whole(color || back), background: ground.known ? whole(back) : null, readable: !hidden && READABLE.test(text), hidden, truncated: truncated || cutSide,
      mixed: ["bold", "italic", "under", "strike"].some((key) => weights[key] > 0 && weights[key] < count * 0.9),
    };
    rows.push(row);
    owner.rows.push(row);
  }

  // ---- 5 visibility ----------------------------------------------------------------------------------------------------
  // What lies over a point: opaque strangers cover, thin ones (a backdrop) veil. Hit testing needs pointer events.
  function solidAt(el, x, y) { // alpha of what this element paints at the point, and its color
    const s = css(el), r = el.getBoundingClientRect();
    if (x < r.left || x > r.right || y < r.top || y > r.bottom) {
      if (el.tagName !== "DIALOG") return null;
      const c = rgba(getComputedStyle(el, "::backdrop").backgroundColor);
      return c[3] > 0.02 ? [c[3], c] : null;
    }
    if (/^(IMG|VIDEO|CANVAS|IFRAME)$/.test(el.tagName)) return el.hasAttribute("data-shadow-icon") || el.tagName === "CANVAS" ? null : [1, [128, 128, 128]];
    const c = rgba(s.backgroundColor), o = strength(el);
    if (c[3] > 0.02) return [c[3] * o, c];
    if (s.backgroundImage !== "none" && r.width > 60 && r.height > 24 && !/rgba\([^)]*, 0(\.\d+)?\)|transparent/.test(s.backgroundImage) && !/no-repeat/.test(s.backgroundRepeat)) return [o, [128, 128, 128]];
    return null;
  }
  const strengths = new Map();
  const strength = (el) => { if (!el) return 1; let v = strengths.get(el); if (v === undefined) strengths.set(el, (v = px(css(el).opacity) * strength(above(el)))); return v; };
  const related = (top, el) => top === el || inside(top, el) || inside(el, top);
  function visibility(el, box, nx, ny, owner) {
    let free = 0, all = 0, veil = null;
    const hit = owner && owner.hit ? owner.hit : el;
    for (let i = 0; i < nx; i++) for (let j = 0; j < ny; j++) {
      const x = box[0] + ((i + 0.5) / nx) * (box[2] - box[0]), y = box[1] + ((j + 0.5) / ny) * (box[3] - box[1]);
      if (x < 0 || y < 0 || x >= W || y >= H) continue;
      all++;
      const first = document.elementFromPoint(x, y);
      if (!first) { free++; continue; }
      if (related(first, hit) && !(first.tagName === "DIALOG" && solidAt(first, x, y) === null)) { free++; continue; }
      let open = true, thin = null;
      for (const top of document.elementsFromPoint(x, y)) {
        if (related(top, hit) || (owner && related(top, owner.el))) break;
        const paint_ = solidAt(top, x, y);
        if (!paint_) continue;
        if (paint_[0] > 0.85) { open = false; break; }
        if (paint_[0] > 0.03) thin = thin || paint_;
      }
      if (open) { free++; if (thin) veil = thin; }
    }
    return { free: all ? free / all : 0, veil: (c) => (veil && c ? mix(c, veil[1], veil[0]) : c), veiled: veil !== null };
  }

  // ---- run -------------------------------------------------------------------------------------------------------------
  walk(document.documentElement, START);
  for (const host of [document.documentElement]) void host;
  layMirrors();
  const hits = document.createElement("style");
  hits.textContent = "*,*::before,*::after{pointer-events:auto!important}::-webkit-scrollbar{display:none}";
  document.head.append(hits);
  mergeRows();

  // A field inside what calls itself a combobox is one control, as large as what is painted around it.
  for (const around of recs) {
    if (around.role !== "combobox" || around.dead) continue;
    const [field] = around.kids.filter((kid) => kid.role === "textbox" && kid.el.tagName === "INPUT").sort((a, b) => area(b.border) - area(a.border));
    if (!field) continue;
    if (around.painted) Object.assign(field, { border: around.border, clip: around.clip, hit: around.el, painted: true, solid: around.solid, paint: around.paint });
    Object.assign(field, { role: "combobox", around: around.el, up: around.up });
    for (const kid of around.kids) if (kid !== field) { kid.up = field; field.kids.push(kid); }
    for (const row of around.rows) { row.owner = field; field.rows.push(row); }
    if (around.up) around.up.kids.splice(around.up.kids.indexOf(around), 1, field);
    Object.assign(around, { dead: true, kids: [], rows: [] });
  }

  // Boxes, kids before parents.
  for (let i = recs.length - 1; i >= 0; i--) {
    const rec = recs[i];
    let inner = null;
    for (const row of rec.rows) inner = join(inner, row.box);
    rec.text = rec.rows.length || rec.kids.length;
    let content = inner ? inner : null;
    for (const kid of rec.kids) if (kid.box) content = join(content, kid.box);
    content = join(content, rec.extra);
    let box = null;
    if (rec.dead) continue;
    const container = CONTAINER.has(rec.role);
    if (rec.textual) box = rec.solid && (rec.paint.bg || rec.paint.sides >= 3 || rec.paint.left) && rec.role !== "label" ? rec.border : inner || (rec.role === "heading" ? content : null);
    else if (FIELD.has(rec.role) && !rec.painted) box = wrapperOf(rec) || rec.border;
    else if (rec.role === "table" || rec.role === "row") box = rec.border;
    else if (container) box = rec.painted && (rec.solid || !rec.paint || rec.paint.image || rec.border === null) ? rec.border : content;
    else if (rec.painted && !rec.solid && !FIELD.has(rec.role) && content && rec.paint && !rec.paint.image && !rec.paint.left) {
      // A line under (or over) a tab: the paint is the line and what stands on it, not the air above.
      box = [Math.min(rec.border[0], content[0]), rec.paint.top ? rec.border[1] : content[1], Math.max(rec.border[2], content[2]), rec.paint.bottom ? rec.border[3] : content[3]];
    } else box = rec.painted ? rec.border : content;
    if (rec.textual && !rec.rows.length && rec.role !== "heading") box = null; // its text belongs to links or controls inside
    if (rec.role === "heading" && !rec.rows.length && !content) box = null;
    if (!box) { rec.box = null; continue; }
    rec.full = box;
    const clipped = cut(cut(box, rec.clip), VIEW);
    rec.box = clipped[2] - clipped[0] >= 2 && clipped[3] - clipped[1] >= 2 ? clipped : null;
  }
  function wrapperOf(rec) { // an unpainted field inside a painted wrapper: a person sees the wrapper as the field
    let el = above(rec.el);
    for (let k = 0; el && k < 4; k++, el = above(el)) {
      const p = paint.get(el);
      if (!p || !p.box) continue;
      const r = el.getBoundingClientRect(), h = rec.border[3] - rec.border[1];
      if (r.height > Math.max(72, h + 34) || el.querySelectorAll("input:not([type=hidden]),select,textarea").length > 1) return null;
      const own = recOf.get(el);
      if (own && own.maybe) own.dead = true;
      rec.painted = true;
      return edges(r);
    }
    return null;
  }
  const leavesIn = (rec) => { let n = 0; for (const kid of rec.kids) if (kid.box && !kid.dead) n += CONTAINER.has(kid.role) ? leavesIn(kid) : 1 + (CONTROL.has(kid.role) ? 0 : leavesIn(kid)); return n; };
  for (const rec of recs) {
    if (!rec.box) { rec.dead = true; continue; }
    const w = rec.box[2] - rec.box[0], h = rec.box[3] - rec.box[1];
    if (rec.maybe && w >= 80 && h >= 44 && leavesIn(rec) === 1 && rec.full[2] - rec.full[0] < W * 0.9) rec.ignore = true; // a frame around one thing
    else if (rec.maybe && (w < 80 || h < 44 || leavesIn(rec) < 2 || rec.full[2] - rec.full[0] >= W * 0.985 || (w * h > W * H * 0.9))) rec.dead = true;
    if (rec.role === "list" && leavesIn(rec) < 2) rec.dead = true;
    if (rec.role === "form" && !rec.el.querySelector("input:not([type=hidden]),select,textarea")) rec.dead = true;
    if (CONTAINER.has(rec.role) && leavesIn(rec) === 0 && rec.role !== "alert" && rec.role !== "dialog") rec.dead = true;
    if (rec.el.tagName === "METER" && css(rec.el).appearance === "none") rec.ignore = true; // its bar lies elsewhere than its box
    if (rec.role === "alert" && !rec.rows.length && leavesIn(rec) === 0) rec.dead = true; // a dot, a spinner: it says nothing
    if (rec.role === "icon" && rec.up && rec.up.role === "icon") rec.dead = true;
    if (CONTROL.has(rec.role) && !rec.painted && !rec.rows.length && !rec.kids.some((k) => k.box) && !rec.extra) rec.dead = true;
  }
  // Containers that one person would call so and the next would not: neither positive nor negative.
  for (const rec of recs) {
    if (rec.dead || !CONTAINER.has(rec.role)) continue;
    const w = rec.full[2] - rec.full[0], leaves = leavesIn(rec);
    const bare = !(rec.painted && rec.solid);
    if ((rec.role === "table" || rec.role === "row") && tableKind(rec.el.closest("table")) === "unsure") rec.ignore = true;
    if (rec.role === "form" && bare && rec.el.querySelectorAll("input:not([type=hidden]),select,textarea").length < 2) rec.ignore = true;
    if (rec.role === "navigation" && leaves < 2) rec.ignore = true;
    if (rec.role === "dialog" && w >= W * 0.97 && rec.full[3] - rec.full[1] < H * 0.5) rec.ignore = true; // a bar at an edge
    if ((rec.role === "banner" || rec.role === "contentinfo" || rec.role === "complementary") && bare && leaves < 3) rec.ignore = true;
  }
  // A card that only repeats the box of its parent (a wrapper in a wrapper) is not a second card.
  for (const rec of recs) if (rec.maybe && !rec.dead) for (let up = rec.up; up; up = up.up) if (!up.dead && CONTAINER.has(up.role) && up.box && Math.abs(area(up.box) - area(rec.box)) < 0.06 * area(up.box)) { rec.dead = true; break; }

  for (const rec of recs) {
    if (rec.dead) continue;
    const share = area(rec.box) / Math.max(area(rec.full), 1);
    const small = rec.box[2] - rec.box[0] < 24 && rec.box[3] - rec.box[1] < 24;
    const steps = (length, most) => (small ? 2 : Math.max(3, Math.min(most, Math.round(length / 24))));
    const look = visibility(rec.el, rec.box, steps(rec.box[2] - rec.box[0], 8), rec.textual ? Math.max(1, Math.min(3, rec.rows.length)) : steps(rec.box[3] - rec.box[1], 5), rec);
    const rowsFree = rec.rows.length ? rec.rows.filter((r) => !r.hidden).length / rec.rows.length : 1;
    const free = rec.textual && rec.rows.length ? Math.max(look.free, rowsFree) : look.free;
    if (free === 0) { rec.dead = true; continue; }
    rec.fraction = Math.round(share * free * 100) / 100;
    rec.ignore = rec.ignore || rec.fraction < 0.25;
    // What lies over more than half of it leaves nothing a person could name.
    if (!CONTAINER.has(rec.role) && free < 0.5) rec.ignore = true;
    if (look.veiled) for (const key of ["color", "background", "border"]) rec.style[key] = whole(look.veil(rec.style[key]));
    if ((rec.textual || !rec.painted) && rec.rows.length && rec.rows.every((r) => r.hidden)) rec.ignore = true;
  }
  hits.remove();

  // Select arrows are painted by the browser or as a background: graphics without a label.
  const ignored = [];
  for (const rec of recs) if (!rec.dead && rec.role === "combobox" && rec.el.tagName === "SELECT") {
    const b = rec.box, w = Math.min(30, (b[2] - b[0]) / 3);
    ignored.push({ role: "icon", box: [b[2] - w, b[1] + 2, b[2] - 2, b[3] - 2], parent: rec });
  }

  const alive = recs.filter((rec) => !rec.dead);
  alive.forEach((rec, id) => { rec.id = id; });
  const upOf = (rec) => { let up = rec.up; while (up && up.dead) up = up.up; return up; };
  const order = (list) => list.slice().sort((a, b) => (Math.abs(a.box[1] - b.box[1]) > 5 ? a.box[1] - b.box[1] : a.box[0] - b.box[0]));
  const wordsOf = (list) => order(list.filter((r) => !r.hidden)).map((r) => r.text).join(" ");
  const subtree = (rec) => [...rec.rows, ...rec.kids.flatMap(subtree)];

  // ---- labels and states -----------------------------------------------------------------------------------------------
  const isField = (rec) => FIELD.has(rec.role) || CHECKABLE.has(rec.role) || (rec.el.tagName === "INPUT" && /^(file|color)$/.test(rec.el.type));
  function labelOf(rec) {
    const el = rec.el, nodes = [];
    if (el.labels) nodes.push(...el.labels);
    for (const id of (el.getAttribute("aria-labelledby") || "").split(/\s+/).filter(Boolean)) { const n = document.getElementById(id); if (n) nodes.push(n); }
    const linked = el.getAttribute("data-shadow-label");
    if (linked) { try { const n = document.getElementById(linked) || document.querySelector(linked); if (n) nodes.push(n); } catch { /* not a selector */ } }
    const around = el.closest("label");
    if (around && !nodes.includes(around)) nodes.push(around);
    if (CHECKABLE.has(rec.role) && el.tagName !== "INPUT") nodes.push(el);
    for (const node of nodes) {
      const found = rows.filter((row) => !row.hidden && !row.owner.dead && row.owner !== rec && !(isField(row.owner)) && row.owner.role !== "badge" && inside(row.el || row.owner.el, node));
      if (found.length) { let b = null; for (const row of found) { b = join(b, row.box); named_(row.owner); } return { text: wordsOf(found), box: b }; }
    }
    const named = clean(el.getAttribute("aria-label") || "");
    let best = null;
    if (named) for (const other of alive) { // not linked, but the same words stand beside it or above it
      if (!TEXT.has(other.role) || !other.rows.length || clean(wordsOf(other.rows)) !== named) continue;
      const dx = Math.max(rec.box[0] - other.box[2], other.box[0] - rec.box[2], 0), dy = Math.max(rec.box[1] - other.box[3], other.box[1] - rec.box[3], 0);
      if ((dx + dy < 120 || (dy < 20 && dx < 900)) && (!best || dx + 3 * dy < best.far)) best = { text: wordsOf(other.rows), box: other.box, owner: other, far: dx + 3 * dy };
    }
    if (best) { named_(best.owner); return { text: best.text, box: best.box }; }
    return null;
  }
  const named_ = (owner) => { if (owner.role === "text" && owner.textual) owner.role = "label"; }; // whatever its tag says
  const clean = (text) => text.replace(/[:*\s]+/g, " ").trim().toLowerCase();
  function nameOf(rec, label) {
    const el = rec.el, by = (el.getAttribute("aria-labelledby") || "").split(/\s+/).filter(Boolean).map((id) => document.getElementById(id)).filter(Boolean);
    const text = (n) => n.textContent.replace(/\s+/g, " ").trim();
    if (by.length) return by.map(text).join(" ");
    if (el.getAttribute("aria-label")) return el.getAttribute("aria-label").trim();
    if (el.labels && el.labels.length && isField(rec)) return [...el.labels].map((l) => { const c = l.cloneNode(true); c.querySelectorAll("select,textarea,input,script,style").forEach((n) => n.remove()); return text(c); }).join(" ").trim();
    if (el.tagName === "INPUT" && /^(submit|button|reset)$/.test(el.type)) return el.value || { submit: "Submit", reset: "Reset", button: "" }[el.type];
    const alt = el.getAttribute("alt");
    if (alt) return alt.trim();
    if (FIELD.has(rec.role)) return (el.getAttribute("title") || el.getAttribute("placeholder") || (label ? label.text : "")).trim();
    if (CONTAINER.has(rec.role)) { const head = el.querySelector("h1,h2,h3,h4,h5,h6,caption,legend"); return head && rec.role !== "list" ? text(head) : ""; }
    const said = el.tagName === "svg" ? "" : text(el);
    if (said && !PRIVATE.test(said)) return said.slice(0, 200);
    const icon = el.querySelector && el.querySelector("[aria-label],[alt],title");
    if (icon && (icon.getAttribute("aria-label") || icon.getAttribute("alt"))) return icon.getAttribute("aria-label") || icon.getAttribute("alt");
    return (el.getAttribute("title") || "").trim();
  }
  function statesOf(rec) {
    const el = rec.el, s = {}, r = rec.role, parent = el.parentElement, cls = classOf(el), up = parent && /^(LI|DD|DIV)$/.test(parent.tagName) && parent.children.length <= 2 ? classOf(parent) : "";
    if (!CONTROL.has(r)) return s;
    const input = rec.toggle || el;
    s.disabled = input.matches(":disabled") || el.getAttribute("aria-disabled") === "true" || /(^| )(disabled|is-disabled|btn-disabled|pure-button-disabled)( |$)/.test(cls) || /(^| )disabled( |$)/.test(up);
    s.focused = document.activeElement === input && input.matches(":focus-visible");
    if (CHECKABLE.has(r)) s.checked = el.tagName === "INPUT" ? el.checked : truth(el.getAttribute("aria-checked")) === true;
    if (["tab", "option", "link", "menuitem"].includes(r) || (r === "button")) {
      const asked = rec.toggle ? rec.toggle.checked : truth(el.getAttribute("aria-selected")) ?? truth(el.getAttribute("aria-current")) ?? truth(el.getAttribute("aria-pressed")) ?? (el.tagName === "OPTION" ? el.selected : null);
      const looks = ACTIVE.test(cls) || ACTIVE.test(up);
      // Whether a lone button is pressed cannot be told from it: only where the page declares the pair.
      if (asked !== null || looks || r !== "button" || rec.aria === "link" && el.closest("nav,.pagination,.nav,.btn-group")) s.selected = asked === null ? looks : asked || looks;
    }
    const expanded = el.getAttribute("aria-expanded") ?? (rec.around ? rec.around.getAttribute("aria-expanded") : null);
    if (expanded !== null) s.expanded = expanded === "true";
    else if (el.tagName === "SUMMARY") s.expanded = el.parentElement.open === true;
    if (["textbox", "combobox", "spinbutton", "checkbox", "radio"].includes(r)) s.invalid = el.getAttribute("aria-invalid") === "true" || /(^| |-)(is-invalid|invalid|error|has-error)( |$)/.test(cls.replace(/is-invalid-label/g, "")) || !!el.closest(".has-error,.errored,.is-invalid-input");
    if (r === "textbox" || r === "spinbutton") s.placeholder = rec.isPlaceholder === true;
    // An empty field that shows nothing is neither a placeholder nor a value.
    if ((r === "textbox" || r === "spinbutton") && !s.placeholder && "value" in el && el.value === "") delete s.placeholder;
    if (r === "combobox") { const o = el.selectedOptions && el.selectedOptions[0]; s.placeholder = el.tagName === "SELECT" ? !!o && (o.value === "" || o.disabled) : el.tagName === "INPUT" ? el.value === "" : !!el.querySelector(".placeholder"); }
    return s;
  }

  // ---- output ----------------------------------------------------------------------------------------------------------
  const flat = (b) => [b[0], b[1], b[2] - b[0], b[3] - b[1]];
  const labels = new Map(alive.filter(isField).map((rec) => [rec, labelOf(rec)])); // first: what labels a field becomes a label
  const out = alive.map((rec) => {
    const label = labels.get(rec) || null;
    let icon = rec.icon ? { ...rec.icon, box: flat(rec.box) } : null;
    if (!icon && (CONTROL.has(rec.role) || rec.role === "alert" || rec.role === "badge")) {
      const find = (list) => { for (const kid of list) { if (kid.icon && !kid.dead && !kid.ignore) return kid; const deep = find(kid.kids); if (deep) return deep; } return null; };
      const over = FIELD.has(rec.role) ? alive.find((o) => o.icon && !o.ignore && o.box && o.box[0] >= rec.box[0] && o.box[2] <= rec.box[2] && o.box[1] >= rec.box[1] && o.box[3] <= rec.box[3]) : null;
      const kid = CHECKABLE.has(rec.role) ? null : find(rec.kids) || over;
      if (kid) icon = { ...kid.icon, box: flat(kid.box) };
    }
    const up = upOf(rec);
    return {
      id: rec.id, role: rec.role, box: flat(rec.box), name: nameOf(rec, label), text: CONTAINER.has(rec.role) && rec.role !== "alert" ? "" : CHECKABLE.has(rec.role) ? "" : wordsOf(subtree(rec).filter((r) => !r.owner.dead)),
      label: label ? label.text : null, label_box: label ? flat(label.box) : null, states: statesOf(rec), icon, style: rec.style, visible_fraction: rec.fraction, ignore: rec.ignore, parent: up ? up.id : null,
      ...(rec.aria ? { aria_role: rec.aria } : {}), ...(rec.paint && rec.paint.native ? { native: true } : {}), ...(CONTROL.has(rec.role) && !rec.painted ? { bare: true } : {}),
    };
  });
  for (const extra of ignored) out.push({ id: out.length, role: extra.role, box: flat(extra.box), name: "", text: "", label: null, label_box: null, states: {}, icon: null, style: extra.parent.style, visible_fraction: 1, ignore: true, parent: extra.parent.id });
  if (options.keep) window.shadowPainted = alive.map((rec) => rec.hit || rec.el); // for verify.py
  const rowsOut = rows.filter((row) => !row.owner.dead).map(({ owner, el, ...row }) => ({ ...row, box: flat(row.box), element: owner.id }));
  for (const rec of alive) if (rec.unsureText && area(rec.unsureText) > 4) rowsOut.push({ box: flat(rec.unsureText), text: "", char_x: [], element: rec.id, font_size: rec.style.font_size, bold: false, italic: false, underline: false, strike: false, color: rec.style.color, background: rec.style.background, readable: false, hidden: true, truncated: false, mixed: false });
  return { elements: out, rows: rowsOut };
}

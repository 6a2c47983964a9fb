// Change one property of a painted page, measure it, undo it; evaluated in the page by stage.py.
// Elements are those that label.js left in window.shadowPainted, by label id. Returns the tools as window.shadowStage.
() => {
  const nodeOf = (id) => { const node = window.shadowPainted[id]; return node && node.isConnected ? node : null; };
  const px = (text) => parseFloat(text) || 0;
  const probe = document.createElement("canvas").getContext("2d", { willReadFrequently: true });
  function rgba(text) { // [r, g, b, alpha 0..1]
    const m = /^rgba?\(([^)]+)\)$/.exec(text);
    if (m) { const p = m[1].split(/[ ,/]+/).map(parseFloat); return [p[0], p[1], p[2], p.length > 3 ? p[3] : 1]; }
    probe.clearRect(0, 0, 1, 1); probe.fillStyle = "rgba(0,0,0,0)"; probe.fillStyle = text; probe.fillRect(0, 0, 1, 1);
    const d = probe.getImageData(0, 0, 1, 1).data;
    return [d[0], d[1], d[2], d[3] / 255];
  }
  const flat = (r) => [r.left, r.top, r.width, r.height];
  function texts(node) { // text nodes that paint something, with their elements
    const out = [], walker = document.createTreeWalker(node, NodeFilter.SHOW_TEXT), range = document.createRange();
    for (let t = walker.nextNode(); t; t = walker.nextNode()) {
      if (!t.data.trim()) continue;
      range.selectNodeContents(t);
      const r = range.getBoundingClientRect();
      if (r.width > 0.5 && r.height > 0.5) out.push({ node: t, el: t.parentElement, box: r });
    }
    return out;
  }
  function lines(el) { // text-decoration that reaches the text of an element
    const out = new Set();
    for (let n = el; n; n = n.parentElement) {
      const s = getComputedStyle(n);
      for (const word of s.textDecorationLine.split(" ")) if (word !== "none") out.add(word);
      if (s.display.startsWith("inline-") || s.float !== "none" || s.position === "absolute" || s.position === "fixed") break;
    }
    return out;
  }
  function lifted(node) { // the outermost element that holds nothing else: the list item of a link
    let n = node;
    while (n.parentElement && n.parentElement !== document.body && n.parentElement.childElementCount === 1 && n.parentElement.textContent.trim() === n.textContent.trim()) n = n.parentElement;
    return n;
  }
  const same = (values) => (values.length && values.every((v) => JSON.stringify(v) === JSON.stringify(values[0])) ? values[0] : null);

  // Does a bold weight look bold? Not where the font has one weight under all names: the ink of a sample tells, against that of 400.
  const inked = new Map();
  function ink(family, style, weight) {
    const key = `${style} ${weight} 40px ${family}`;
    if (!inked.has(key)) {
      const c = document.createElement("canvas"); c.width = 360; c.height = 60;
      const g = c.getContext("2d"); g.font = key; g.fillText("Hamburgefonstiv", 4, 44);
      let sum = 0; const d = g.getImageData(0, 0, 360, 60).data;
      for (let i = 3; i < d.length; i += 4) sum += d[i];
      inked.set(key, sum);
    }
    return inked.get(key);
  }
  const weighs = (s) => { const w = parseInt(s.fontWeight) || 400; return w < 600 || ink(s.fontFamily, s.fontStyle, w) > 1.12 * ink(s.fontFamily, s.fontStyle, 400) ? w : null; };
  // Does a box-shadow look like one? true, false, or null where people would disagree: a ring, a glow, a breath.
  function casts(text) {
    if (text === "none") return { shadow: false, color: null };
    let best = { shadow: false, color: null };
    for (const layer of text.split(/,(?![^(]*\))/)) {
      const color = rgba((/(?:rgba?|color|oklab|oklch|lab|lch)\([^)]*\)|#\w+/.exec(layer) || ["rgba(0,0,0,0)"])[0]);
      const [x, y, blur, spread] = (layer.replace(/\w+\([^)]*\)/, "").match(/-?[\d.]+px/g) || []).map(px);
      if (layer.includes("inset") || color[3] < 0.004 || (!x && !y && !blur && !(spread > 0))) continue;
      const sure = color[3] >= 0.1 && (x || y || blur >= 3) && (blur >= 2 || Math.abs(x) + Math.abs(y) >= 2) && 0.3 * color[0] + 0.59 * color[1] + 0.11 * color[2] < 110;
      if (sure) return { shadow: true, color };
      best = { shadow: null, color: null };
    }
    return best;
  }

  function measure(id) {
    const node = nodeOf(id);
    if (!node) return null;
    const s = getComputedStyle(node), found = texts(node), styles = found.map((t) => getComputedStyle(t.el));
    const field = /^(INPUT|TEXTAREA|SELECT)$/.test(node.tagName);
    // Drawn by the browser's own theme: neither the computed border nor the computed radius is what is painted.
    const themed = s.appearance !== "none" && (field || node.tagName === "BUTTON") && /outset|inset/.test(s.borderTopStyle);
    if (field) styles.push(s);
    let box = null;
    for (const t of found) {
      const b = [t.box.left, t.box.top, t.box.right, t.box.bottom];
      box = box ? [Math.min(box[0], b[0]), Math.min(box[1], b[1]), Math.max(box[2], b[2]), Math.max(box[3], b[3])] : b;
    }
    let opacity = 1, shown = s.visibility === "visible" && s.display !== "none";
    for (let n = node; n; n = n.parentElement) { const p = getComputedStyle(n); opacity *= px(p.opacity); if (p.display === "none") shown = false; }
    const sides = ["Top", "Right", "Bottom", "Left"], ruled = sides.filter((k) => px(s[`border${k}Width`]) >= 0.5 && !/none|hidden/.test(s[`border${k}Style`]) && rgba(s[`border${k}Color`])[3] > 0.05);
    return {
      tag: node.tagName, border_box: flat(node.getBoundingClientRect()), text_box: box ? [box[0], box[1], box[2] - box[0], box[3] - box[1]] : null,
      shown, opacity, background: rgba(s.backgroundColor), image: s.backgroundImage !== "none",
      sides: ruled.length, border_width: same(ruled.map((k) => px(s[`border${k}Width`]))) || 0, border_style: same(ruled.map((k) => s[`border${k}Style`])),
      border: themed ? null : same(ruled.map((k) => rgba(s[`border${k}Color`]))), radius: themed ? null : same(["TopLeft", "TopRight", "BottomLeft", "BottomRight"].map((k) => s[`border${k}Radius`])),
      shadow: casts(s.boxShadow).shadow, shadow_color: casts(s.boxShadow).color, outline: px(s.outlineWidth) > 0 && s.outlineStyle !== "none",
      color: same(styles.map((t) => rgba(t.color))), font_size: same(styles.map((t) => px(t.fontSize))), weight: same(styles.map(weighs)),
      italic: same(styles.map((t) => t.fontStyle !== "normal")), transform: same(styles.map((t) => t.textTransform)), family: styles.length ? styles[0].fontFamily : "",
      underline: same(found.map((t) => lines(t.el).has("underline"))), strike: same(found.map((t) => lines(t.el).has("line-through"))),
      text: found.map((t) => t.node.data).join(" ").replace(/\s+/g, " ").trim(), lines: new Set(found.map((t) => Math.round(t.box.top))).size,
      scrolls: node.scrollWidth > node.clientWidth + 1 && s.overflowX !== "visible" && s.overflowX !== "auto" && s.overflowX !== "scroll",
      checked: "checked" in node ? node.checked : null, disabled: node.matches(":disabled") || node.getAttribute("aria-disabled") === "true", focused: document.activeElement === node,
      value: field && node.tagName !== "SELECT" ? node.value : null, placeholder: field ? node.getAttribute("placeholder") : null,
      display: s.display, position: s.position, transition: s.transform,
    };
  }

  // ---- change and undo: every write is journalled, undone in the opposite order ---------------------------------------------
  let journal = [];
  function attribute(el, name, value) {
    const old = el.getAttribute(name);
    journal.push(() => (old === null ? el.removeAttribute(name) : el.setAttribute(name, old)));
    if (value === null) el.removeAttribute(name); else el.setAttribute(name, value);
  }
  function styled(el, css) {
    const old = el.getAttribute("style");
    journal.push(() => (old === null ? el.removeAttribute("style") : el.setAttribute("style", old)));
    for (const [name, value] of Object.entries(css)) el.style.setProperty(name, value, "important");
  }
  function property(el, name, value) {
    const old = el[name];
    journal.push(() => { el[name] = old; });
    el[name] = value;
  }
  const ACTIONS = {
    style: (el, a) => styled(el, a.css),
    // Of a text: the element itself and whatever inside it owns text.
    text_style: (el, a) => { for (const e of new Set([el, ...texts(el).map((t) => t.el)])) styled(e, a.css); },
    // Inline text neither moves nor grows before it is a box of its own.
    block: (el, a) => styled(el, getComputedStyle(el).display === "inline" ? { display: "inline-block", ...a.css } : a.css),
    text: (el, a) => {
      const t = texts(el).find((found) => found.node.data.includes(a.from));
      if (t) { const old = t.node.data; journal.push(() => { t.node.data = old; }); t.node.data = old.replace(a.from, a.to); return; }
      for (const name of ["value", "placeholder"]) if (el[name] && String(el[name]).includes(a.from)) { property(el, name, String(el[name]).replace(a.from, a.to)); return; }
      throw new Error("no text to change");
    },
    checked: (el, a) => property(el, "checked", a.value),
    value: (el, a) => property(el, "value", a.value),
    disabled: (el, a) => { if ("disabled" in el) property(el, "disabled", a.value); else attribute(el, "aria-disabled", String(a.value)); },
    attribute: (el, a) => attribute(el, a.name, a.value),
    focus: (el) => { const old = document.activeElement; journal.push(() => { el.blur(); if (old && old !== document.body && old !== el) old.focus({ preventScroll: true, focusVisible: true }); }); el.focus({ preventScroll: true, focusVisible: true }); },
    swap: (node, a) => { // two siblings change places
      const el = lifted(node), other = lifted(nodeOf(a.other));
      if (el === other || el.parentNode !== other.parentNode) throw new Error("no siblings");
      const mark = document.createComment(""), mark2 = document.createComment("");
      journal.push(() => { mark.replaceWith(el); mark2.replaceWith(other); });
      el.replaceWith(mark); other.replaceWith(mark2);
      mark.before(other); mark2.before(el);
    },
    cover: (el, a) => { // an opaque patch over a share of the element, from its right
      const r = el.getBoundingClientRect(), patch = document.createElement("div");
      const width = r.width * a.share + (a.share === 1 ? 2 * a.rim : a.rim), left = a.share === 1 ? r.left - a.rim : r.right + a.rim - width;
      patch.style.cssText = `all:initial;position:absolute;z-index:2147483647;left:${left + scrollX}px;top:${r.top + scrollY - a.rim}px;width:${width}px;height:${r.height + 2 * a.rim}px;background:${a.color}`;
      journal.push(() => patch.remove());
      document.documentElement.append(patch);
    },
  };
  function apply(actions) {
    for (const action of actions) {
      const el = nodeOf(action.id);
      if (!el) throw new Error("the element is gone");
      ACTIONS[action.kind](el, action);
    }
  }
  function undo() {
    for (const step of journal.reverse()) step();
    journal = [];
  }
  const at = (y) => { scrollTo({ top: y, behavior: "instant" }); return scrollY; };
  window.shadowStage = {
    measure: (ids) => ids.map(measure),
    // What was changed before is undone first: one layout and one frame a mutation. The capture waits for the frame.
    change: async (actions, ids, y) => {
      undo(); apply(actions);
      const scroll = at(y), facts = ids.map(measure);
      if (document.fonts.status === "loading") { await document.fonts.ready; return { scroll: at(y), facts: ids.map(measure) }; }
      return { scroll, facts };
    },
    undo: (y) => { undo(); return at(y); },
    siblings: (ids) => { // pairs that could change places: one parent, one tag
      const out = [], nodes = ids.map((id) => { const node = nodeOf(id); return node && lifted(node); });
      for (let i = 0; i < ids.length; i++) for (let j = i + 1; j < ids.length; j++) {
        const a = nodes[i], b = nodes[j];
        if (a && b && a !== b && a.parentNode === b.parentNode && a.tagName === b.tagName) out.push([ids[i], ids[j]]);
      }
      return out;
    },
  };
}

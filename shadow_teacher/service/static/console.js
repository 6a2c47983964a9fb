// Keys, clicking and drawing on the review page. Everything ends in the form's own fields.
"use strict";

const facts = JSON.parse(document.getElementById("facts").textContent);
const picture = document.getElementById("picture");
const form = document.getElementById("answer");
const boxField = document.getElementById("box");
const SMALLEST_DRAG = 4;

function mark(box, className, label) {
  const element = document.createElement("div");
  element.className = `mark ${className}`;
  place(element, box);
  if (label) {
    const text = document.createElement("b");
    text.textContent = label;
    element.append(text);
  }
  picture.append(element);
  return element;
}

function place(element, [x, y, width, height]) {
  Object.assign(element.style, { left: `${x}px`, top: `${y}px`, width: `${width}px`, height: `${height}px` });
}

for (const candidate of facts.candidates) mark(candidate.box, "", String(candidate.number));
const hover = mark([0, 0, 0, 0], "hover");
const chosen = mark([0, 0, 0, 0], "chosen");
hover.hidden = chosen.hidden = true;

function area(box) { return box[2] * box[3]; }
function holds([x, y, width, height], px, py) { return px >= x && px <= x + width && py >= y && py <= y + height; }

// The smallest thing under a point, the page's own elements and the student's candidates alike.
function under(px, py) {
  return [...facts.candidates, ...facts.targets].map((thing) => thing.box).filter((box) => holds(box, px, py)).sort((a, b) => area(a) - area(b))[0];
}

function choose(box) {
  boxField.value = box ? box.map((side) => Math.round(side * 10) / 10).join(", ") : "";
  chosen.hidden = !box;
  if (box) place(chosen, box);
}

function clearCandidates() {
  for (const radio of form.querySelectorAll("[data-candidate]")) radio.checked = false;
}

function chooseCandidate(number) {
  const candidate = facts.candidates.find((one) => one.number === number);
  if (!candidate) return;
  choose(candidate.box);
  form.querySelector(`[data-candidate="${number}"]`).checked = true;
}

function point(event) {
  const frame = picture.querySelector("img").getBoundingClientRect();
  return [Math.min(Math.max(event.clientX - frame.left, 0), facts.viewport[0]), Math.min(Math.max(event.clientY - frame.top, 0), facts.viewport[1])];
}

let start = null;
picture.addEventListener("pointerdown", (event) => {
  if (event.button !== 0) return;
  start = point(event);
  picture.setPointerCapture(event.pointerId);
  event.preventDefault();
});
picture.addEventListener("pointermove", (event) => {
  const [x, y] = point(event);
  if (start) {
    choose([Math.min(x, start[0]), Math.min(y, start[1]), Math.abs(x - start[0]), Math.abs(y - start[1])]);
    return;
  }
  const box = under(x, y);
  hover.hidden = !box;
  if (box) place(hover, box);
});
picture.addEventListener("pointerup", (event) => {
  if (!start) return;
  const [x, y] = point(event);
  const dragged = Math.abs(x - start[0]) >= SMALLEST_DRAG && Math.abs(y - start[1]) >= SMALLEST_DRAG;
  if (!dragged) choose(under(x, y));
  clearCandidates();
  start = null;
});

for (const radio of form.querySelectorAll("[data-candidate]")) {
  radio.addEventListener("change", () => chooseCandidate(Number(radio.dataset.candidate)));
}

document.addEventListener("keydown", (event) => {
  const typing = event.target instanceof HTMLInputElement && event.target.type === "text";
  if (event.ctrlKey || event.metaKey || event.altKey || typing) return;
  if (/^[1-9]$/.test(event.key)) return chooseCandidate(Number(event.key));
  if (event.key === "Escape") { choose(null); clearCandidates(); return; }
  if (event.key === "Enter" && event.target instanceof HTMLElement && event.target.matches("button, a")) return;
  const control = document.querySelector(`[data-key="${CSS.escape(event.key.length === 1 ? event.key.toLowerCase() : event.key)}"]`);
  if (control) {
    event.preventDefault();
    control.click();
  }
});

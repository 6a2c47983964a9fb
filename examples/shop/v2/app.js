'use strict';
const one = name => document.querySelector('.' + name);
const state = { items: [], going: null };
const price = value => '$' + value.toFixed(2);
const sum = of => state.items.reduce((all, item) => all + of(item), 0);
const views = ['y3f6b', 'y51ab', 'y17d3', 'y6fd3', 'y87c3'];

function open_(view) {
  for (const name of views) one(name).hidden = name !== view;
  one('y4c22').hidden = view === views[0];
  scrollTo(0, 0);
  paintBar();
}

// The total and its button are only paint: nothing in the HTML says that there is a button.
const bar = one('y0258');
const pen = bar.getContext('2d');
const spot = { x: 0, width: 0 };

function paintBar() {
  const width = bar.clientWidth, height = bar.clientHeight;
  if (!width) return;
  const scale = devicePixelRatio;
  bar.width = width * scale;
  bar.height = height * scale;
  pen.scale(scale, scale);
  const look = getComputedStyle(document.documentElement);
  const face = getComputedStyle(bar).fontFamily;
  pen.font = `700 15px ${face}`;
  spot.width = pen.measureText('Checkout').width + 40;
  spot.x = width - spot.width;
  pen.fillStyle = look.getPropertyValue('--green');
  pen.beginPath();
  pen.roundRect(spot.x, 0, spot.width, height, 8);
  pen.fill();
  pen.fillStyle = '#ffffff';
  pen.fillText('Checkout', spot.x + 20, 26);
  pen.fillStyle = look.getPropertyValue('--ink');
  pen.font = `700 20px ${face}`;
  const text = 'Total ' + price(sum(item => item.price * item.many));
  pen.fillText(text, spot.x - 28 - pen.measureText(text).width, 28);
}
bar.onclick = event => { if (event.offsetX >= spot.x) open_(views[3]); };
bar.onmousemove = event => { bar.style.cursor = event.offsetX >= spot.x ? 'pointer' : ''; };

function cell(parent, name, text) {
  const made = document.createElement('div');
  made.className = name;
  made.textContent = text;
  parent.append(made);
  return made;
}

function paint() {
  const count = sum(item => item.many);
  one('yfd22').textContent = `Cart (${count})`;
  one('y436d').hidden = count > 0;
  one('ybf23').hidden = count === 0;
  one('y249d').replaceChildren();
  for (const item of state.items) {
    const row = cell(one('y249d'), 'x6438', '');
    cell(row, 'x4a20', item.name);
    cell(row, 'x0fc3', String(item.many));
    cell(row, 'x0fc3', price(item.price * item.many));
    cell(cell(row, 'x316c', ''), 'xce50 x5569', 'Remove').onclick = () => { state.going = item; one('y1c2e').hidden = false; };
  }
  paintBar();
}

function signIn() {
  const right = one('y6bad').value === 'ada@example.org' && one('y5b4b').value === 'wanderlust';
  one('y5b46').hidden = right;
  if (right) open_(views[1]);
}
one('y7d48').onclick = signIn;
one('y7503').onkeydown = event => { if (event.key === 'Enter') signIn(); };
for (const face of document.querySelectorAll('[data-p]')) {
  face.onclick = () => {
    const name = face.parentElement.querySelector('.xb068').textContent;
    const known = state.items.find(item => item.name === name);
    if (known) known.many += 1;
    else state.items.push({ name, price: Number(face.dataset.p), many: 1 });
    paint();
  };
}
one('ye1a6').oninput = () => {
  const wanted = one('ye1a6').value.trim().toLowerCase();
  for (const card of one('y2c44').children) {
    card.hidden = !card.querySelector('.xb068').textContent.toLowerCase().includes(wanted);
  }
};
one('y89c4').onclick = () => open_(views[1]);
one('yfd22').onclick = () => open_(views[2]);
one('ya263').onclick = () => {
  const dark = document.documentElement.dataset.mode !== 'dark';
  document.documentElement.dataset.mode = dark ? 'dark' : 'light';
  one('ya263').textContent = dark ? 'Light theme' : 'Dark theme';
  paintBar();
};
one('yb950').onclick = () => { one('y1c2e').hidden = true; };
one('yd7a8').onclick = () => {
  state.items.splice(state.items.indexOf(state.going), 1);
  one('y1c2e').hidden = true;
  paint();
};
one('y2785').onclick = () => one('y2785').classList.toggle('xed2b');
one('y2785').nextElementSibling.onclick = () => one('y2785').click();
one('y4da8').onclick = () => {
  let complete = true;
  for (const name of ['ye1f8', 'y3fd9', 'yf3f4', 'y4782']) {
    const field = one(name);
    const empty = !(field.value ?? field.textContent).trim();
    field.classList.toggle('x2bda', empty);
    if (empty) complete = false;
  }
  one('yab46').hidden = complete;
  if (complete) { state.items.length = 0; paint(); open_(views[4]); }
};
one('y2632').onclick = () => open_(views[1]);
paint();

'use strict';
const $ = id => document.getElementById(id);
const cart = [];
let doomed = null;
const money = value => '$' + value.toFixed(2);

function show(view) {
  for (const name of ['login', 'catalog', 'cart', 'checkout', 'done']) $('view-' + name).hidden = name !== view;
  $('topbar').hidden = view === 'login';
  scrollTo(0, 0);
}

function drawCart() {
  const count = cart.reduce((sum, item) => sum + item.quantity, 0);
  $('nav-cart').textContent = `Cart (${count})`;
  $('cart-empty').hidden = count > 0;
  $('cart-full').hidden = count === 0;
  $('lines').replaceChildren(...cart.map(item => {
    const row = document.createElement('tr');
    row.className = 'line';
    row.innerHTML = `<td class="what">${item.name}</td><td class="num">${item.quantity}</td>` +
      `<td class="num">${money(item.price * item.quantity)}</td>` +
      '<td class="act"><button class="button quiet" type="button">Remove</button></td>';
    row.querySelector('button').onclick = () => { doomed = item; $('veil').hidden = false; };
    return row;
  }));
  $('total').textContent = 'Total ' + money(cart.reduce((sum, item) => sum + item.price * item.quantity, 0));
}

$('login-form').onsubmit = event => {
  event.preventDefault();
  const right = $('email').value === 'ada@example.org' && $('password').value === 'wanderlust';
  $('login-error').hidden = right;
  if (right) show('catalog');
};
for (const button of document.querySelectorAll('[data-add]')) {
  button.onclick = () => {
    const name = button.parentElement.querySelector('.name').textContent;
    const known = cart.find(item => item.name === name);
    if (known) known.quantity += 1;
    else cart.push({ name, price: Number(button.dataset.add), quantity: 1 });
    drawCart();
  };
}
$('search').oninput = () => {
  const wanted = $('search').value.trim().toLowerCase();
  for (const card of $('cards').children) {
    card.hidden = !card.querySelector('.name').textContent.toLowerCase().includes(wanted);
  }
};
$('nav-catalog').onclick = event => { event.preventDefault(); show('catalog'); };
$('nav-cart').onclick = event => { event.preventDefault(); show('cart'); };
$('theme').onclick = () => {
  const dark = document.documentElement.dataset.theme !== 'dark';
  document.documentElement.dataset.theme = dark ? 'dark' : 'light';
  $('theme').textContent = dark ? 'Light theme' : 'Dark theme';
};
$('cancel').onclick = () => { $('veil').hidden = true; };
$('remove').onclick = () => { cart.splice(cart.indexOf(doomed), 1); $('veil').hidden = true; drawCart(); };
$('checkout').onclick = () => show('checkout');
$('checkout-form').onsubmit = event => {
  event.preventDefault();
  let complete = true;
  for (const id of ['full-name', 'address', 'city', 'card']) {
    const empty = !$(id).value.trim();
    $(id).classList.toggle('wrong', empty);
    if (empty) complete = false;
  }
  $('checkout-error').hidden = complete;
  if (complete) { cart.length = 0; drawCart(); show('done'); }
};
$('again').onclick = () => show('catalog');
drawCart();

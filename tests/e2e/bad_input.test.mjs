// What cannot be right is refused beside its field, in words, and what was typed stays.

import assert from 'node:assert/strict';

import { chipSays, settleIn, write } from './support/app.mjs';
import { settled } from './support/devices.mjs';
import { lineOfEncargado } from './support/expected.mjs';
import { journey } from './support/journey.mjs';
import { monthAfter, openActivity, openLine } from './support/plan_actions.mjs';
import { until } from './support/until.mjs';

const world = journey();
const { name } = lineOfEncargado.activity[5];

/// What the field's own error says, as a screen reader hears it.
function errorOf(field) {
  return field.evaluate((element) => {
    if (element.getAttribute('aria-invalid') !== 'true') return '';
    const told = document.getElementById(element.getAttribute('aria-describedby'));
    return told ? told.textContent : '';
  });
}

async function isRefused(field, pattern) {
  const said = await until('the field says what is wrong', () => errorOf(field));
  assert.match(said, pattern);
}

let device = null;
let page = null;

world.step('the activity is open', async () => {
  device = await world.device('laptop');
  page = await settleIn(device, world.server.url, 'encargado.puertovaras');
  await openLine(page, lineOfEncargado.name);
  await openActivity(page, name);
});

world.step('a month before the start of the line', async () => {
  const start = page.getByRole('combobox', { name: 'Inicio de la actividad' });
  const early = monthAfter(-12);
  await start.selectOption({ label: early });
  await isRefused(start, /línea/);
  await until('it still shows what was chosen', async () =>
    await start.evaluate((element) => element.selectedOptions[0].text) === early);
  await device.screenshot('refused-month');
});

world.step('an end before the start', async () => {
  const end = page.getByRole('combobox', { name: 'Término de la actividad' });
  await end.selectOption({ label: monthAfter(0) });
  await isRefused(end, /anterior/);
});

world.step('negative money', async () => {
  const money = page.getByRole('textbox', { name: 'Recursos propios (M$)' });
  await write(money, '-500');
  await isRefused(money, /entero|negativ/);
  assert.match(await money.inputValue(), /^[-−]500$/);
});

world.step('a text that is too long', async () => {
  const owner = page.getByRole('textbox', { name: 'Cargo del responsable' });
  const long = 'ñandú '.repeat(2000).trim();
  await owner.evaluate((element) => element.removeAttribute('maxlength'));
  await write(owner, long);
  await isRefused(owner, /larg|caracteres/);
  assert.equal(await owner.inputValue(), long);
});

world.step('a name that is taken away', async () => {
  const field = page.getByRole('textbox', { name: 'Nombre de la actividad' });
  await write(field, '   ');
  await isRefused(field, /./);
});

world.step('nothing of it was stored, and what is right is', async () => {
  await settled(page);
  await chipSays(page, /^En el servidor/);
  const money = page.getByRole('textbox', { name: 'Recursos propios (M$)' });
  await write(money, '1.250');
  await until('the error is gone', async () => (await errorOf(money)) === '');
  await chipSays(page, /en cola|En el servidor/);
  assert.deepEqual(device.complaints, []);
});

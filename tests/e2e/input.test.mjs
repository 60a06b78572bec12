// Typing with accents and compositions, and the two ways of pressing: at a pixel and by name.

import assert from 'node:assert/strict';

import { follow, goTo, settleIn, synchronize, waitForServer } from './support/app.mjs';
import { flagsWithWebGl, settled } from './support/devices.mjs';
import { lineOfEncargado } from './support/expected.mjs';
import { choosersOf, drag, middleOf, pressOn, tapOn } from './support/hands.mjs';
import { journey } from './support/journey.mjs';
import { openActivity, openLine } from './support/plan_actions.mjs';
import { until } from './support/until.mjs';

const world = journey({ flags: flagsWithWebGl });

/// Waits until the server has an activity of which this person is in charge.
async function isStored(owner) {
  const token = await world.server.tokenOf('encargado.puertovaras');
  await until(`${owner} is at the server`, async () => {
    const answer = await fetch(`${world.server.url}/api/v1/export/activity.csv`,
      { headers: { Authorization: `Bearer ${token}` } });
    return new RegExp(`(^|[,;"])${owner}($|[,;"])`, 'm').test(await answer.text());
  });
}

world.step('accents typed, pasted or composed are stored as they are', async () => {
  const device = await world.device('laptop');
  const page = await settleIn(device, world.server.url, 'encargado.puertovaras');
  await openLine(page, lineOfEncargado.name);
  await openActivity(page, lineOfEncargado.activity[5].name);
  const owner = page.getByRole('textbox', { name: 'Responsable de la actividad' });
  await owner.fill('Ñuñoa áéíóú');
  await owner.blur();
  await isStored('Ñuñoa áéíóú');

  // A dead key composes: ´ then e, as on a Spanish keyboard.
  await pressOn(page, owner, 'End');
  const session = await device.context.newCDPSession(page);
  await session.send('Input.imeSetComposition',
    { text: '´', selectionStart: 1, selectionEnd: 1 });
  await session.send('Input.imeSetComposition',
    { text: 'é', selectionStart: 1, selectionEnd: 1 });
  await session.send('Input.insertText', { text: 'é' });
  await page.keyboard.type(' güiña');
  await owner.blur();
  await isStored('Ñuñoa áéíóúé güiña');
  assert.equal(await owner.inputValue(), 'Ñuñoa áéíóúé güiña');

  await device.page.reload();
  await page.evaluate(() => window.minga.ready);
  await openLine(page, lineOfEncargado.name);
  await openActivity(page, lineOfEncargado.activity[5].name);
  assert.equal(await owner.inputValue(), 'Ñuñoa áéíóúé güiña');
  assert.deepEqual(device.complaints, []);
  await world.putAway(device);
});

world.step('what a phone’s keyboard does without naming keys is taken, and Enter hands it over',
  async () => {
    const device = await world.device('phone');
    const page = await settleIn(device, world.server.url, 'encargado.puertovaras');
    await openLine(page, lineOfEncargado.name);
    await page.getByRole('list', { name: 'Actividades de la línea' })
      .getByRole('button', { name: new RegExp(`^${lineOfEncargado.activity[4].name}`) }).click();
    const owner = page.getByRole('textbox', { name: 'Responsable de la actividad' });
    await tapOn(page, owner);
    await owner.fill('');
    // Android names no key: each is number 229, and what it does comes as an edit.
    const session = await device.context.newCDPSession(page);
    const key = (type, code, name) => session.send('Input.dispatchKeyEvent',
      { type, windowsVirtualKeyCode: code, key: name, code: '' });
    const nameless = async (edit) => {
      await key('rawKeyDown', 229, 'Unidentified');
      await page.evaluate(([command, text]) => document.execCommand(command, false, text), edit);
      await key('keyUp', 229, 'Unidentified');
    };
    for (const letter of 'Peñaz') await nameless(['insertText', letter]);
    await nameless(['delete', null]);
    await nameless(['insertText', 'a']);
    assert.equal(await owner.inputValue(), 'Peñaa');
    await nameless(['delete', null]);
    await key('rawKeyDown', 13, 'Enter');
    await key('keyUp', 13, 'Enter');
    await isStored('Peña');
    // … and goes on to the next field.
    assert.ok(await page.getByRole('textbox', { name: 'Cargo del responsable' })
      .evaluate((field) => field === document.activeElement));

    const asked = async (name) => page.getByRole('textbox', { name })
      .evaluate(({ type, inputMode, autocapitalize }) => [type, inputMode, autocapitalize].join(' ').trim());
    assert.equal(await asked('Recursos propios (M$)'), 'text numeric');
    assert.equal(await asked('Responsable de la actividad'), 'text');
    assert.deepEqual(device.complaints, []);
    await world.putAway(device);
  });

const laptop = {};

world.step('copying and pasting go through the system’s clipboard', async () => {
  const device = await world.device('laptop');
  const page = await settleIn(device, world.server.url, 'encargado.puertovaras');
  await device.context.grantPermissions(['clipboard-read', 'clipboard-write']);
  await openLine(page, lineOfEncargado.name);
  await openActivity(page, lineOfEncargado.activity[3].name);
  const owner = page.getByRole('textbox', { name: 'Responsable de la actividad' });
  const position = page.getByRole('textbox', { name: 'Cargo del responsable' });
  await owner.fill('María Núñez, jefa');
  await pressOn(page, owner, 'ControlOrMeta+a');
  await page.keyboard.press('ControlOrMeta+c');
  assert.equal(await page.evaluate(() => navigator.clipboard.readText()), 'María Núñez, jefa');

  await page.evaluate(() => navigator.clipboard.writeText('Ayudante «ñ»'));
  await owner.blur();
  await pressOn(page, position, 'ControlOrMeta+a');
  await page.keyboard.press('ControlOrMeta+v');
  assert.equal(await position.inputValue(), 'Ayudante «ñ»');
  await pressOn(page, owner, 'ControlOrMeta+a');
  await page.keyboard.press('ControlOrMeta+v');
  await owner.blur();
  await isStored('Ayudante «ñ»');
  laptop.device = device;
});

/// Presses something whose layout moves before the button is up again, as when the keyboard of a
/// phone closes or an exchange ends.
async function pressMoving(page, target) {
  const { width, height } = page.viewportSize();
  const { x, y } = await middleOf(page, target);
  await page.mouse.move(x, y);
  await page.mouse.down();
  await page.setViewportSize({ width: width - 300, height });
  await until('it moved away', async () => {
    const moved = await target.boundingBox();
    return moved && (x < moved.x || x > moved.x + moved.width);
  });
  await page.mouse.up();
  await page.setViewportSize({ width, height });
}

world.step('keys do what they do in other programs', async () => {
  const { device } = laptop;
  const { page } = device;
  // A field that nothing has changed yet: two changes of one in quick succession are undone as one.
  const money = page.getByRole('textbox', { name: 'Recursos propios (M$)' });
  const says = (amount) => until(`it says ${amount}`, async () => await money.inputValue() === amount);
  const before = await money.inputValue();
  assert.notEqual(before, '250');
  await money.fill('250');
  await money.blur();
  await page.keyboard.press('Control+z');
  await says(before);
  await page.keyboard.press('Control+y');
  await says('250');
  await page.keyboard.press('Control+s');
  await page.getByRole('status').filter({ hasText: 'se guarda solo' }).first().waitFor({ state: 'attached' });
  await page.keyboard.press('Control+f');
  await page.getByRole('heading', { level: 1, name: 'Buscar' }).waitFor();
  assert.deepEqual(device.complaints, []);
  await world.putAway(device);
});

world.step('a press belongs to what was under it as it came down', async () => {
  const page = await settleIn(await world.device('laptop'), world.server.url,
    'comite.puertovaras');
  await page.getByRole('button', { name: /^Sincronización: / }).click();
  const sheet = page.getByRole('dialog', { name: 'Sincronización' });
  await pressMoving(page, sheet.getByRole('button', { name: 'Cerrar' }));
  await sheet.waitFor({ state: 'detached' });

  // What the browser itself does at a press must not be lost either.
  await follow(page, 'documentos', 'Documentos y fotos');
  await page.getByRole('button', { name: 'Agregar documento' }).click();
  const choosers = await choosersOf(page);
  await pressMoving(page, page.getByLabel('Elegir un archivo'));
  await until('the chooser for files opened', () => choosers.length === 1);
});

world.step('what was just typed goes before a press that leaves the focus where it is', async () => {
  const page = await settleIn(await world.device('laptop'), world.server.url,
    'comite.puertovaras');
  await follow(page, 'documentos', 'Documentos y fotos');
  const title = 'Acta que se escribió recién';
  await page.getByRole('button', { name: 'Agregar documento' }).click();
  await page.getByRole('textbox', { name: 'Título' }).fill(title);
  await page.getByLabel('Elegir un archivo').setInputFiles(
    { name: 'escaneo.pdf', mimeType: 'application/pdf', buffer: Buffer.from('%PDF-1.4\n%%EOF') });
  await page.getByRole('heading', { name: 'Documento', exact: true }).waitFor();

  const number = page.getByRole('textbox', { name: 'Número' });
  await number.fill('44');
  await page.getByRole('button', { name: 'Listo' }).evaluate((button) => button.click());
  await page.getByRole('heading', { name: 'Documento', exact: true })
    .waitFor({ state: 'detached' });
  const row = page.getByRole('button', { name: new RegExp(`^${title}`) });
  await row.click();
  assert.equal(await number.inputValue(), '44');
  await page.getByRole('button', { name: 'Listo' }).click();
});

world.step('what was just typed is kept by whoever goes back at once', async () => {
  const page = await settleIn(await world.device('phone'), world.server.url, 'secretaria.puertovaras');
  await goTo(page, 'Diagnóstico');
  await follow(page, 'institucion', 'Institución');
  const field = page.getByRole('textbox').first();
  for (const [name, leave] of [
    ['ida', () => history.back()],
    ['vuelta', () => { document.activeElement.blur(); history.back(); }],
  ]) {
    const words = `${await field.inputValue()} ${name}`.trim();
    await field.fill(words);
    await page.evaluate(leave);
    await page.getByRole('heading', { level: 1, name: 'Institución' }).waitFor({ state: 'detached' });
    await follow(page, 'institucion', 'Institución');
    assert.equal(await field.inputValue(), words);
  }
});

world.step('quick taps at pixels and clicks by name do the same', async () => {
  const device = await world.device('phone');
  const page = await settleIn(device, world.server.url, 'secretaria.puertovaras');
  await goTo(page, 'Diagnóstico');
  await page.getByText(/^Pregunta 1 de 78/).waitFor({ state: 'attached' });
  const taps = [0, 2, 1, 3];
  for (const level of taps) {
    await tapOn(page, page.getByRole('radio', { name: new RegExp(`^Nivel ${level}`) }));
    await page.getByRole('radio', { name: new RegExp(`^Nivel ${level}`), checked: true })
      .waitFor({ state: 'attached' });
    await page.getByText(`Pregunta 1: nivel ${level} guardado.`).waitFor({ state: 'attached' });
  }
  const next = page.getByRole('button', { name: 'Siguiente', exact: true });
  await tapOn(page, next);
  await page.getByText(/^Pregunta 2 de 78/).waitFor({ state: 'attached' });
  await next.click();
  await page.getByText(/^Pregunta 3 de 78/).waitFor({ state: 'attached' });

  // A finger that moves scrolls, and chooses nothing.
  const main = page.getByRole('main');
  await main.evaluate((element) => { element.scrollTo(0, 0); });
  await settled(page);
  await drag(device, { from: { x: 180, y: 500 }, to: { x: 180, y: 300 } });
  await until('it scrolled', () => main.evaluate((element) => element.scrollTop > 100));
  await settled(page);
  assert.equal(await page.getByRole('radio', { checked: true }).count(), 0);
  assert.deepEqual(device.complaints, []);
});

world.step('a RUT is held to its check digit, and shown with its dots', async () => {
  const device = await world.device('phone');
  const page = await settleIn(device, world.server.url, 'alcaldia.puertovaras');
  await follow(page, 'institucion', 'Institución');
  const field = page.getByRole('textbox', { name: 'RUT' });
  assert.equal(await field.evaluate((input) => input.autocapitalize), 'characters');
  await field.fill('12345678-9');
  await field.blur();
  await page.getByText(/El dígito verificador no corresponde: 12\.345\.678 lleva 5/)
    .first().waitFor({ state: 'attached' });
  assert.equal(await field.inputValue(), '12345678-9');
  await device.screenshot('institution-wrong');
  await field.fill('123456785');
  await field.blur();
  await until('it is shown with dots', async () => await field.inputValue() === '12.345.678-5');
  await synchronize(page);
  await waitForServer(page);
  assert.deepEqual(device.complaints, []);
  await world.putAway(device);
});

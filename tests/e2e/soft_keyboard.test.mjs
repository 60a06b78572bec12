// The keyboard of a phone: it comes for a field that was pressed and for nothing else, it hides
// nothing that is typed into, and news from the server does not send it away.

import assert from 'node:assert/strict';
import { after } from 'node:test';

import { chip, chipSays, follow, settleIn } from './support/app.mjs';
import { CliDevice } from './support/cli_device.mjs';
import { flagsWithWebGl, settled } from './support/devices.mjs';
import { lineOfEncargado } from './support/expected.mjs';
import { tapOn } from './support/hands.mjs';
import { journey } from './support/journey.mjs';
import { openLine, showPart } from './support/plan_actions.mjs';
import { until } from './support/until.mjs';

const world = journey({ flags: flagsWithWebGl });
const phoneHeight = 740;
const keyboardHeight = 300;
const activity = lineOfEncargado.activity[5].name;
const user = 'encargado.puertovaras';

let colleague;
after(() => colleague?.close());

/// Notes when a keyboard would come and go: as something that takes text gets the focus or loses it.
function watchKeyboard(context) {
  return context.addInitScript(() => {
    window.keyboard = [];
    const taking = 'textarea,input:not([type=checkbox],[type=radio],[type=file])';
    for (const type of ['focusin', 'focusout']) {
      document.addEventListener(type, ({ target }) => {
        if (!target.matches(taking)) return;
        window.keyboard.push(`${type} ${target.getAttribute('aria-label')}`);
      }, true);
    }
    // What has the focus while the press is still going on: an iPhone asks for no less.
    document.addEventListener('click', () => {
      window.focusAtPress = document.activeElement.getAttribute('aria-label');
    });
  });
}

function keyboardMoves(page) {
  return page.evaluate(() => window.keyboard.splice(0));
}

/// Where an element stands within the pane that scrolls around it: 0 at its top, 1 at its end.
function placeOf(target) {
  return target.evaluate((element) => {
    const box = element.getBoundingClientRect();
    const pane = element.closest('.scroll').getBoundingClientRect();
    const share = (y) => (y - pane.top) / pane.height;
    return { top: share(box.top), middle: share((box.top + box.bottom) / 2),
      bottom: share(box.bottom), end: pane.bottom };
  });
}

/// Leaves a field as low on the screen as it can stand, and presses it.
async function pressLow(page, field) {
  await field.evaluate((element) => {
    const box = element.getBoundingClientRect();
    const pane = element.closest('.scroll');
    pane.scrollBy(0, box.bottom + 8 - pane.getBoundingClientRect().bottom);
  });
  await settled(page);
  const box = await field.boundingBox();
  assert.ok(box.y > phoneHeight - keyboardHeight, `the field stands at ${box.y}`);
  await page.touchscreen.tap(box.x + box.width / 2, box.y + box.height / 2);
  await until('the field has the focus', () =>
    field.evaluate((element) => element === document.activeElement));
}

/// Waits until the field stands in the upper half of what is left, all of it and its label.
async function isBroughtUp(page, field) {
  let place;
  await until('the field is in sight', async () => {
    place = await placeOf(field);
    return place.top > 0.05 && place.middle < 0.5 && place.end <= phoneHeight - keyboardHeight;
  }).catch((error) => { throw new Error(`${error.message}: ${JSON.stringify(place)}`); });
  assert.ok(await field.evaluate((element) => element === document.activeElement));
}

async function openActivity(page) {
  await openLine(page, lineOfEncargado.name);
  await page.getByRole('list', { name: 'Actividades de la línea' })
    .getByRole('button', { name: new RegExp(`^${activity}`) }).click();
  await page.getByRole('heading', { name: 'Actividad', exact: true }).waitFor();
}

world.step('a keyboard that makes the page lower does not hide the field', async () => {
  const device = await world.device('phone');
  const page = await settleIn(device, world.server.url, user);
  await openActivity(page);
  const low = page.getByRole('textbox', { name: 'Responsable de la actividad' });
  await pressLow(page, low);
  await page.setViewportSize({ width: 360, height: phoneHeight - keyboardHeight });
  await isBroughtUp(page, low);
  await device.screenshot('keyboard-in-sheet');
  await page.keyboard.type('Ana');
  await page.setViewportSize({ width: 360, height: phoneHeight });
  await settled(page);
  assert.match(await low.inputValue(), /Ana/);
  assert.ok(await low.evaluate((element) => element === document.activeElement));

  // What is in sight anyway stays where it is.
  const high = page.getByRole('textbox', { name: 'Recursos propios (M$)' });
  await high.evaluate((element) => {
    const pane = element.closest('.scroll');
    const { top } = element.getBoundingClientRect();
    pane.scrollBy(0, top - pane.getBoundingClientRect().top - 100);
  });
  await tapOn(page, high);
  const before = await high.boundingBox();
  await page.setViewportSize({ width: 360, height: phoneHeight - keyboardHeight });
  await until('the page is lower', async () =>
    (await placeOf(high)).end <= phoneHeight - keyboardHeight);
  await settled(page);
  assert.ok(Math.abs((await high.boundingBox()).y - before.y) < 1);
  assert.deepEqual(device.complaints, []);
  await world.putAway(device);
});

world.step('a keyboard that lies over the page does not hide the field', async () => {
  const device = await world.device('phone');
  // As Safari tells of it: the page stays as high as it was, what is seen of it becomes lower.
  await device.context.addInitScript(() => {
    const seen = Object.assign(new EventTarget(), { scale: 1, height: 740, offsetTop: 0 });
    Object.defineProperty(window, 'visualViewport', { value: seen });
    window.coverWith = (height, offsetTop) => {
      Object.assign(seen, { height: window.innerHeight - height, offsetTop });
      seen.dispatchEvent(new Event('resize'));
    };
  });
  const page = await settleIn(device, world.server.url, user);
  await openLine(page, lineOfEncargado.name);
  await showPart(page, 'Ficha');
  const field = page.getByRole('main').getByRole('textbox').nth(2);
  await pressLow(page, field);
  await page.evaluate((height) => window.coverWith(height, 0), keyboardHeight);
  await isBroughtUp(page, field);
  const stage = page.locator('#stage');
  assert.equal((await stage.boundingBox()).height, phoneHeight - keyboardHeight);
  await device.screenshot('keyboard-over-page');

  // Safari may have moved what is seen: the drawn page moves with it.
  await page.evaluate((height) => window.coverWith(height, 120), keyboardHeight);
  assert.deepEqual(await stage.boundingBox(), { x: 0, y: 120, width: 360, height: 440 });
  await page.evaluate(() => window.coverWith(0, 0));
  await until('the whole page is back', async () =>
    (await stage.boundingBox()).height === phoneHeight);
  assert.deepEqual(device.complaints, []);
  await world.putAway(device);
});

world.step('the keyboard comes for a field that is pressed, and for nothing else', async () => {
  const device = await world.device('phone');
  await watchKeyboard(device.context);
  const page = await settleIn(device, world.server.url, user);
  await page.evaluate(() => window.keyboard.splice(0));
  const tap = async (target) => tapOn(page, target);

  await tap(page.getByRole('link', { name: /^Diagnóstico/ }));
  await page.getByText(/^Pregunta \d+ de 78/).waitFor({ state: 'attached' });
  await tap(page.getByRole('button', { name: 'Siguiente', exact: true }));
  await tap(chip(page));
  const sheet = page.getByRole('dialog', { name: 'Sincronización' });
  await sheet.waitFor();
  await tap(sheet.getByRole('button', { name: 'Cerrar' }));
  await sheet.waitFor({ state: 'detached' });
  await tap(page.getByRole('link', { name: /^Más/ }));
  await page.getByRole('heading', { level: 1, name: 'Más' }).waitFor();
  await follow(page, 'buscar', 'Buscar');
  await openActivity(page);
  await settled(page);
  assert.deepEqual(await keyboardMoves(page), []);

  const owner = page.getByRole('textbox', { name: 'Responsable de la actividad' });
  await tap(owner);
  assert.deepEqual(await keyboardMoves(page), ['focusin Responsable de la actividad']);
  assert.equal(await page.evaluate(() => window.focusAtPress), 'Responsable de la actividad');

  // A sheet that opened over a field does not bring the keyboard back as it closes.
  await page.getByRole('button', { name: 'Cerrar', exact: true }).click();
  await page.getByRole('heading', { name: 'Actividad', exact: true })
    .waitFor({ state: 'detached' });
  await showPart(page, 'Ficha');
  const field = page.getByRole('main').getByRole('textbox').first();
  await tap(field);
  await tap(chip(page));
  await sheet.waitFor();
  await keyboardMoves(page);
  await tap(sheet.getByRole('button', { name: 'Cerrar' }));
  await sheet.waitFor({ state: 'detached' });
  await settled(page);
  assert.deepEqual(await keyboardMoves(page), []);
  assert.deepEqual(device.complaints, []);
  await world.putAway(device);
});

world.step('news from the server leaves the person typing', async () => {
  const device = await world.device('phone');
  await watchKeyboard(device.context);
  const page = await settleIn(device, world.server.url, user);
  await openActivity(page);
  // What comes back with the network is asked for at once.
  await device.context.setOffline(true);
  colleague = new CliDevice(world.server.url);
  colleague.signIn('comite.puertovaras');
  const { id } = colleague.named('activity', activity);
  colleague.run('set', id, 'owner_position=Jefa de gabinete');
  colleague.synchronize();

  const owner = page.getByRole('textbox', { name: 'Responsable de la actividad' });
  const position = page.getByRole('textbox', { name: 'Cargo del responsable' });
  await tapOn(page, owner);
  await page.keyboard.press('End');
  await page.keyboard.type(' y Rosa Ñ');
  const typed = await owner.inputValue();
  await keyboardMoves(page);
  await device.context.setOffline(false);
  await until('the colleague’s word came', async () =>
    await position.inputValue() === 'Jefa de gabinete', { wait: 60_000 });
  await settled(page);
  assert.deepEqual(await keyboardMoves(page), []);
  assert.equal(await owner.inputValue(), typed);
  await page.keyboard.type('úñez');
  assert.equal(await owner.inputValue(), `${typed}úñez`);
  await owner.blur();
  await chipSays(page, /^En el servidor/);
  assert.deepEqual(device.complaints, []);
});

// Typing with accents and compositions, and the two ways of pressing: at a pixel and by name.

import assert from 'node:assert/strict';

import { chipSays, goTo, settleIn, waitForServer } from './support/app.mjs';
import { settled } from './support/devices.mjs';
import { lineOfEncargado } from './support/expected.mjs';
import { journey } from './support/journey.mjs';
import { openActivity, openLine } from './support/plan_actions.mjs';
import { pause } from './support/until.mjs';

const world = journey();

/// A finger that moves up or down.
async function drag({ context, page }, { x, from, to }) {
  const session = await context.newCDPSession(page);
  const touch = (type, y) => session.send('Input.dispatchTouchEvent', {
    type, touchPoints: y === undefined ? [] : [{ x, y }],
  });
  await touch('touchStart', from);
  const steps = 10;
  for (let step = 1; step <= steps; ++step) {
    await touch('touchMove', from + (to - from) * step / steps);
    await pause(16);
  }
  await touch('touchEnd');
  await session.detach();
}

world.step('accents typed, pasted or composed are stored as they are', async () => {
  const device = await world.device('laptop');
  const page = await settleIn(device, world.server.url, 'encargado.puertovaras');
  await openLine(page, lineOfEncargado.name);
  await openActivity(page, lineOfEncargado.activity[5].name);
  const owner = page.getByRole('textbox', { name: 'Responsable de la actividad' });
  await owner.fill('Ñuñoa áéíóú');
  await owner.blur();
  await chipSays(page, /en cola/);
  await waitForServer(page);

  // A dead key composes: ´ then e, as on a Spanish keyboard.
  await owner.focus();
  await page.keyboard.press('End');
  const session = await device.context.newCDPSession(page);
  await session.send('Input.imeSetComposition',
    { text: '´', selectionStart: 1, selectionEnd: 1 });
  await session.send('Input.imeSetComposition',
    { text: 'é', selectionStart: 1, selectionEnd: 1 });
  await session.send('Input.insertText', { text: 'é' });
  await page.keyboard.type(' güiña');
  await owner.blur();
  await chipSays(page, /en cola/);
  await waitForServer(page);
  assert.equal(await owner.inputValue(), 'Ñuñoa áéíóúé güiña');

  await device.page.reload();
  await page.evaluate(() => window.minga.ready);
  await openLine(page, lineOfEncargado.name);
  await openActivity(page, lineOfEncargado.activity[5].name);
  assert.equal(await owner.inputValue(), 'Ñuñoa áéíóúé güiña');
  assert.deepEqual(device.complaints, []);
  await world.putAway(device);
});

world.step('quick taps at pixels and clicks by name do the same', async () => {
  const device = await world.device('phone');
  const page = await settleIn(device, world.server.url, 'secretaria.puertovaras');
  await goTo(page, 'Diagnóstico');
  await page.getByText(/^Pregunta 1 de 78/).waitFor({ state: 'attached' });
  const taps = [0, 2, 1, 3];
  for (const level of taps) {
    const card = page.getByRole('radio', { name: new RegExp(`^Nivel ${level}`) });
    await card.scrollIntoViewIfNeeded();
    await settled(page, { quiet: 120 });
    const box = await card.boundingBox();
    await page.touchscreen.tap(box.x + box.width / 2, box.y + box.height / 2);
    await page.getByRole('radio', { name: new RegExp(`^Nivel ${level}`), checked: true })
      .waitFor({ state: 'attached' });
    await page.getByText(`Pregunta 1: nivel ${level} guardado.`).waitFor({ state: 'attached' });
  }
  const next = page.getByRole('button', { name: 'Siguiente', exact: true });
  const box = await next.boundingBox();
  await page.touchscreen.tap(box.x + box.width / 2, box.y + box.height / 2);
  await page.getByText(/^Pregunta 2 de 78/).waitFor({ state: 'attached' });
  await next.click();
  await page.getByText(/^Pregunta 3 de 78/).waitFor({ state: 'attached' });

  // A finger that moves scrolls, and chooses nothing.
  const main = page.getByRole('main');
  await main.evaluate((element) => { element.scrollTo(0, 0); });
  await settled(page);
  await drag(device, { x: 180, from: 500, to: 300 });
  await settled(page);
  assert.ok(await main.evaluate((element) => element.scrollTop) > 100);
  assert.equal(await page.getByRole('radio', { checked: true }).count(), 0);
  assert.deepEqual(device.complaints, []);
});

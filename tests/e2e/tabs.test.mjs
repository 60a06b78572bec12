// Two tabs of one device: one works, the other waits, and nothing is lost between them.

import assert from 'node:assert/strict';

import { chipSays, chipText, goTo, settleIn } from './support/app.mjs';
import { crash } from './support/devices.mjs';
import { lineOfEncargado } from './support/expected.mjs';
import { journey } from './support/journey.mjs';
import { openLine, showPart } from './support/plan_actions.mjs';
import { until } from './support/until.mjs';

const world = journey();

const waiting = 'Minga está abierta en otra pestaña';

async function answeredOf(page) {
  const text = await page.getByRole('progressbar', { name: 'Preguntas respondidas' })
    .getAttribute('aria-valuetext');
  return Number(text.match(/^\d+/)[0]);
}

/// What the chip calls stored here and not yet sent.
function queuedOf(text) {
  return Number(text.match(/(\d+) en cola/)?.[1] || 0);
}

async function answer(page, key) {
  await page.keyboard.press(key);
  await page.keyboard.press('ArrowRight');
}

world.step('a second tab waits, takes over when asked, and finds everything', async () => {
  const link = await world.link();
  const device = await world.device('laptop');
  const first = await settleIn(device, link.url, 'secretaria.puertovaras');
  link.cut();
  await goTo(first, 'Diagnóstico');
  await answer(first, '2');
  await chipSays(first, /1 en cola/);

  const second = await device.newPage();
  link.mend();
  await second.goto(`${link.url}/`);
  link.cut();
  await second.getByRole('heading', { name: waiting }).waitFor();
  await answer(first, '3');
  await chipSays(first, /2 en cola/);

  await second.getByRole('button', { name: 'Usar aquí' }).click();
  await second.getByRole('heading', { level: 1, name: 'Inicio' }).waitFor();
  await first.getByRole('heading', { name: 'El trabajo pasó a otra pestaña' }).waitFor();
  await chipSays(second, /2 en cola/);
  await goTo(second, 'Diagnóstico');
  assert.equal(await answeredOf(second), 2);
  await answer(second, '4');
  await chipSays(second, /3 en cola/);

  await first.getByRole('button', { name: 'Usar aquí' }).click();
  await first.getByRole('heading', { level: 1, name: 'Diagnóstico' }).waitFor();
  await chipSays(first, /3 en cola/);
  assert.equal(await answeredOf(first), 3);
  await second.getByRole('heading', { name: 'El trabajo pasó a otra pestaña' }).waitFor();
  assert.deepEqual(device.complaints, []);
  await world.putAway(device);
});

world.step('what is half typed when the other tab takes over is there', async () => {
  const link = await world.link();
  const device = await world.device('laptop');
  const first = await settleIn(device, link.url, 'comite.puertovaras');
  const second = await device.newPage();
  await second.goto(`${link.url}/`);
  await second.getByRole('heading', { name: waiting }).waitFor();
  link.cut();
  await openLine(first, lineOfEncargado.name);
  await showPart(first, 'Ficha');
  await first.getByRole('textbox', { name: 'Breve diagnóstico' }).fill('A medio escribir');
  await second.getByRole('button', { name: 'Usar aquí' }).click();
  await second.getByRole('heading', { level: 1, name: 'Inicio' }).waitFor();
  await openLine(second, lineOfEncargado.name);
  await showPart(second, 'Ficha');
  assert.equal(await second.getByRole('textbox', { name: 'Breve diagnóstico' }).inputValue(),
    'A medio escribir');
  await world.putAway(device);
});

world.step('a tab killed in the middle of saving loses nothing that it called saved', async () => {
  const link = await world.link();
  const device = await world.device('laptop');
  const page = await settleIn(device, link.url, 'secretaria.calama');
  link.cut();
  await goTo(page, 'Diagnóstico');
  const before = await answeredOf(page);

  // Keys as fast as they go; the chip tells what the application claims to have stored.
  let isTyping = true;
  const typing = (async () => {
    for (let count = 0; isTyping && count < 60; ++count) await answer(page, '3');
  })().catch(() => {});
  const claimed = await until('a dozen answers are stored', async () => {
    const count = queuedOf(await chipText(page));
    return count >= 12 && count;
  });
  await crash(page);
  isTyping = false;
  await page.close().catch(() => {});
  await typing;

  device.page = null;
  const again = await device.open(link.url);
  const kept = queuedOf(await chipSays(again, /en cola/));
  assert.ok(kept >= claimed, `${kept} kept of ${claimed} that were called saved`);
  await goTo(again, 'Diagnóstico');
  assert.equal(await answeredOf(again), before + kept);
  link.mend();
  await chipSays(again, /^En el servidor/);
});

// The first visit: the part of the module that the first screens do without comes behind them.

import assert from 'node:assert/strict';

import { follow, settleIn, signIn, waitForServer } from './support/app.mjs';
import { violationsOf } from './support/axe.mjs';
import { flagsWithWebGl } from './support/devices.mjs';
import { journey } from './support/journey.mjs';
import { until } from './support/until.mjs';

// What draws without WebGL comes later too.
const world = journey({ flags: flagsWithWebGl });

const later = '**/minga-later-*.wasm';

world.step('signing in and the first synchronization do not wait for what comes later', async () => {
  const device = await world.device('phone');
  let release;
  const held = new Promise((resolve) => { release = resolve; });
  const kinds = [];
  await device.context.route(later, async (route) => {
    kinds.push(route.request().resourceType());
    await held;
    await route.continue();
  });
  const page = await signIn(device, world.server.url, 'comite.puertovaras');
  await waitForServer(page);
  // Whoever waits for it in the middle of a call asks by XMLHttpRequest.
  assert.ok(kinds.length > 0 && kinds.every((kind) => kind === 'fetch'), kinds.join());
  release();
  await follow(page, 'plan', 'Plan de mejoras');
  assert.deepEqual(device.complaints, []);
  await world.putAway(device);
});

world.step('before there is anything to run the page says how far it is', async () => {
  const device = await world.device('phone');
  let release;
  const held = new Promise((resolve) => { release = resolve; });
  await device.context.route(/\/minga-[0-9a-f]+\.wasm$/, async (route) => {
    await held;
    await route.continue();
  });
  const opened = device.open(world.server.url);
  await until('there is a page', () => device.page);
  const bar = device.page.getByRole('progressbar', { name: 'Carga de la aplicación' });
  const share = async () => Number(await bar.evaluate((progress) => progress.value));
  await bar.waitFor();
  // The type is there, the module is not.
  await until('a part of it has come', async () => await share() > 0);
  assert.ok(await share() < 50, `${await share()} %`);
  await device.screenshot('first-visit');
  assert.deepEqual(await violationsOf(device.page), []);
  release();
  await opened;
  await device.page.getByLabel('Usuario').waitFor();
  assert.equal(await bar.count(), 0);
  await world.putAway(device);
});

world.step('a screen that needs it before it came fetches it at once', async () => {
  const device = await world.device('phone');
  let count = 0;
  await device.context.route(later, async (route) => {
    count += 1;
    // The first try, behind the first frame, fails as on a link that breaks.
    await (count === 1 ? route.abort() : route.continue());
  });
  const page = await signIn(device, world.server.url, 'comite.puertovaras');
  await waitForServer(page);
  await follow(page, 'plan', 'Plan de mejoras');
  assert.ok(count >= 2);
  await world.putAway(device);
});

world.step('without it and without a network the page says so, and goes on from there', async () => {
  const device = await world.device('phone');
  let isCut = true;
  await device.context.route(later, (route) => (isCut ? route.abort() : route.continue()));
  const page = await signIn(device, world.server.url, 'comite.puertovaras');
  await page.evaluate(() => { window.location.hash = 'plan'; });
  await page.getByText('No se pudo abrir la aplicación').waitFor();
  isCut = false;
  await page.getByRole('button', { name: 'Volver a intentarlo' }).click();
  await page.getByRole('heading', { level: 1, name: 'Plan de mejoras' }).waitFor();
});

world.step('once it is installed nothing is missing without a network', async () => {
  const device = await world.device('phone');
  const page = await settleIn(device, world.server.url, 'comite.puertovaras');
  await device.context.setOffline(true);
  await page.reload();
  await page.evaluate(() => window.minga.ready);
  for (const [route, title] of [['plan', 'Plan de mejoras'], ['buscar', 'Buscar']]) {
    await follow(page, route, title);
  }
});

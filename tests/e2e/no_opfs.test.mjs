// A browser without a private file system: the work is kept in IndexedDB, and what is called saved is.
// Without IndexedDB nothing is kept, and everybody is told.

import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { after } from 'node:test';

import { answer, answeredOf, killWhileSaving, queuedOf } from './support/answering.mjs';
import { chipSays, chipText, follow, goTo, settleIn, signIn, waitForServer, write } from
  './support/app.mjs';
import { violationsOf } from './support/axe.mjs';
import { ColdDevice, flagsWithoutFiles } from './support/devices.mjs';
import { lineOfEncargado } from './support/expected.mjs';
import { journey } from './support/journey.mjs';
import { openActivity, openLine } from './support/plan_actions.mjs';
import { Server } from './support/server.mjs';
import { before, SiteCopy } from './support/site_copy.mjs';
import { pause, until } from './support/until.mjs';

const world = journey({ flags: flagsWithoutFiles });
const bare = SiteCopy.make({
  'worker.js': before(`() => {
    Object.defineProperty(self, 'indexedDB', { value: undefined });
  }`),
});
after(() => bare.delete());

// Much longer than an answer takes to be kept.
const heldMs = 700;

async function startAgain(page) {
  await page.reload();
  await page.evaluate(() => window.minga.ready);
}

world.step('it says so once; what is written without a network is there after a start', async () => {
  const link = await world.link();
  const device = await world.device('phone', { isSharp: true });
  const page = await settleIn(device, link.url, 'secretaria.puertovaras');
  assert.equal(await page.evaluate(() => window.minga.storage()), 'mirrored');
  await page.getByText('Minga trabaja en modo compatible').waitFor({ state: 'attached' });
  await device.screenshot('no-opfs');
  assert.deepEqual(await violationsOf(page), []);
  await page.getByRole('button', { name: 'Entendido' }).click();
  await page.getByText('Minga trabaja en modo compatible').waitFor({ state: 'detached' });

  link.cut();
  await goTo(page, 'Diagnóstico');
  const sum = await answeredOf(page);
  await answer(page, '2');
  await answer(page, '3');
  await chipSays(page, /2 en cola/);
  await startAgain(page);
  await chipSays(page, /2 en cola/);
  assert.equal(await answeredOf(page), sum + 2);
  await page.getByText('Minga trabaja en modo compatible').waitFor({ state: 'detached' });
  await follow(page, 'ajustes', 'Ajustes');
  await page.getByText(/^Modo compatible:/).waitFor({ state: 'attached' });
  await device.screenshot('no-opfs-settings');
  assert.deepEqual(await violationsOf(page), []);

  link.mend();
  await waitForServer(page);
  assert.deepEqual(device.complaints, []);
  await world.putAway(device);
});

world.step('nothing is called saved, and nothing is sent, before it is kept', async () => {
  const device = await world.device('laptop');
  const page = await settleIn(device, world.server.url, 'secretaria.iquique');
  await page.getByRole('button', { name: 'Entendido' }).click();
  await goTo(page, 'Diagnóstico');
  await waitForServer(page);
  const text = await chipText(page);
  const sum = await answeredOf(page);
  // Whoever writes to the same stores comes first, for as long as it takes.
  await page.evaluate(async () => {
    const request = indexedDB.open('minga-files', 1);
    await new Promise((resolve) => { request.onsuccess = resolve; });
    const names = [...request.result.objectStoreNames];
    const store = request.result.transaction(names, 'readwrite').objectStore(names[0]);
    window.isHeld = true;
    const goOn = () => {
      if (window.isHeld) store.count().onsuccess = goOn;
    };
    goOn();
  });
  const sent = [];
  page.on('request', (request) => sent.push(request.url()));
  await answer(page, '2');
  await pause(heldMs);
  assert.equal(await chipText(page), text);
  assert.equal(await answeredOf(page), sum);
  assert.deepEqual(sent.filter((url) => /sync/.test(url)), []);

  await page.evaluate(() => { window.isHeld = false; });
  await until('it is shown', async () => await answeredOf(page) === sum + 1);
  await waitForServer(page);
  assert.ok(sent.some((url) => /sync/.test(url)));
  assert.deepEqual(device.complaints, []);
  await world.putAway(device);
});

world.step('what cannot be kept ends the worker, and the next one begins with what was', async () => {
  const device = await world.device('laptop');
  const page = await settleIn(device, world.server.url, 'encargado.puertovaras');
  await page.getByRole('button', { name: 'Entendido' }).click();
  await openLine(page, lineOfEncargado.name);
  await openActivity(page, lineOfEncargado.activity[5].name);
  const owner = page.getByRole('textbox', { name: 'Responsable de la actividad' });
  await write(owner, 'Rosa Díaz');
  await waitForServer(page);
  // Another one opened the files: this worker's transactions fail.
  await page.evaluate(async () => {
    const request = indexedDB.open('minga-files', 1);
    await new Promise((resolve) => { request.onsuccess = resolve; });
    const transaction = request.result.transaction(['owner'], 'readwrite');
    transaction.objectStore('owner').put('somebody else', 0);
    await new Promise((resolve) => { transaction.oncomplete = resolve; });
    request.result.close();
  });
  await write(owner, 'Rosa Díaz Ñanco');
  await page.getByRole('alert').filter({ hasText: 'se abrió de nuevo' })
    .waitFor({ timeout: 60_000 });
  await page.getByRole('button', { name: 'Entendido' }).click();
  // It was typed, and is stored once more.
  await until('it is there', async () => await owner.inputValue() === 'Rosa Díaz Ñanco');
  await owner.blur();
  await waitForServer(page);
  await startAgain(page);
  await openActivity(page, lineOfEncargado.activity[5].name);
  assert.equal(await owner.inputValue(), 'Rosa Díaz Ñanco');
  await world.putAway(device);
});

world.step('a tab killed in the middle of saving loses nothing that it called saved', async () => {
  const link = await world.link();
  const device = await world.device('laptop');
  const page = await settleIn(device, link.url, 'secretaria.calama');
  await page.getByRole('button', { name: 'Entendido' }).click();
  const { page: again, kept } = await killWhileSaving(device, link);

  // Closed straight after it was said.
  await answer(again, '2');
  await until('one more is stored', async () => queuedOf(await chipText(again)) === kept + 1);
  await device.closePage();
  const last = await device.open(link.url);
  await chipSays(last, new RegExp(`${kept + 1} en cola`));
  link.mend();
  await waitForServer(last);
  await world.putAway(device);
});

world.step('two tabs hand the work over', async () => {
  const link = await world.link();
  const device = await world.device('laptop');
  const first = await settleIn(device, link.url, 'comite.puertovaras');
  const second = await device.newPage();
  await second.goto(`${link.url}/`);
  await second.getByRole('heading', { name: 'Minga está abierta en otra pestaña' }).waitFor();
  link.cut();
  await follow(first, 'documentos', 'Documentos y fotos');
  await second.getByRole('button', { name: 'Usar aquí' }).click();
  await second.getByRole('heading', { level: 1, name: 'Inicio' }).waitFor();
  await first.getByRole('heading', { name: 'El trabajo pasó a otra pestaña' }).waitFor();
  assert.equal(await second.evaluate(() => window.minga.storage()), 'mirrored');
  assert.deepEqual(device.complaints, []);
  await world.putAway(device);
});

world.step('a browser that was brought up to date takes the work along', async () => {
  const link = await world.link();
  const cold = new ColdDevice('laptop');
  try {
    const old = await cold.start(flagsWithoutFiles);
    const page = await settleIn(old, link.url, 'secretaria.altohospicio');
    link.cut();
    await page.getByRole('button', { name: 'Entendido' }).click();
    await goTo(page, 'Diagnóstico');
    await answer(page, '2');
    await chipSays(page, /1 en cola/);
    await old.close();

    for (const storage of ['', '']) {
      const today = await cold.start();
      const again = await today.open(link.url);
      assert.equal(await again.evaluate(() => window.minga.storage()), storage);
      await chipSays(again, /1 en cola/);
      assert.deepEqual(today.complaints, []);
      await today.close();
    }
  } finally {
    cold.remove();
  }
});

world.step('nothing can be kept: a warning that stays, and a copy to take along', async () => {
  const server = await Server.start({ web: bare.folder });
  try {
    const device = await world.device('phone', { isSharp: true });
    const page = await device.open(server.url);
    await page.getByText('No se puede guardar en este navegador').first()
      .waitFor({ state: 'attached' });
    await device.screenshot('nothing-kept-sign-in');
    await signIn(device, server.url, 'secretaria.puertovaras');
    await page.getByText('No se puede guardar en este navegador').waitFor({ state: 'attached' });
    await chipSays(page, /Este equipo no guarda/);
    await goTo(page, 'Diagnóstico');
    await page.getByText('No se puede guardar en este navegador').waitFor({ state: 'attached' });
    const [download] = await Promise.all([
      page.waitForEvent('download'),
      page.getByRole('button', { name: 'Descargar una copia' }).click(),
    ]);
    const copy = JSON.parse(readFileSync(await download.path(), 'utf8'));
    assert.ok(copy.records.length > 0);
    await device.screenshot('nothing-kept');
    assert.deepEqual(await violationsOf(page), []);
    await world.putAway(device);
  } finally {
    await server.stop();
  }
});

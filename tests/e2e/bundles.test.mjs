// Work without any network: a phone makes a file, a laptop of somebody else carries it, and the
// answer goes back to the phone.

import assert from 'node:assert/strict';
import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';

import { chipSays, follow, settleIn, synchronize } from './support/app.mjs';
import { violationsOf } from './support/axe.mjs';
import { journey } from './support/journey.mjs';
import { until } from './support/until.mjs';

const world = journey();

const place = 'Archivos sin conexión';
let link = null;
let phone = null;
let page = null;
let courier = null;
let file = null;
let answer = null;

/// The one file that the page offers when `act` is done.
async function offered(where, act) {
  const [download] = await Promise.all([where.waitForEvent('download'), act()]);
  const path = await download.path();
  return { name: download.suggestedFilename(), bytes: readFileSync(path) };
}

async function receive(where, name, bytes) {
  await where.getByLabel('Elegir el archivo…').setInputFiles({
    name, mimeType: 'application/octet-stream', buffer: bytes,
  });
}

world.step('a phone that has once had a network makes a file without one', async () => {
  link = await world.link();
  phone = await world.device('phone');
  page = await settleIn(phone, link.url, 'secretaria.puertovaras');
  await follow(page, 'archivos', place);
  await page.getByRole('button', { name: 'Preparar el archivo' }).waitFor();
  // The second module is there for good once the service worker has the whole version.
  await page.evaluate(() => navigator.serviceWorker.ready);
  link.cut();
  await follow(page, 'diagnostico', 'Diagnóstico');
  await page.keyboard.press('2');
  await page.keyboard.press('ArrowRight');
  await chipSays(page, /1 en cola/);

  await follow(page, 'archivos', place);
  await page.getByRole('button', { name: 'Preparar el archivo' }).click();
  await page.getByRole('button', { name: 'Guardar el archivo' }).waitFor();
  file = await offered(page, () => page.getByRole('button', { name: 'Guardar el archivo' }).click());

  assert.match(file.name, /^minga-secretaria\.puertovaras-.*\.minga$/);
  assert.ok(file.bytes.subarray(0, 7).equals(Buffer.from('MINGA 1')));
  assert.deepEqual(await violationsOf(page), []);
});

world.step('the receipt can be printed, and its hash is the file\'s', async () => {
  const hash = createHash('sha256').update(file.bytes).digest('hex').match(/.{4}/g);

  await page.evaluate(() => { window.print = () => {}; });
  await page.getByRole('button', { name: 'Imprimir el comprobante' }).click();

  const sheet = await until('the printed sheet', async () => {
    const text = await page.locator('#print').textContent();
    return text.includes('Comprobante') ? text : '';
  });
  assert.match(sheet, /1 cambio, el 1/);
  for (const group of hash) assert.ok(sheet.includes(group), group);
  const main = await page.getByRole('main').textContent();
  assert.ok(main.replaceAll(/\s+/g, ' ').includes(hash.slice(0, 4).join(' ')));
});

world.step('somebody else carries it unread and hands it over', async () => {
  courier = await world.device('laptop');
  const laptop = await settleIn(courier, world.server.url, 'secretaria.calama');
  await follow(laptop, 'archivos', place);
  await laptop.getByRole('button', { name: 'Preparar el archivo' }).waitFor();

  await receive(laptop, file.name, file.bytes);
  await laptop.getByText('Es el trabajo de otro equipo', { exact: false }).first().waitFor();
  await synchronize(laptop);
  await laptop.getByText('Respuesta para otro equipo').first().waitFor();
  answer = await offered(laptop, () => laptop.getByRole('button', { name: 'Pasar el archivo' }).click());

  assert.ok(answer.bytes.subarray(0, 7).equals(Buffer.from('MINGA 1')));
  assert.ok(!answer.bytes.equals(file.bytes));
  assert.deepEqual(courier.complaints, []);
});

world.step('the answer settles the phone\'s work without a network, once', async () => {
  await receive(page, answer.name, answer.bytes);
  await page.getByText('1 cambio suyo llegó al servidor', { exact: false }).first().waitFor();
  await until('nothing waits any more', async () => {
    const text = await page.getByRole('button', { name: /^Sincronización: / }).textContent();
    return !/en cola/.test(text);
  });

  await receive(page, answer.name, answer.bytes);
  await page.getByText('ya se había recibido', { exact: false }).first().waitFor();
});

world.step('a damaged, a foreign and its own file are told apart', async () => {
  const broken = Buffer.from(file.bytes);
  broken[100] ^= 1;
  await receive(page, 'roto.minga', broken);
  await page.getByText('llegó dañado o fue alterado', { exact: false }).first().waitFor();
  await receive(page, 'planilla.xlsx', Buffer.from('PK una planilla'));
  await page.getByText('no es de Minga', { exact: false }).first().waitFor();
  await receive(page, file.name, file.bytes);
  await page.getByText('salió de este mismo equipo', { exact: false }).first().waitFor();
  assert.deepEqual(phone.complaints, []);
});

world.step('with a network again there is nothing left to do', async () => {
  link.mend();
  await synchronize(page);
  await chipSays(page, /^En el servidor/);
});

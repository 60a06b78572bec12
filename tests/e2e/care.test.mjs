// What a person asks of their work beside writing it: who wrote what, a chart to take along, and a
// device that says when work on it is in danger.

import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';

import { follow, goTo, settleIn, signIn, write } from './support/app.mjs';
import { violationsOf } from './support/axe.mjs';
import { lineOfEncargado } from './support/expected.mjs';
import { journey } from './support/journey.mjs';
import { activityTable, openLine } from './support/plan_actions.mjs';

const world = journey();
const laptop = {};
const phone = {};

async function look(device, name) {
  await device.screenshot(`care-${name}`);
  assert.deepEqual(await violationsOf(device.page), []);
}

world.step('the laptop: the history of an activity, with and without the server', async () => {
  laptop.link = await world.link();
  laptop.device = await world.device('laptop');
  const page = await settleIn(laptop.device, laptop.link.url, 'comite.puertovaras');
  laptop.page = page;
  await openLine(page, lineOfEncargado.name);
  await activityTable(page).getByRole('button').first().click();
  const name = page.getByRole('textbox', { name: 'Nombre de la actividad' });
  await name.waitFor();
  // Beside the panel there is room for the end of the way, and for a link to what lies above it.
  const way = page.getByRole('navigation', { name: 'Ruta' }).getByRole('link');
  const [above, here] = await way.allTextContents();
  assert.equal(above, lineOfEncargado.name);
  assert.match(here, /^Actividad «/);
  assert.equal(await way.last().getAttribute('aria-current'), 'page');
  await write(name, 'Levantar el catastro de compras');

  await page.getByRole('button', { name: 'Ver historia' }).click();
  const sheet = page.getByRole('dialog', { name: 'Historia' });
  await sheet.getByText('creó el registro').first().waitFor({ state: 'attached' });
  await sheet.getByText(/^Nombre: de «.*» a «Levantar el catastro de compras»/).waitFor({ state: 'attached' });
  await look(laptop.device, 'history');
  await sheet.getByRole('button', { name: 'Cerrar' }).click();

  laptop.link.cut();
  await page.getByRole('button', { name: 'Ver historia' }).click();
  await sheet.getByText('Solo lo que este equipo sabe').waitFor({ state: 'attached' });
  await look(laptop.device, 'history-offline');
  await sheet.getByRole('button', { name: 'Cerrar' }).click();
});

/// The first numbers of a PNG: its signature, and the size in its head.
function sizeOfPng(bytes) {
  assert.equal(bytes.subarray(1, 4).toString('latin1'), 'PNG');
  return [bytes.readUInt32BE(16), bytes.readUInt32BE(20)];
}

async function taken(page, kind) {
  await page.getByRole('button', { name: 'Guardar imagen' }).first().click();
  const waiting = page.waitForEvent('download');
  await page.getByRole('button', { name: kind }).click();
  const download = await waiting;
  return { name: download.suggestedFilename(), bytes: readFileSync(await download.path()) };
}

world.step('the laptop: a copy of the data to take along, without a network', async () => {
  const { page } = laptop;
  await follow(page, 'ajustes', 'Ajustes');
  const waiting = page.waitForEvent('download');
  await page.getByRole('button', { name: 'Descargar una copia de mis datos' }).click();
  const copy = JSON.parse(readFileSync(await (await waiting).path(), 'utf8'));
  assert.ok(copy.records.some(({ name }) => name === 'Levantar el catastro de compras'));
});

world.step('the laptop: a chart as a picture, without a network', async () => {
  const { page } = laptop;
  await follow(page, 'diagnostico/resultados', 'Diagnóstico');

  const png = await taken(page, 'Imagen PNG');
  const svg = await taken(page, 'Dibujo SVG');

  assert.match(png.name, /^de-logro-por-ambito-puerto-varas-\d{4}-\d{2}-\d{2}\.png$/);
  const [width, height] = sizeOfPng(png.bytes);
  assert.ok(width >= 2000 && height > 800, `${width} × ${height}`);
  assert.match(svg.name, /\.svg$/);
  assert.match(svg.bytes.toString(), /^<svg .*1\. Estrategia<\/text>/s);
  assert.deepEqual(laptop.device.complaints, []);
});

/// Text twice as large, and dark, whatever the system says.
async function chooseLooks(page) {
  const heading = page.getByRole('heading', { name: 'Cómo se ve' });
  const { height } = await heading.boundingBox();
  await page.getByRole('combobox', { name: 'Tamaño del texto' }).selectOption({ label: '200 %' });
  await page.getByRole('combobox', { name: 'Colores' }).selectOption({ label: 'Oscuro' });
  await page.waitForFunction(() => document.documentElement.style.colorScheme === 'dark');
  await page.waitForFunction(([element, least]) => element.getBoundingClientRect().height > least,
    [await heading.elementHandle(), 1.8 * height]);
}

world.step('the phone: little room, an offer to install, and a browser that cleared it all', async () => {
  phone.device = await world.device('phone');
  await phone.device.context.addInitScript(() => {
    navigator.storage.estimate = async () => ({ usage: 970e6, quota: 1000e6 });
  });
  const page = await settleIn(phone.device, world.server.url, 'comite.puertovaras');
  await page.getByText(/^Queda poco espacio para Minga: 28 MB/).first().waitFor({ state: 'attached' });
  await look(phone.device, 'room');

  await page.evaluate(() => {
    const event = new Event('beforeinstallprompt', { cancelable: true });
    event.prompt = () => { window.asked = (window.asked ?? 0) + 1; };
    event.userChoice = Promise.resolve({ outcome: 'dismissed' });
    window.dispatchEvent(event);
  });
  await goTo(page, 'Más');
  await page.getByRole('button', { name: 'Ajustes' }).click();
  await page.getByRole('button', { name: 'Instalar en este equipo' }).click();
  await page.waitForFunction(() => window.asked === 1);
  await look(phone.device, 'settings');
  await chooseLooks(page);
  await look(phone.device, 'settings-large');

  await phone.device.closePage();
  const blank = await phone.device.context.newPage();
  await blank.goto(`${world.server.url}/icon.svg`);
  await blank.evaluate(async () => {
    const root = await navigator.storage.getDirectory();
    await root.removeEntry('minga-files', { recursive: true });
  });
  await blank.close();
  const again = await phone.device.open(world.server.url);
  assert.equal(await again.evaluate(() => document.documentElement.style.colorScheme), 'dark');
  await again.getByText('El navegador borró los datos de Minga en este equipo').first()
    .waitFor({ state: 'attached' });
  await look(phone.device, 'cleared');
  await signIn(phone.device, world.server.url, 'comite.puertovaras');
  await again.getByRole('button', { name: 'Entendido' }).click();
});

// A range copied in Excel becomes activities of a line, without a network: a column is put right, a
// cell with an error corrected, all of it undone and redone; then the plan leaves as a workbook, which
// brings back nothing new.

import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';

import { officeRows } from '../unit/web/office.mjs';
import { readSheets } from '../unit/web/sheet_tool.mjs';
import { chipSays, follow, goTo, settleIn } from './support/app.mjs';
import { violationsOf } from './support/axe.mjs';
import { journey } from './support/journey.mjs';
import { until } from './support/until.mjs';

const world = journey();

const range = [
  'Actividad\tInicio\tTérmino\tCosto\tSUBDERE\tResponsable (nombre y cargo)',
  'Comprar estantes\tago 2026\tago 2026\t1.200\t0\tAna Ríos (Jefa de Bodega)',
  'Rotular las repisas\tagosto\tago 2026\t300,0\t0\tAna Ríos (Jefa de Bodega)',
  'Totales\t\t\t1.500\t0\t',
].join('\n');

let device = null;
let page = null;
let line = '';
let months = [];

async function activityNames() {
  const table = page.getByRole('table', { name: 'Actividades de la línea' });
  return table.getByRole('rowheader').allTextContents();
}

async function look(name) {
  await device.screenshot(`excel-${name}`);
  assert.deepEqual(await violationsOf(page), []);
}

/// The file that the page offers when the button is pressed.
async function offered(button) {
  const [download] = await Promise.all([
    page.waitForEvent('download'), page.getByRole('button', { name: button }).click()]);
  return { name: download.suggestedFilename(), bytes: readFileSync(await download.path()) };
}

world.step('a range is pasted into a line of a device without a network', async () => {
  const link = await world.link();
  device = await world.device('laptop');
  page = await settleIn(device, link.url, 'comite.puertovaras');
  link.cut();
  await goTo(page, 'Plan', 'Plan de mejoras');
  const first = page.getByRole('list', { name: 'Líneas de acción' }).getByRole('button').first();
  await first.click();
  const firstRow = page.getByRole('table', { name: 'Actividades de la línea' }).getByRole('row').nth(1);
  await firstRow.waitFor({ state: 'attached' });
  line = await page.getByRole('heading', { level: 1 }).textContent();
  months = (await firstRow.getByRole('cell').allTextContents())
    .map((text) => text.replace(/\u00a0/g, ' '));
  await page.getByRole('button', { name: 'Traer desde Excel' }).click();
  const field = page.getByRole('textbox', { name: 'Pegue aquí lo copiado' });
  await field.waitFor();
  await look('empty');
  await field.focus();
  // The months of the demonstration move with the day it is made on: those of the line fit.
  const fitting = range.replaceAll('ago 2026', months[0]);
  await page.keyboard.insertText(fitting);
  await page.getByRole('heading', { name: 'Vista previa' }).waitFor();
});

world.step('a column is put right, and a cell with an error corrected', async () => {
  const column = page.getByRole('combobox', { name: /^Columna D · Costo/ });
  assert.equal(await column.evaluate((one) => one.selectedOptions[0].textContent), 'No traer');
  await column.selectOption({ label: 'Recursos propios (M$)' });
  await page.getByText('1 fila con errores').first().waitFor({ state: 'attached' });
  await look('preview');
  await page.getByRole('table', { name: 'Vista previa' }).getByRole('button', { name: '3', exact: true }).click();
  const cell = page.getByRole('textbox', { name: 'Inicio (B3)' });
  await cell.waitFor();
  assert.equal(await cell.getAttribute('aria-invalid'), 'true');
  const said = await cell.evaluate((one) =>
    document.getElementById(one.getAttribute('aria-describedby')).textContent);
  assert.match(said, /«agosto» le falta el año/);
  await look('row');
  await cell.fill(months[0]);
  await cell.blur();
  await page.getByRole('button', { name: 'Listo' }).click();
  await page.getByRole('button', { name: 'Traer 2 filas' }).waitFor();
});

world.step('the rows are taken in one step, which can be undone and redone', async () => {
  await page.getByRole('button', { name: 'Traer 2 filas' }).click();
  await page.getByRole('heading', { level: 1, name: line }).waitFor();
  const has = (wanted) => until('the activities', async () => {
    const names = await activityNames();
    return names.includes('Comprar estantes') === wanted &&
      names.includes('Rotular las repisas') === wanted;
  });
  await has(true);
  await chipSays(page, /2 en cola/);
  await page.getByRole('button', { name: /^Deshacer/ }).first().click();
  await has(false);
  await page.getByRole('button', { name: /^Rehacer/ }).first().click();
  await has(true);
});

world.step('the plan leaves as a workbook with types and totals', async () => {
  await goTo(page, 'Plan', 'Plan de mejoras');
  const file = await offered('Descargar Excel (.xlsx)');
  assert.match(file.name, /^minga-plan-.*puerto-varas-\d{4}-\d\d-\d\d\.xlsx$/);
  const sheets = await readSheets(file.bytes);
  assert.deepEqual(sheets.map(({ name }) => name), ['Resumen', 'Líneas de acción', 'Actividades',
    'Seguimientos', 'Indicadores', 'Actores internos', 'Acciones inmediatas']);
  const [heading, ...rows] = sheets[2].rows;
  const at = (title) => heading.indexOf(`t${title}`);
  const shelves = rows.find((row) => row[at('Actividad')] === 'tComprar estantes');
  assert.equal(shelves[at('Línea de acción')], `t${line}`);
  assert.equal(shelves[at('Recursos propios (M$)')], 'n1200');
  assert.match(shelves[at('Inicio')], /^d\d{4}-\d\d-01$/);
  assert.equal(shelves[at('Cargo')], 'tJefa de Bodega');
  const total = rows.at(-1);
  const sum = rows.slice(0, -1).reduce((all, row) =>
    all + Number((row[at('Recursos propios (M$)')] || 'n0').slice(1)), 0);
  assert.equal(total[0], 'tTotal');
  assert.equal(total[at('Recursos propios (M$)')], `n${sum}`);

  // LibreOffice finds the same rows and adds the same total up.
  const read = officeRows(file.bytes, 3);
  assert.equal(read.length, rows.length + 1);
  assert.deepEqual(read[0], heading.map((title) => title.slice(1)));
  assert.equal(read.at(-1)[at('Recursos propios (M$)')], String(sum));

  await follow(page, 'plan/traer/actividades', 'Traer desde Excel');
  await page.getByLabel('Elegir un archivo…').setInputFiles({ name: file.name,
    mimeType: 'application/octet-stream', buffer: file.bytes });
  await page.getByText(`${rows.length - 1} sin cambios`).first().waitFor({ state: 'attached' });
  assert.ok(await page.getByRole('button', { name: 'No hay filas que traer' }).isDisabled());
  assert.deepEqual(device.complaints, []);
});

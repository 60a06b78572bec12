// Forms on paper: each is opened without a network, is readable by everybody, and becomes a PDF of
// the chosen size with its pages numbered.

import assert from 'node:assert/strict';
import path from 'node:path';

import { follow, settleIn } from './support/app.mjs';
import { violationsOf } from './support/axe.mjs';
import { screenshotFolder } from './support/environment.mjs';
import { lineOfEncargado } from './support/expected.mjs';
import { journey } from './support/journey.mjs';
import { closePaper, openPaper, pdfOf } from './support/paper.mjs';
import { openLine } from './support/plan_actions.mjs';

const world = journey();
const sizes = { Carta: [215.9, 279.4], Oficio: [216, 330] };

const isSize = ([width, height], [wanted, high]) =>
  Math.abs(width - wanted) < 1 && Math.abs(height - high) < 1;

/// On how many lines the words of a heading stand.
const linesOf = (heading) => heading.evaluate((cell) => {
  const words = document.createRange();
  words.selectNodeContents(cell);
  return new Set([...words.getClientRects()].map((box) => Math.round(box.top))).size;
});

/// What each form must say, how it lies, and how many pages it takes at least.
const forms = [
  { row: 'Acta del diagnóstico', says: ['Borrador', '234', 'Firmas', 'Resumen consolidado'], pages: 4 },
  { row: 'Actas del Comité de Mejora', says: ['Asistencia', 'Firma'] },
  { row: 'Planilla 1', says: ['Implementación', 'Mantención', 'Medio de verificación'] },
  { row: 'Planilla 2', says: ['Resumen de acciones de mejora inmediata'], isWide: true },
  { row: 'Planilla 3', says: ['Actores internos', 'Recursos M$', 'Totales', 'Indicadores'], pages: 2 },
  { row: 'Planilla 4', says: ['Registro de líneas de acción'] },
  { row: 'Áreas de mejora', says: ['12. '], isWide: true },
  { row: 'Matriz de priorización', says: ['Lugar', 'Decisión'], isWide: true },
  { row: 'Recursos del plan', says: ['Totales'] },
  { row: 'Resumen de seguimiento', says: ['Resumen de seguimiento', 'Situación al'], isWide: true },
  { row: 'Comparación de ciclos', says: ['Ciclo 1'] },
];

world.step('the laptop: every form, without a network, on letter and oficio', async () => {
  const device = await world.device('laptop');
  const page = await settleIn(device, world.server.url, 'comite.puertovaras');
  await page.evaluate(() => { window.location.hash = 'mas'; });
  await page.getByRole('heading', { level: 1, name: 'Más' }).waitFor();
  await device.context.setOffline(true);
  await page.getByRole('button', { name: /^Imprimir formularios/ }).click();
  await page.getByRole('heading', { level: 1, name: 'Imprimir formularios' }).waitFor();
  await device.screenshot('print-list');
  assert.deepEqual(await violationsOf(page), []);
  const list = page.getByRole('list', { name: 'Formularios e informes' });

  for (const { row, says, isWide = false, pages = 1 } of forms) {
    const paper = await openPaper(page, () => list.getByRole('button', { name: row, exact: true }).click());
    const text = await paper.getByRole('main').textContent();
    const today = text.match(/Impreso el \d\d-\d\d-\d{4}/);
    assert.ok(today, `${row} says the day it was printed`);
    for (const words of ['Municipalidad de Puerto Varas', 'Ciclo', ...says]) {
      assert.ok(text.includes(words), `${row} says “${words}”`);
    }
    if (row === 'Planilla 1') {
      const heading = paper.getByRole('rowheader', { name: 'Implementación' }).first();
      assert.equal(await linesOf(heading), 1, 'no word is broken');
    }
    // Those that lie across are made of the same parts.
    if (!isWide) assert.deepEqual(await violationsOf(paper), [], row);
    for (const size of pages > 1 || isWide ? ['Carta', 'Oficio'] : ['Carta']) {
      const [width, height] = sizes[size];
      const found = await pdfOf(paper, size, row);
      assert.ok(found.length >= pages, `${row}: ${found.length} pages`);
      for (const one of found) {
        assert.ok(isSize(one, isWide ? [height, width] : [width, height]), `${row}, ${size}: ${one}`);
      }
    }
    await closePaper(paper);
  }

  // From the screen itself, by its key and by its button; the size stays as it was chosen.
  const line = lineOfEncargado.name;
  await openLine(page, line);
  const byKey = await openPaper(page, () => page.keyboard.press('Control+p'));
  await byKey.getByRole('heading', { level: 1, name: 'Planilla 3' }).waitFor();
  assert.ok((await byKey.getByRole('main').textContent()).includes(line));
  await byKey.getByRole('radio', { name: 'Oficio' }).check();
  await byKey.screenshot({ path: path.join(screenshotFolder, 'print-line-laptop.png') });
  await byKey.close();
  await device.screenshot('print-button');
  const byButton = await openPaper(page, () => page.getByRole('button', { name: 'Imprimir' }).click());
  await byButton.getByRole('radio', { name: 'Oficio', checked: true }).waitFor();
  assert.deepEqual(device.complaints, []);
  await world.putAway(device);
});

world.step('the phone: the register of the lines, and an empty form to fill in by hand', async () => {
  const device = await world.device('phone');
  const page = await settleIn(device, world.server.url, 'comite.puertovaras');
  await device.context.setOffline(true);
  await follow(page, 'plan/lineas', 'Líneas por área');
  const register = await openPaper(page, () => page.getByRole('button', { name: 'Imprimir' }).click());
  await register.getByRole('heading', { level: 1, name: 'Planilla 4' }).waitFor();
  const overflow = await register.evaluate(() =>
    document.documentElement.scrollWidth - document.documentElement.clientWidth);
  assert.equal(overflow, 0, 'the page does not scroll sideways');
  assert.deepEqual(await violationsOf(register), []);
  await register.screenshot({ path: path.join(screenshotFolder, 'print-register-phone.png') });
  await register.close();

  await follow(page, 'imprimir', 'Imprimir formularios');
  await device.screenshot('print-list');
  const empty = await openPaper(page, () =>
    page.getByRole('button', { name: 'Planilla 3 en blanco' }).click());
  assert.equal(await empty.getByText('Borrador').count(), 0);
  assert.equal((await pdfOf(empty, 'Carta', 'planilla-3-en-blanco')).length > 0, true);
  await empty.close();

  const feedback = await openPaper(page, () =>
    page.getByRole('button', { name: 'Informe de Retroalimentación en blanco' }).click());
  const asked = await feedback.getByRole('main').textContent();
  for (const words of ['Fortaleza', '12. ', 'Revisiones', 'Respuesta de la municipalidad']) {
    assert.ok(asked.includes(words), `the empty feedback asks for “${words}”`);
  }
  assert.ok((await pdfOf(feedback, 'Carta', 'retroalimentacion-en-blanco')).length > 1);
  assert.deepEqual(device.complaints, []);
});

world.step('where no window may be opened the sheet takes the page\'s place, and gives it back', async () => {
  const [device] = world.devices;
  const { page } = device;
  await follow(page, 'plan/lineas', 'Líneas por área');
  await page.evaluate(() => { window.open = () => null; });
  await page.getByRole('button', { name: 'Imprimir' }).click();
  await page.getByRole('heading', { level: 1, name: 'Planilla 4' }).waitFor();
  assert.ok(page.url().endsWith('/print.html'), page.url());
  await page.getByRole('button', { name: 'Volver' }).click();
  await page.getByRole('heading', { level: 1, name: 'Líneas por área' }).waitFor();
  assert.deepEqual(device.complaints, []);
});

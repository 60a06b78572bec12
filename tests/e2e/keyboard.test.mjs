// The diagnosis with the keyboard alone: from signing in to the last of the 78 questions.

import assert from 'node:assert/strict';

import { cellsOf, chipSays, waitForServer } from './support/app.mjs';
import { questions, resultsTable } from './support/expected.mjs';
import { journey } from './support/journey.mjs';
import { demoPassword } from './support/server.mjs';

const world = journey();
const tabsMax = 40;

const focusedName = (page) => page.evaluate(() => {
  const element = document.activeElement;
  return element.getAttribute('aria-label') || element.textContent;
});

/// Tab until the focus is on what has that name.
async function tabTo(page, name) {
  const seen = [];
  for (let count = 0; count < tabsMax; ++count) {
    await page.keyboard.press('Tab');
    seen.push(await focusedName(page));
    if (name.test(seen.at(-1))) return;
  }
  throw new Error(`Tab never came to ${name}, only to: ${seen.join(' | ')}`);
}

world.step('the diagnosis by keyboard alone', async () => {
  const link = await world.link();
  const device = await world.device('laptop');
  const page = await device.open(link.url);
  await page.getByLabel('Usuario').waitFor();
  if (!/Usuario/.test(await focusedName(page))) await tabTo(page, /^Usuario/);
  await page.keyboard.type('secretaria.puertovaras');
  await tabTo(page, /^Clave/);
  await page.keyboard.type(demoPassword);
  await page.keyboard.press('Enter');
  await page.getByRole('heading', { level: 1, name: 'Inicio' }).waitFor();
  await waitForServer(page);
  link.cut();

  await tabTo(page, /^Diagnóstico$/);
  await page.keyboard.press('Enter');
  await page.getByRole('heading', { level: 1, name: 'Diagnóstico' }).waitFor();

  // The first by Tab and arrows, as in any form.
  const levels = new Map();
  await tabTo(page, /^Nivel 0/);
  await page.keyboard.press('ArrowDown');
  await page.keyboard.press('ArrowDown');
  levels.set(1, 2);
  await page.getByRole('radio', { name: /^Nivel 2/, checked: true }).waitFor();
  await chipSays(page, /en cola/);
  await page.keyboard.press('ArrowRight');

  // The others by 1 to 4, and Enter, an arrow or a page key to go on.
  const onward = ['Enter', 'ArrowRight', 'PageDown'];
  for (const { number } of questions.slice(1)) {
    const level = (number * 5 + 1) % 4;
    await page.getByText(new RegExp(`^Pregunta ${number} de 78`)).waitFor({ state: 'attached' });
    await page.keyboard.press(String(level + 1));
    await page.getByRole('radio', { name: new RegExp(`^Nivel ${level}`), checked: true })
      .waitFor({ state: 'attached' });
    levels.set(number, level);
    if (number === 40) await device.screenshot('diagnosis-answering');
    if (number < questions.length) await page.keyboard.press(onward[number % onward.length]);
  }
  await chipSays(page, /\b7[89] en cola/);
  await page.keyboard.press('Enter');
  const table = page.getByRole('table', { name: 'Resultados por ámbito' });
  await table.waitFor({ state: 'attached' });
  const rows = (await cellsOf(table)).slice(1);
  assert.deepEqual(rows, resultsTable(levels).map(({ name, maximum, obtained, percent }) =>
    [name, String(maximum), String(obtained), `${percent} %`]));
  await device.screenshot('results');
  assert.deepEqual(device.complaints, []);
});

// A plan from its areas to its follow-up: what is weak is chosen and prioritized with the keyboard
// on a laptop, the round of the month is made on a phone; both without a network, and together
// again at the end.

import assert from 'node:assert/strict';
import { after } from 'node:test';

import { cellsOf, chipSays, follow, goTo, settleIn, waitForServer, write } from './support/app.mjs';
import { violationsOf } from './support/axe.mjs';
import { CliDevice } from './support/cli_device.mjs';
import { journey } from './support/journey.mjs';
import { fillMatrix, matrixGrid, openPart } from './support/plan_actions.mjs';

const world = journey();

/// The example of the guide (annex 1), as far as three of its tools and three of its criteria go.
const criteria = ['Recursos económicos asociados', 'Contexto favorable', 'Impacto en el puntaje del Modelo'];
const satisfaction = 'Medición de Satisfacción';
const segmentation = 'Identificación y Segmentación de Usuari@s';
const wellbeing = 'Política de Bienestar';
const scores = new Map([
  [wellbeing, [4, 7, 6]],
  [segmentation, [4, 3, 6]],
  [satisfaction, [7, 5, 5]],
]);
const total = (tool) => scores.get(tool).reduce((sum, score) => sum + score, 0);

const colleague = { device: null };
const phone = {};
const laptop = {};
after(() => colleague.device?.close());

async function look(device, name) {
  await device.screenshot(`parts-${name}`);
  assert.deepEqual(await violationsOf(device.page), []);
}

world.step('the phone: the round of the month, line after line, without a network', async () => {
  phone.link = await world.link();
  phone.device = await world.device('phone');
  const page = await settleIn(phone.device, phone.link.url, 'comite.puertovaras');
  phone.page = page;
  phone.link.cut();

  await goTo(page, 'Plan', 'Plan de mejoras');
  await look(phone.device, 'plan');
  await openPart(page, 'Seguimiento', 'Seguimiento del plan');
  await look(phone.device, 'rounds');
  await page.getByRole('button', { name: 'Registrar seguimiento' }).click();
  await page.getByRole('heading', { name: 'Seguimiento de la línea' }).waitFor();
  await look(phone.device, 'round-form');
  await write(page.getByRole('textbox', { name: 'Observaciones' }), 'Ronda hecha en terreno.');
  await write(page.getByRole('textbox', { name: 'Recomendaciones' }), 'Repetir en dos semanas.');
  await page.getByRole('button', { name: 'Guardar seguimiento' }).click();
  await page.getByText('Repetir en dos semanas.').first().waitFor({ state: 'attached' });
  await chipSays(page, /1 en cola/);
});

world.step('the phone: an immediate action is implemented where it was done', async () => {
  const { page } = phone;
  await openPart(page, 'Acciones inmediatas', 'Acciones de mejora inmediata');
  await look(phone.device, 'actions');
  await page.getByRole('list', { name: 'Resumen de acciones de mejora inmediata' })
    .getByRole('button', { name: 'Respuesta tipo para los reclamos más frecuentes' }).click();
  await page.getByRole('heading', { name: 'Acción inmediata', exact: true }).waitFor();
  await look(phone.device, 'action');
  await page.getByRole('button', { name: 'Dar por implementada' }).click();
  await page.getByRole('button', { name: 'Confirmar que se mantiene' }).waitFor();
  await page.getByRole('button', { name: 'Listo' }).click();
  await page.getByText('Nada por implementar').first().waitFor({ state: 'attached' });
  await chipSays(page, /2 en cola/);
});

world.step('the laptop: a colleague began the plan of the new cycle, areas are chosen in it', async () => {
  colleague.device = new CliDevice(world.server.url);
  colleague.device.signIn('comite.puertovaras');
  const cycle = colleague.device.objects('list', 'cycle').find(({ number }) => number === 2);
  colleague.device.run('new', 'plan', `cycle=${cycle.id}`);
  colleague.device.synchronize();

  laptop.link = await world.link();
  laptop.device = await world.device('laptop');
  const page = await settleIn(laptop.device, laptop.link.url, 'comite.puertovaras');
  laptop.page = page;
  laptop.link.cut();
  await openPart(page, 'Áreas de mejora', 'Áreas de mejora');
  const table = page.getByRole('table', { name: 'Subcriterios, del más débil al más fuerte' });
  for (const area of ['9. Satisfacción de usuarios y usuarias', '5. Bienestar y seguridad en el trabajo']) {
    await table.getByRole('button', { name: area }).click();
    await page.getByRole('button', { name: 'Elegir como área de mejora' }).click();
    await write(page.getByRole('textbox', { name: 'Relevancia' }), 'Es de lo más débil.');
  }
  await page.getByText('Hay 2 áreas elegidas').first().waitFor({ state: 'attached' });
  await look(laptop.device, 'areas');
  await page.getByRole('button', { name: 'Cerrar', exact: true }).click();
});

world.step('the laptop: the matrix is filled in with arrows and digits alone', async () => {
  const { page } = laptop;
  await page.getByRole('button', { name: 'Matriz de priorización' }).click();
  await page.getByRole('heading', { level: 1, name: 'Matriz de priorización' }).waitFor();
  await page.getByRole('button', { name: 'Elegir criterios' }).click();
  for (const criterion of criteria) {
    await page.getByRole('button', { name: criterion, exact: true }).click();
    await page.getByRole('button', { name: `Quitar «${criterion}»` }).waitFor({ state: 'attached' });
  }
  await look(laptop.device, 'criteria');
  await page.getByRole('button', { name: 'Cerrar', exact: true }).click();

  const grid = matrixGrid(page);
  const rows = await fillMatrix(page, criteria, (tool, column) => scores.get(tool)[column]);
  const focusedName = () => page.evaluate(() => {
    const element = document.activeElement;
    return element.getAttribute('aria-label') || element.textContent;
  });
  // Back with the arrows, and one score is another.
  await page.keyboard.press('ArrowLeft');
  assert.match(await focusedName(), new RegExp(`${criteria[1]}: `));
  await page.keyboard.press('ArrowUp');
  assert.match(await focusedName(), new RegExp(`^${rows.at(-2)}, ${criteria[1]}: `));
  await look(laptop.device, 'matrix');

  const shown = new Map((await cellsOf(grid)).slice(1).map((cells) => [cells[0], cells.at(-2)]));
  for (const tool of scores.keys()) assert.equal(shown.get(tool), String(total(tool)), tool);
  const order = await page.getByRole('list', { name: 'Orden de prioridad' })
    .getByRole('button').allTextContents();
  const byTotal = [...scores.keys()].sort((a, b) => total(b) - total(a));
  assert.deepEqual(order.map((name) => name.replace(/, \d+$/, '')), byTotal);
});

world.step('the laptop: the committee decides otherwise, and says why', async () => {
  const { page } = laptop;
  await page.getByRole('list', { name: 'Orden de prioridad' })
    .getByRole('button', { name: new RegExp(`^${segmentation}`) }).click();
  await page.getByRole('checkbox', { name: 'Incluir esta herramienta en el plan' }).click();
  await write(page.getByRole('textbox', { name: 'Motivo de la decisión' }),
    'Es condición para medir la satisfacción.');
  await look(laptop.device, 'tool');
  await page.getByRole('button', { name: 'Listo' }).click();
  await page.getByText('1 herramienta incluida').first().waitFor({ state: 'attached' });

  await openPart(page, 'Acciones inmediatas', 'Acciones de mejora inmediata');
  await page.getByRole('button', { name: 'Agregar la primera acción' }).click();
  await write(page.getByRole('textbox', { name: 'Nombre de la AMI' }), 'Pausas saludables');
  await write(page.getByRole('textbox', { name: 'Responsable de la implementación' }), 'Ana Ríos');
  await page.getByRole('button', { name: 'Elegir subcriterios' }).click();
  await page.getByRole('checkbox', { name: '5. Bienestar y seguridad en el trabajo' }).click();
  await look(laptop.device, 'new-action');
  await page.getByRole('button', { name: 'Guardar acción' }).click();
  await page.getByRole('heading', { name: 'Ficha de la acción' }).waitFor();
});

world.step('with a network again all of it is on the server', async () => {
  for (const one of [phone, laptop]) {
    one.link.mend();
    await waitForServer(one.page);
  }
  const { device } = colleague;
  device.synchronize();
  const chosen = device.objects('list', 'improvement_area')
    .filter(({ relevance }) => relevance === 'Es de lo más débil.');
  assert.equal(chosen.length, 2);
  assert.equal(device.objects('list', 'priority_score').length, 9);
  const choice = device.objects('list', 'tool_choice')
    .find(({ tool }) => tool === 'user_segmentation');
  assert.equal(choice.selected, true);
  assert.equal(choice.justification, 'Es condición para medir la satisfacción.');
  const made = device.named('immediate_action', 'Pausas saludables');
  assert.deepEqual(made.subcriteria, ['wellbeing_safety']);
  const done = device.named('immediate_action', 'Respuesta tipo para los reclamos más frecuentes');
  assert.equal(done.status, 'implemented');
  const written = device.objects('list', 'follow_up')
    .filter(({ observations }) => observations === 'Ronda hecha en terreno.');
  assert.equal(written.length, 1);
  assert.deepEqual(phone.device.complaints, []);
  assert.deepEqual(laptop.device.complaints, []);
});

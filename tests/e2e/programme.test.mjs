// A municipality on its way through the programme: the path with what leads on, the self-assessment
// on a phone without a network, the committee's meeting, and the mayor who reads all of it later.

import assert from 'node:assert/strict';

import {
  cellsOf, chipSays, follow, goTo, settleIn, synchronize, waitForServer, write,
} from './support/app.mjs';
import { violationsOf } from './support/axe.mjs';
import { settled } from './support/devices.mjs';
import { journey } from './support/journey.mjs';
import { until } from './support/until.mjs';

const world = journey();

const evidence = 'La encuesta de clima se aplica cada año y sus resultados van a cada jefatura.';
const elementName = 'Política de recursos humanos';
let link = null;
let phone = null;
let page = null;

async function look(device, name) {
  await device.screenshot(name);
  await settled(device.page);
  assert.deepEqual(await violationsOf(device.page), []);
}

function evidenceField(where) {
  return where.getByRole('textbox', { name: 'Evidencia', exact: true });
}

world.step('from Inicio, the path says where the cycle stands and what leads on', async () => {
  link = await world.link();
  phone = await world.device('phone');
  page = await settleIn(phone, link.url, 'comite.loprado');
  await page.getByRole('button', { name: /^Camino del programa/ }).click();
  await page.getByRole('heading', { level: 1, name: 'Camino del programa' }).waitFor();
  const phases = page.getByRole('list', { name: 'Fases del programa' });
  assert.equal(await phases.getByRole('button').count(), 8);
  await phases.getByRole('button', { name: 'Fase 3. Autoevaluación, en curso' }).waitFor();
  await page.getByRole('heading', { name: 'Presentar la autoevaluación' }).waitFor();
  await page.getByText(/Faltan evidencias por redactar/).first().waitFor();
  // Only the mayor hands it in.
  assert.equal(await page.getByRole('button', { name: 'Presentar la autoevaluación' }).count(), 0);
  await look(phone, 'path');
});

world.step('a phase has a page of its own, with its documents', async () => {
  await page.getByRole('button', { name: /^Fase 2\. / }).click();
  await page.getByRole('heading', { level: 2, name: /^2\. Conformación/ }).waitFor();
  await page.getByRole('button', { name: 'Plan de Trabajo del Comité de Mejora' }).waitFor();
  await look(phone, 'path-phase');
  await page.getByRole('button', { name: 'Volver' }).click();
  await page.getByRole('list', { name: 'Fases del programa' }).waitFor();
});

world.step('without a network, evidence and score of an element are written', async () => {
  link.cut();
  await follow(page, 'evaluacion/15', 'Autoevaluación');
  await page.getByRole('heading', { level: 2, name: `15. ${elementName}` }).waitFor();
  await write(evidenceField(page), evidence);
  await page.getByRole('radio', { name: 'Puntaje 3: Desplegada' }).click();
  await chipSays(page, /en cola/);
  await until('the score is kept', () =>
    page.getByRole('radio', { name: 'Puntaje 3: Desplegada' }).isChecked());
  await look(phone, 'evaluation');
});

world.step('the next one follows, and the list shows what is missing', async () => {
  await page.getByRole('button', { name: 'Siguiente', exact: true }).click();
  await page.getByRole('heading', { level: 2, name: /^16\. / }).waitFor();
  await page.getByRole('button', { name: 'Ver la lista de elementos' }).click();
  await page.getByRole('radio', { name: 'Faltan' }).click();
  await page.getByRole('button', { name: /^17\. .*, puntaje 3, sin evidencia/ }).waitFor();
  await page.getByRole('button', { name: /^15\. / }).waitFor({ state: 'detached' });
  await look(phone, 'evaluation-list');
});

world.step('the table adds up: the sum obtained over the sum of the maxima', async () => {
  await follow(page, 'evaluacion/resultados', 'Autoevaluación');
  const table = page.getByRole('table', { name: 'Puntajes por subcriterio' });
  await table.waitFor({ state: 'attached' });
  const rows = (await cellsOf(table)).slice(1);
  const points = (row) => row[1].split(' de ').map(Number);
  const sums = rows.slice(0, -1).map(points)
    .reduce(([a, b], [c, d]) => [a + c, b + d], [0, 0]);
  assert.deepEqual(points(rows.at(-1)), sums);
  assert.equal(sums[1], 78 * 5);
  await look(phone, 'evaluation-results');
  await page.getByRole('tab', { name: 'Informe' }).click();
  await page.getByRole('list', { name: 'Partes del informe' }).waitFor();
  await look(phone, 'evaluation-report');
});

world.step('a meeting is written down where it takes place', async () => {
  await goTo(page, 'Más');
  await page.getByRole('button', { name: /^Comité/ }).click();
  await page.getByRole('list', { name: 'Cargos del Comité' }).waitFor();
  await look(phone, 'committee');
  await page.getByRole('tab', { name: 'Reuniones' }).click();
  await page.getByRole('button', { name: 'Agregar reunión' }).click();
  await page.getByRole('heading', { name: 'Agregar reunión' }).waitFor();
  await write(page.getByRole('textbox', { name: 'Lugar' }), 'Sala de Concejo');
  await page.getByRole('checkbox', { name: 'Sofía Labra Cifuentes' }).click();
  await write(page.getByRole('textbox', { name: 'Acta', exact: true }), 'Se revisaron evidencias.');
  await look(phone, 'meeting-new');
  await page.getByRole('button', { name: 'Guardar', exact: true }).click();
  await page.getByRole('button', { name: /^Reunión sin fecha/ }).waitFor();
});

world.step('closed and opened again without a network, everything is there', async () => {
  await phone.closePage();
  page = await phone.open(link.url, 'evaluacion/15');
  await evidenceField(page).waitFor();
  assert.equal(await evidenceField(page).inputValue(), evidence);
});

world.step('with the network back, the mayor reads it on a laptop', async () => {
  link.mend();
  await synchronize(page);
  await waitForServer(page);
  const laptop = await world.device('laptop');
  const other = await settleIn(laptop, world.server.url, 'alcaldia.loprado');
  await follow(other, 'evaluacion/15', 'Autoevaluación');
  await other.getByText(evidence).first().waitFor();
  await look(laptop, 'evaluation');
  await follow(other, 'evaluacion/resultados', 'Autoevaluación');
  await look(laptop, 'evaluation-results');
  await follow(other, 'camino', 'Camino del programa');
  const button = other.getByRole('button', { name: 'Presentar la autoevaluación' });
  assert.ok(await button.isDisabled(), 'the way stays closed while evidence is missing');
  await look(laptop, 'path');
  await follow(other, 'comite/reuniones', 'Comité');
  await other.getByRole('button', { name: /^Reunión sin fecha/ }).waitFor();
  await look(laptop, 'committee-meetings');
  assert.deepEqual([...laptop.complaints, ...phone.complaints], []);
});

world.step('what cannot be taken back is asked for twice, and then the path has moved', async () => {
  const laptop = world.devices.find((device) => !device.isPhone);
  const other = laptop.page;
  await follow(other, 'camino', 'Camino del programa');
  await other.getByRole('button', { name: 'Retirarse del Programa' }).click();
  const question = other.getByRole('dialog', { name: 'Retirarse del Programa' });
  await question.getByRole('button', { name: 'Cancelar' }).click();
  await question.waitFor({ state: 'detached' });
  await other.getByRole('button', { name: 'Retirarse del Programa' }).click();
  await question.getByRole('button', { name: 'Sí, continuar' }).click();
  await other.getByText('Ninguna fase está en curso.').first().waitFor();
  await waitForServer(other);
  await look(laptop, 'path-withdrawn');
});

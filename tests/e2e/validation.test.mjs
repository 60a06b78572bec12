// A self-assessment among people, and its validation from outside: an element that is given to
// somebody, its figures, the signatures, SUBDERE's assignment, the declaration of interests, the
// review without a network, and an observation that comes back answered.

import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { after } from 'node:test';

import {
  chipSays, follow, settleIn, synchronize, waitForServer, write,
} from './support/app.mjs';
import { violationsOf } from './support/axe.mjs';
import { CliDevice } from './support/cli_device.mjs';
import { settled } from './support/devices.mjs';
import { rootFolder, serverProgram } from './support/environment.mjs';
import { journey } from './support/journey.mjs';

const world = journey();
const municipality = 'Municipalidad de Lo Prado';
let link = null;
let committee = null;
let validator = null;
let subdere;
after(() => subdere?.close());

async function look(device, name) {
  await device.screenshot(name);
  await settled(device.page);
  assert.deepEqual(await violationsOf(device.page), []);
}

/// Whoever runs the server writes records as they should be.
function bringIn(kind, records) {
  const file = join(world.server.folder, `${kind}.json`);
  writeFileSync(file, JSON.stringify(records));
  execFileSync(serverProgram, ['import', kind, file, '--data', join(world.server.folder, 'data')]);
}

/// The records of a kind, as SUBDERE takes them along.
async function all(kind, holds = () => true) {
  const token = await world.server.tokenOf('subdere');
  const answer = await fetch(`${world.server.url}/api/v1/export/${kind}.csv`,
    { headers: { Authorization: `Bearer ${token}` } });
  const [header, ...rows] = rowsOf((await answer.text()).replace(/^\uFEFF/, ''));
  return rows.map((row) => Object.fromEntries(header.map((name, i) => [name, row[i] ?? ''])))
    .filter(holds);
}

/// Cells of a CSV, quoted or not.
function rowsOf(text) {
  const separator = text.split('\n')[0].includes(';') ? ';' : ',';
  const cell = new RegExp(`(?:"((?:[^"]|"")*)"|([^"${separator}\\r\\n]*))(${separator}|\\r?\\n|$)`, 'g');
  const rows = [[]];
  for (const [, quoted, plain, end] of text.matchAll(cell)) {
    rows.at(-1).push(quoted === undefined ? plain : quoted.replaceAll('""', '"'));
    if (end !== separator) rows.push([]);
  }
  return rows.filter((row) => row.length > 1);
}

function button(page, name) {
  return page.getByRole('button', { name, exact: true });
}

world.step('without a network, the committee gives an element to somebody and fills in a series', async () => {
  link = await world.link();
  const phone = await world.device('phone');
  committee = await settleIn(phone, link.url, 'comite.loprado');
  link.cut();
  await follow(committee, 'evaluacion/14', 'Autoevaluación');
  await committee.getByRole('combobox', { name: 'Responsable de este elemento' })
    .selectOption({ label: 'Matías Paredes Lagos' });
  await write(committee.getByRole('textbox', { name: 'Qué se mide y en qué unidad' }),
    'Observaciones subsanadas, en %');
  await write(committee.getByRole('textbox', { name: /^Valor \d+$/ }).last(), '70,5');
  await chipSays(committee, /en cola/);
  await look(phone, 'evaluation-series');
  await follow(committee, 'evaluacion/resultados', 'Autoevaluación');
  await committee.getByRole('list', { name: 'Avance por persona' }).waitFor();
  link.mend();
  await synchronize(committee);
  await waitForServer(committee);
});

world.step('whoever has the element writes it with their own account', async () => {
  const laptop = await world.device('laptop');
  const owner = await settleIn(laptop, world.server.url, 'encargado.loprado');
  await follow(owner, 'evaluacion/14', 'Autoevaluación');
  await write(owner.getByRole('textbox', { name: 'Evidencia', exact: true }),
    'Control informa cada mes las observaciones subsanadas.');
  await look(laptop, 'evaluation-owner');
  await follow(owner, 'inicio', 'Inicio');
  await owner.getByRole('button', { name: /^Escribir los elementos a su cargo/ }).waitFor();
  await waitForServer(owner);
  await world.putAway(laptop);
});

world.step('the parts of the report are there, and its act is signed by the committee', async () => {
  const [organization] = await all('organization', (one) => one.name === municipality);
  const [cycle] = await all('cycle', (one) => one.organization === organization.id
    && one.state === 'self_assessment');
  const [assessment] = await all('assessment', (one) => one.cycle === cycle.id
    && one.type === 'self_assessment');
  const elements = JSON.parse(
    readFileSync(join(rootFolder, 'assets/programs/municipal/model.json'), 'utf8')).elements;
  const home = { organization: organization.id };
  bringIn('answer', elements.map(({ key }) => ({
    ...home, assessment: assessment.id, element: key, evidence: `Evidencia ${key}.`, score: 3,
  })));
  bringIn('document', ['committee_act', 'mayor_letter'].map((type) => ({
    ...home, cycle: cycle.id, type, number: '7', date: '2026-11-20',
  })));
  await synchronize(committee);
  await waitForServer(committee);
  await follow(committee, 'firmas', 'Firmas');
  await button(committee, 'Firmar como Comité de Mejora').click();
  await committee.getByText(/^Firmó Valentina Muñoz Riquelme/).first().waitFor({ state: 'attached' });
  await follow(committee, 'evaluacion/informe', 'Autoevaluación');
  await button(committee, 'Dar por respondida').click();
  await synchronize(committee);
  await waitForServer(committee);
});

world.step('the mayor hands the self-assessment in', async () => {
  const laptop = await world.device('laptop');
  const mayor = await settleIn(laptop, world.server.url, 'alcaldia.loprado');
  await follow(mayor, 'firmas', 'Firmas');
  await look(laptop, 'signatures');
  await follow(mayor, 'evaluacion/informe', 'Autoevaluación');
  await button(mayor, 'Presentar').click();
  await follow(mayor, 'camino', 'Camino del programa');
  await button(mayor, 'Presentar la autoevaluación').click();
  await mayor.getByRole('dialog').getByRole('button', { name: 'Sí, continuar' }).click();
  await mayor.getByText('Autoevaluación presentada').first().waitFor({ state: 'attached' });
  await synchronize(mayor);
  await waitForServer(mayor);
  await world.putAway(laptop);
});

world.step('SUBDERE assigns who validates, who declares their interests first', async () => {
  subdere = new CliDevice(world.server.url);
  subdere.signIn('subdere');
  const [organization] = subdere.objects('list', 'organization', `name=${municipality}`);
  const cycle = subdere.objects('list', 'cycle', 'state=self_assessment_submitted')
    .find((one) => one.organization === organization.id);
  subdere.run('new', 'validator_assignment', `cycle=${cycle.id}`, 'validator_user=validador',
    'validator=Ignacio Bustamante Leiva');
  subdere.synchronize();

  const phone = await world.device('phone');
  validator = await settleIn(phone, link.url, 'validador');
  await follow(validator, 'validacion', 'Validación');
  await look(phone, 'validation-list');
  await validator.getByRole('button', { name: new RegExp(`^${municipality}, Ciclo 2`) }).click();
  await button(validator, 'Declaro que no tengo conflicto').click();
  await validator.getByText(/^Sin conflicto de interés/).first().waitFor({ state: 'attached' });
  await look(phone, 'validation-declaration');
  await synchronize(validator);
  await waitForServer(validator);

  subdere.synchronize();
  subdere.run('set', cycle.id, 'state=sa_doc_review');
  subdere.synchronize();
  assert.deepEqual(subdere.objects('inbox'), []);
});

world.step('without a network, whoever validates reviews, scores, observes and gives feedback', async () => {
  const phone = world.devices.at(-1);
  await synchronize(validator);
  await waitForServer(validator);
  link.cut();
  await follow(validator, 'validacion/puntajes', 'Validación');
  await look(phone, 'validation-scores');
  await button(validator, 'Validar el siguiente').click();
  await validator.getByRole('combobox', { name: 'Puntaje validado' }).selectOption({ index: 2 });
  await look(phone, 'validation-element');
  await follow(validator, 'validacion/revisiones', 'Validación');
  await button(validator, 'Comenzar la revisión documental').click();
  await write(validator.getByRole('textbox', { name: 'Nueva observación' }), 'Adjunte el decreto.');
  await button(validator, 'Agregar observación').click();
  await validator.getByText('Sin respuesta').first().waitFor({ state: 'attached' });
  await look(phone, 'validation-reviews');
  await follow(validator, 'validacion/retroalimentacion', 'Validación');
  await validator.getByRole('button', { name: /^1\. Estrategia/ }).click();
  await button(validator, 'Agregar fortaleza').click();
  await write(validator.getByRole('textbox', { name: 'Fortaleza 1' }), 'El PLADECO se revisa.');
  await look(phone, 'validation-feedback');
  await button(validator, 'Cerrar').click();
  await chipSays(validator, /en cola/);
  link.mend();
  await synchronize(validator);
  await waitForServer(validator);
});

world.step('the municipality reads the observation and answers it', async () => {
  await synchronize(committee);
  await waitForServer(committee);
  await follow(committee, 'validacion/revisiones', 'Validación');
  await write(committee.getByRole('textbox', { name: 'Respuesta de la municipalidad' }),
    'Se adjuntó el decreto 14.');
  await synchronize(committee);
  await waitForServer(committee);
  await synchronize(validator);
  await follow(validator, 'validacion/revisiones', 'Validación');
  await validator.getByText('Se adjuntó el decreto 14.').first().waitFor({ state: 'attached' });
  await validator.getByRole('checkbox', { name: 'Quedó resuelta' }).click();
  await waitForServer(validator);
  assert.deepEqual(world.devices.flatMap((device) => [...device.complaints]), []);
});

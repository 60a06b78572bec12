// SUBDERE opens a commune that is outside the programme and takes it in; its people, each in a browser
// of their own, go with it from the diagnosis to the feedback of who validates, mostly without a network.

import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { join } from 'node:path';
import { after } from 'node:test';

import {
  chipSays, follow, goTo, signIn, settleIn, synchronize, waitForServer, write,
} from './support/app.mjs';
import { violationsOf } from './support/axe.mjs';
import { settled } from './support/devices.mjs';
import { serverProgram } from './support/environment.mjs';
import { questions } from './support/expected.mjs';
import { journey } from './support/journey.mjs';
import {
  answerDiagnosis, documentName, giveFeedback, Municipality, nameAt, seats, settle,
  validateScores, validatorName, writeEvidence,
} from './support/municipality.mjs';
import { until } from './support/until.mjs';

const world = journey();
const commune = 'Frutillar';
let town;
const at = {};
after(() => town?.close());

async function look(person, name) {
  await person.device.screenshot(`opened-${name}`);
  await settled(person.page);
  assert.deepEqual(await violationsOf(person.page), []);
}

function button(page, name) {
  return page.getByRole('button', { name, exact: true });
}

/// Elsewhere, once what was written last is kept.
async function goOn(page, route, title) {
  await settled(page);
  await follow(page, route, title);
}

/// Somebody with a browser of their own, behind a link that can be cut.
async function enter(person, shape) {
  const link = await world.link();
  const device = await world.device(shape);
  const page = await settleIn(device, link.url, town.people[person].login);
  at[person] = { link, device, page };
  return at[person];
}

/// They receive what the others did.
async function catchUp(person) {
  await synchronize(person.page);
  await waitForServer(person.page);
  return person.page;
}

function cut(person) {
  person.link.cut();
}

/// Back on the network, what they did is handed over.
async function handOver(person) {
  person.link.mend();
  await synchronize(person.page);
  await waitForServer(person.page);
}

/// Presses what can be pressed once.
async function press(page, name) {
  await button(page, name).click();
  await button(page, name).waitFor({ state: 'detached' });
}

/// A step of the programme's path: some are asked for twice.
async function move(page, name) {
  await goOn(page, 'camino', 'Camino del programa');
  const way = button(page, name);
  await way.click();
  const sure = page.getByRole('dialog').getByRole('button', { name: 'Sí, continuar' });
  const isAsked = await until(`“${name}” is asked for, or done`, async () =>
    await sure.count() > 0 ? 'asked' : await way.count() === 0 && 'done');
  if (isAsked === 'asked') await sure.click();
  await way.waitFor({ state: 'detached' });
}

async function addDocument(page, type) {
  await goOn(page, 'documentos', 'Documentos y fotos');
  await button(page, 'Agregar documento').click();
  await page.getByRole('combobox', { name: 'Tipo de documento' })
    .selectOption({ label: documentName(type) });
  await write(page.getByRole('textbox', { name: 'Número' }), '14');
  await write(page.getByRole('textbox', { name: 'Fecha' }), '2026-11-20');
  await button(page, 'Guardar sin archivo').click();
  await press(page, 'Listo');
}

async function sign(page, capacity) {
  await goOn(page, 'firmas', 'Firmas');
  await press(page, `Firmar como ${capacity}`);
}

async function spread(page, subject) {
  await goOn(page, 'comite/difusion', 'Comité');
  await button(page, 'Agregar difusión').click();
  await write(page.getByRole('textbox', { name: 'Qué se difundió' }), subject);
  await write(page.getByRole('textbox', { name: 'Fecha' }), '2026-11-22');
  await press(page, 'Guardar');
  await page.getByRole('button', { name: new RegExp(`^${subject}`) }).waitFor();
}

/// What is the same dozens of times, the same person writes on another device of theirs.
function onOtherDevice(person, work) {
  town.turn(person, () => work(town));
}

// --- The commune enters ---------------------------------------------------------------------------

world.step('SUBDERE finds a commune outside the programme and opens it', async () => {
  town = new Municipality(world.server, `Municipalidad de ${commune}`,
    settle(world.server, { code: '10105', town: 'frutillar' }));
  const link = await world.link();
  const device = await world.device('laptop');
  const page = await signIn(device, link.url, 'subdere');
  at.subdere = { link, device, page };
  // On this laptop all of it stands in one line.
  const [above, line] = await Promise.all([
    page.getByRole('searchbox', { name: 'Buscar comuna' }).boundingBox(),
    button(page, 'Descargar CSV').boundingBox()]);
  assert.ok(line.y < above.y + above.height, 'the downloads stand beside the search');
  await page.getByRole('radio', { name: 'Todas' }).click();
  await write(page.getByRole('searchbox', { name: 'Buscar comuna' }), commune);
  await page.getByRole('table', { name: 'Comunas' }).getByRole('button', { name: commune }).click();
  await page.getByRole('heading', { name: 'Comuna', exact: true }).waitFor();
  await look(at.subdere, 'commune-closed');
});

world.step('without a network it waits, and comes when the network is back', async () => {
  const { page, link } = at.subdere;
  link.cut();
  await synchronize(page);
  await chipSays(page, /^Sin conexión/);
  await button(page, 'Abrir la comuna').click();
  await page.getByText('Sin conexión: se recibirá sola cuando vuelva la red.').first().waitFor();
  await look(at.subdere, 'commune-waits');
  link.mend();
  await synchronize(page);
  await button(page, 'Ir a la comuna').waitFor();
  await look(at.subdere, 'commune-open');
});

world.step('there it takes the commune into the programme', async () => {
  const { page } = at.subdere;
  await button(page, 'Ir a la comuna').click();
  await page.getByRole('heading', { level: 1, name: 'Inicio' }).waitFor();
  await look(at.subdere, 'commune-home');
  await press(page, 'Comenzar el ciclo 1');
  await page.getByRole('button', { name: /^Camino del programa/ }).waitFor();
  await goOn(page, 'institucion', 'Institución');
  await page.getByRole('checkbox', { name: /Control/ }).click();
  await handOver(at.subdere);
});

world.step('the secretary fills the act without a network, and answers', async () => {
  const secretary = await enter('secretary', 'phone');
  const { page } = secretary;
  await goOn(page, 'diagnostico', 'Diagnóstico');
  await press(page, 'Comenzar el diagnóstico');
  await page.getByRole('radio').first().waitFor();
  await catchUp(secretary);
  cut(secretary);
  for (const number of [1, 2, 3]) {
    await page.getByText(new RegExp(`^Pregunta ${number} de 78`)).waitFor({ state: 'attached' });
    await page.getByRole('radio', { name: /^Nivel 2:/ }).click();
    await until('the level is kept', () =>
      page.getByRole('radio', { name: /^Nivel 2:/ }).isChecked());
    await button(page, 'Siguiente').click();
  }
  await goOn(page, 'diagnostico/acta', 'Diagnóstico');
  for (const { position, title } of seats) {
    await write(page.getByRole('textbox', { name: `Nombre de: ${title}` }),
      nameAt(position, town.people));
  }
  await write(page.getByRole('textbox', { name: 'Fecha de aplicación' }), '2026-11-18');
  await write(page.getByRole('textbox', { name: 'Duración en minutos' }), '240');
  await write(page.getByRole('textbox', { name: 'Descripción de la reunión' }),
    'En la sala de concejo, con todas las direcciones.');
  await look(secretary, 'act');
  await addDocument(page, 'diagnostic_act');
  await sign(page, 'Secretario o Secretaria Municipal');
  await chipSays(page, /en cola/);
  await handOver(secretary);
  onOtherDevice('secretary', () => answerDiagnosis(town, questions.slice(3)));
  await catchUp(secretary);
  await goOn(page, 'diagnostico/acta', 'Diagnóstico');
  await press(page, 'Dar por respondido');
  await move(page, 'Dar por respondido el diagnóstico');
  await handOver(secretary);
});

world.step('mayor and staff sign, and the diagnosis is closed', async () => {
  const staff = await enter('staff', 'phone');
  cut(staff);
  await sign(staff.page, 'Representantes de las asociaciones de funcionarios y funcionarias');
  await handOver(staff);
  await world.putAway(staff.device);
  const mayor = await enter('mayor', 'laptop');
  await sign(mayor.page, 'Alcalde o Alcaldesa');
  await goOn(mayor.page, 'diagnostico/acta', 'Diagnóstico');
  await press(mayor.page, 'Cerrar');
  await move(mayor.page, 'Cerrar el diagnóstico');
  await handOver(mayor);
  assert.deepEqual(at.secretary.device.complaints, []);
  await world.putAway(at.secretary.device);
});

world.step('SUBDERE invites and signs the agreement', async () => {
  const page = await catchUp(at.subdere);
  await goTo(page, 'Diagnóstico');
  await look(at.subdere, 'commune-diagnosis');
  await addDocument(page, 'invitation');
  await move(page, 'Invitar al Programa');
  await addDocument(page, 'agreement');
  await sign(page, 'SUBDERE');
  await handOver(at.subdere);
});

world.step('the mayor signs, enters the programme and forms the committee', async () => {
  const { mayor } = at;
  const page = await catchUp(mayor);
  cut(mayor);
  await sign(page, 'Alcalde o Alcaldesa');
  await move(page, 'Ingresar al Programa');
  for (const [index, { position, title }] of seats.slice(0, 3).entries()) {
    await goOn(page, 'comite', 'Comité');
    await page.getByRole('list', { name: 'Cargos del Comité' })
      .getByRole('button', { name: new RegExp(`^${title}`) }).click();
    await write(page.getByRole('textbox', { name: 'Nombre y apellido' }),
      nameAt(position, town.people));
    if (index > 0) await page.getByRole('checkbox', { name: 'Es contraparte técnica' }).click();
    await press(page, 'Guardar');
  }
  await addDocument(page, 'counterpart_designation');
  await move(page, 'Designar contrapartes técnicas');
  await addDocument(page, 'mayoral_decree');
  await move(page, 'Formar el Comité de Mejora');
  await chipSays(page, /en cola/);
  await handOver(mayor);
});

// --- Self-assessment and validation ---------------------------------------------------------------

world.step('the committee assesses itself, and the mayor hands it in', async () => {
  const committee = await enter('committee', 'laptop');
  const { page } = committee;
  await addDocument(page, 'work_plan');
  await addDocument(page, 'communication_strategy');
  await move(page, 'Comenzar la autoevaluación');
  await goOn(page, 'evaluacion', 'Autoevaluación');
  await press(page, 'Comenzar');
  await page.getByRole('textbox', { name: 'Evidencia', exact: true }).waitFor();
  await catchUp(committee);
  onOtherDevice('committee', () => writeEvidence(town));
  await catchUp(committee);
  cut(committee);
  await goOn(page, 'evaluacion/1', 'Autoevaluación');
  await write(page.getByRole('textbox', { name: 'Evidencia', exact: true }),
    'El PLADECO se revisa cada año con el concejo.');
  for (const type of ['commune_background', 'self_assessment_report', 'committee_act']) {
    await addDocument(page, type);
  }
  await sign(page, 'Comité de Mejora');
  await goOn(page, 'evaluacion/informe', 'Autoevaluación');
  await look(committee, 'report');
  await press(page, 'Dar por respondida');
  await handOver(committee);

  const { mayor } = at;
  await catchUp(mayor);
  await addDocument(mayor.page, 'mayor_letter');
  await goOn(mayor.page, 'evaluacion/informe', 'Autoevaluación');
  await press(mayor.page, 'Presentar');
  await move(mayor.page, 'Presentar la autoevaluación');
  await handOver(mayor);
});

world.step('SUBDERE assigns who validates, who declares their interests', async () => {
  const { subdere } = at;
  const page = await catchUp(subdere);
  await goOn(page, 'validacion/personas', 'Validación');
  await write(page.getByRole('textbox', { name: 'Nombre', exact: true }), validatorName);
  await write(page.getByRole('textbox', { name: 'Usuario en Minga' }), 'validador');
  await button(page, 'Asignar').click();
  await page.getByText(/^Falta su declaración de intereses/).first().waitFor({ state: 'attached' });
  await look(subdere, 'assigned');
  await handOver(subdere);

  const validator = await enter('validator', 'laptop');
  await goOn(validator.page, 'validacion', 'Validación');
  await validator.page.getByRole('button', { name: new RegExp(`${town.name}, Ciclo 1`) }).click();
  await press(validator.page, 'Declaro que no tengo conflicto');
  await validator.page.getByText(/^Sin conflicto de interés/).first()
    .waitFor({ state: 'attached' });
  await handOver(validator);

  await catchUp(subdere);
  await move(page, 'Comenzar la revisión documental');
  await handOver(subdere);
});

async function review(page, begin) {
  await goOn(page, 'validacion/revisiones', 'Validación');
  const fields = page.getByRole('textbox', { name: 'Lo que se revisó' });
  const before = await fields.count();
  await button(page, begin).click();
  await until('there is a field for it', async () => await fields.count() === before + 1);
  const values = await fields.evaluateAll((found) => found.map((field) => field.value));
  await write(fields.nth(values.indexOf('')), 'Todo conforme.');
}

world.step('without a network the validation goes its way to the feedback', async () => {
  const { validator } = at;
  const page = await catchUp(validator);
  cut(validator);
  await review(page, 'Comenzar la revisión documental');
  await move(page, 'Pasar a la entrevista');
  await review(page, 'Registrar la entrevista');
  await goOn(page, 'evaluacion/1', 'Autoevaluación');
  await page.getByRole('combobox', { name: 'Puntaje validado' }).selectOption({ index: 3 });
  await addDocument(page, 'feedback_report');
  await chipSays(page, /en cola/);
  await handOver(validator);
  onOtherDevice('validator', () => {
    validateScores(town);
    giveFeedback(town);
  });
  await catchUp(validator);
  await goOn(page, 'validacion/retroalimentacion', 'Validación');
  await look(validator, 'feedback');
  await move(page, 'Validar la autoevaluación');
  await handOver(validator);
});

world.step('and the chain of what happened is whole', async () => {
  const data = join(world.server.folder, 'data');
  execFileSync(serverProgram, ['verify', '--data', data], { stdio: 'pipe' });
});

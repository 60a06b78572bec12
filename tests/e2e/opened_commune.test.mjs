// SUBDERE opens a commune that is outside the programme and takes it in; its people, each in a browser
// of their own, go with it from the diagnosis to the feedback of who validates, mostly without a network.
// Devices without a screen carry its plan out, which another municipality does in browsers
// (`plan_carried_out`).

import assert from 'node:assert/strict';
import { after } from 'node:test';

import { cellsOf, chipSays, goTo, signIn, synchronize, write } from './support/app.mjs';
import { questions } from './support/expected.mjs';
import { journey } from './support/journey.mjs';
import {
  answerDiagnosis, giveFeedback, Municipality, nameAt, seats, settle, validateScores, validatorName,
  writeEvidence,
} from './support/municipality.mjs';
import { Person } from './support/person.mjs';
import {
  addDocument, button, goOn, lookUpCommune, move, press, review, sign,
} from './support/programme_moves.mjs';
import { until } from './support/until.mjs';

const world = journey({ isOneStory: true });
const commune = 'Frutillar';
let town;
const at = {};
after(() => town?.close());

async function enter(person, shape) {
  at[person] = await Person.enter(world, town.people[person].login, shape);
  return at[person];
}

/// What is the same dozens of times, the same person writes on another device of theirs.
function onOtherDevice(person, work) {
  town.turn(person, () => work(town));
}

// --- The commune enters ---------------------------------------------------------------------------

world.step('SUBDERE finds a commune outside the programme and opens it', async () => {
  town = new Municipality(world.server, `Municipalidad de ${commune}`,
    settle(world.server, { code: '10105', town: 'frutillar' }));
  at.subdere = await Person.enter(world, 'subdere', 'laptop', signIn);
  const { page } = at.subdere;
  // On this laptop all of it stands in one line.
  const [above, line] = await Promise.all([
    page.getByRole('searchbox', { name: 'Buscar comuna' }).boundingBox(),
    page.getByRole('button', { name: 'Descargar CSV', exact: true }).boundingBox()]);
  assert.ok(line.y < above.y + above.height, 'the downloads stand beside the search');
  await lookUpCommune(page, commune);
  await at.subdere.look('opened-commune-closed');
});

world.step('without a network it waits, and comes when the network is back', async () => {
  const { page, link } = at.subdere;
  link.cut();
  await synchronize(page);
  await chipSays(page, /^Sin conexión/);
  await button(page, 'Abrir la comuna').click();
  await page.getByText('Sin conexión: se recibirá sola cuando vuelva la red.').first().waitFor();
  await at.subdere.look('opened-commune-waits');
  link.mend();
  await synchronize(page);
  await button(page, 'Ir a la comuna').waitFor();
  await at.subdere.look('opened-commune-open');
});

world.step('there it takes the commune into the programme', async () => {
  const { page } = at.subdere;
  await button(page, 'Ir a la comuna').click();
  await page.getByRole('heading', { level: 1, name: 'Inicio' }).waitFor();
  await at.subdere.look('opened-commune-home');
  await press(page, 'Comenzar el ciclo 1');
  await page.getByRole('button', { name: /^Camino del programa/ }).waitFor();
  await goOn(page, 'institucion', 'Institución');
  await page.getByRole('checkbox', { name: /Control/ }).click();
  await at.subdere.handOver();
});

world.step('the secretary fills the act without a network, and answers', async () => {
  const secretary = await enter('secretary', 'phone');
  const { page } = secretary;
  await goOn(page, 'diagnostico', 'Diagnóstico');
  await press(page, 'Comenzar el diagnóstico');
  await page.getByRole('radio').first().waitFor();
  await secretary.catchUp();
  secretary.cut();
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
  await secretary.look('opened-act');
  await addDocument(page, 'diagnostic_act');
  await sign(page, 'Secretario o Secretaria Municipal');
  await chipSays(page, /en cola/);
  await secretary.handOver();
  onOtherDevice('secretary', () => answerDiagnosis(town, questions.slice(3)));
  await secretary.catchUp();
  await goOn(page, 'diagnostico/acta', 'Diagnóstico');
  await press(page, 'Dar por respondido');
  await move(page, 'Dar por respondido el diagnóstico');
  await secretary.handOver();
});

world.step('mayor and staff sign, and the diagnosis is closed', async () => {
  const staff = await enter('staff', 'phone');
  staff.cut();
  await sign(staff.page, 'Representantes de las asociaciones de funcionarios y funcionarias');
  await staff.handOver();
  await staff.leave();
  const mayor = await enter('mayor', 'laptop');
  await sign(mayor.page, 'Alcalde o Alcaldesa');
  await goOn(mayor.page, 'diagnostico/acta', 'Diagnóstico');
  await press(mayor.page, 'Cerrar');
  await move(mayor.page, 'Cerrar el diagnóstico');
  await mayor.handOver();
  await at.secretary.leave();
});

world.step('SUBDERE invites and signs the agreement', async () => {
  const page = await at.subdere.catchUp();
  await goTo(page, 'Diagnóstico');
  await at.subdere.look('opened-commune-diagnosis');
  await addDocument(page, 'invitation');
  await move(page, 'Invitar al Programa');
  await addDocument(page, 'agreement');
  await sign(page, 'SUBDERE');
  await at.subdere.handOver();
});

world.step('the mayor signs, enters the programme and forms the committee', async () => {
  const { mayor } = at;
  const page = await mayor.catchUp();
  mayor.cut();
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
  await mayor.handOver();
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
  await committee.catchUp();
  onOtherDevice('committee', () => writeEvidence(town));
  await committee.catchUp();
  committee.cut();
  await goOn(page, 'evaluacion/1', 'Autoevaluación');
  await write(page.getByRole('textbox', { name: 'Evidencia', exact: true }),
    'El PLADECO se revisa cada año con el concejo.');
  for (const type of ['commune_background', 'self_assessment_report', 'committee_act']) {
    await addDocument(page, type);
  }
  await sign(page, 'Comité de Mejora');
  await goOn(page, 'evaluacion/informe', 'Autoevaluación');
  await committee.look('opened-report');
  await press(page, 'Dar por respondida');
  await committee.handOver();

  const { mayor } = at;
  await mayor.catchUp();
  await addDocument(mayor.page, 'mayor_letter');
  await goOn(mayor.page, 'evaluacion/informe', 'Autoevaluación');
  await press(mayor.page, 'Presentar');
  await move(mayor.page, 'Presentar la autoevaluación');
  await mayor.handOver();
});

world.step('SUBDERE assigns who validates, who declares their interests', async () => {
  const { subdere } = at;
  const page = await subdere.catchUp();
  await goOn(page, 'validacion/personas', 'Validación');
  await write(page.getByRole('textbox', { name: 'Nombre', exact: true }), validatorName);
  await write(page.getByRole('textbox', { name: 'Usuario en Minga' }), 'validador');
  await button(page, 'Asignar').click();
  await page.getByText(/^Falta su declaración de intereses/).first().waitFor({ state: 'attached' });
  await subdere.look('opened-assigned');
  await subdere.handOver();

  const validator = await enter('validator', 'laptop');
  await goOn(validator.page, 'validacion', 'Validación');
  await validator.page.getByRole('button', { name: new RegExp(`${town.name}, Ciclo 1`) }).click();
  await press(validator.page, 'Declaro que no tengo conflicto');
  await validator.page.getByText(/^Sin conflicto de interés/).first()
    .waitFor({ state: 'attached' });
  await validator.handOver();

  await subdere.catchUp();
  await move(page, 'Comenzar la revisión documental');
  await subdere.handOver();
});

world.step('without a network the validation goes its way to the feedback', async () => {
  const { validator } = at;
  const page = await validator.catchUp();
  validator.cut();
  await review(page, 'Comenzar la revisión documental');
  await move(page, 'Pasar a la entrevista');
  await review(page, 'Registrar la entrevista');
  await goOn(page, 'evaluacion/1', 'Autoevaluación');
  await page.getByRole('combobox', { name: 'Puntaje validado' }).selectOption({ index: 3 });
  await addDocument(page, 'feedback_report');
  await chipSays(page, /en cola/);
  await validator.handOver();
  onOtherDevice('validator', () => {
    validateScores(town);
    giveFeedback(town);
  });
  await validator.catchUp();
  await goOn(page, 'validacion/retroalimentacion', 'Validación');
  await validator.look('opened-feedback');
  await move(page, 'Validar la autoevaluación');
  await validator.handOver();
});

world.step('devices without a screen go on to the closed plan, and SUBDERE sees it', async () => {
  town.goOnWith('the committee designs the plan');
  town.goToTheEnd();
  const page = await at.subdere.catchUp();
  await goTo(page, 'Consolidado');
  const table = page.getByRole('table', { name: 'Comunas' });
  await until('the plan is carried out', async () =>
    (await cellsOf(table)).some(([name, , executed]) => name === commune && executed === '100 %'));
  await at.subdere.look('opened-carried-out');
});

world.step('and the chain of what happened is whole', async () => {
  world.server.administer('verify');
});

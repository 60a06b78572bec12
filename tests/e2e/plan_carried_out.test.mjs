// The other half of the programme in browsers. Devices without a screen bring a municipality as far as
// the feedback on its self-assessment; from there its people, each with a browser of their own and
// mostly without a network, design the plan, have it validated and funded, carry it out and close it,
// begin the second cycle and compare it with the first.

import assert from 'node:assert/strict';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { after } from 'node:test';

import { csv_text as csvText, placeholder } from '../http/placeholder_instrument.mjs';
import { cellsOf, chipSays, goTo, signIn, write } from './support/app.mjs';
import { journey } from './support/journey.mjs';
import {
  areaName, Municipality, settle, subcriteria, toolsOf, writeEvidence,
} from './support/municipality.mjs';
import { Person } from './support/person.mjs';
import {
  addActivities, addFollowUp, chooseMonth, fillLine, fillMatrix, monthAfter, openLine, openPart,
  showPart,
} from './support/plan_actions.mjs';
import {
  addDocument, button, goOn, lookUpCommune, move, press, review, spread,
} from './support/programme_moves.mjs';
import { until } from './support/until.mjs';

const world = journey({ isOneStory: true });
const commune = 'Quellón';

/// As many as the guide suggests, each with one tool.
const areas = subcriteria.filter((key) => toolsOf(key).length === 1).slice(0, 7);
const criteria = ['Contexto favorable', 'Se puede hacer con la gente que hay'];
/// The first tool comes first by far, the last one last.
const scoreOf = (tool, column) => (tool === firstTool ? 7 : 2 + column);
const [firstTool] = toolsOf(areas[2]);
const secondLine = 'Pagar a tiempo a quienes nos proveen';

let town;
const at = {};
after(() => town?.close());

async function enter(person, shape) {
  at[person] = await Person.enter(world, town.people[person].login, shape);
  return at[person];
}

async function writeAll(page, texts) {
  for (const [label, text] of texts) {
    await write(page.getByRole('textbox', { name: label, exact: true }), text);
  }
}

world.step('without screens it comes as far as the feedback', async () => {
  town = new Municipality(world.server, `Municipalidad de ${commune}`,
    settle(world.server, { code: '10208', town: 'quellon' }));
  town.goTo('the committee designs the plan');
});

// --- The plan is designed -------------------------------------------------------------------------

world.step('without a network the committee begins the plan with its focus', async () => {
  const committee = await enter('committee', 'laptop');
  const { page } = committee;
  committee.cut();
  await spread(page, 'Resultados de la autoevaluación');
  await move(page, 'Comenzar el diseño del plan');
  await goTo(page, 'Plan', 'Plan de mejoras');
  await committee.look('carried-plan-none');
  await press(page, 'Comenzar el plan');
  await committee.look('carried-plan-empty');
  await openPart(page, 'Foco estratégico', 'Foco estratégico');
  await writeAll(page, [
    ['Qué se quiere lograr', 'Que en dos años nadie haga fila por un trámite que puede hacer en línea.'],
    ['Por qué es importante', 'La atención es lo más débil de la autoevaluación.'],
    ['Principales oportunidades de mejora', 'Cobranza y personas.'],
    ['Objetivos estratégicos', 'Un municipio que responde.'],
    ['Objetivos del PLADECO', 'Mejorar los servicios a las islas.'],
  ]);
  await chooseMonth(page, 'Inicio del plan', monthAfter(-1));
  await chooseMonth(page, 'Término del plan', monthAfter(10));
  await committee.look('carried-focus');
});

world.step('an immediate action is decided on', async () => {
  const { page } = at.committee;
  await openPart(page, 'Acciones inmediatas', 'Acciones de mejora inmediata');
  await at.committee.look('carried-actions-none');
  await button(page, 'Agregar la primera acción').click();
  await writeAll(page, [
    ['Nombre de la AMI', 'Horario de atención a la vista'],
    ['Qué se hará', 'Un letrero en cada puerta y en el sitio web.'],
    ['Plazo de ejecución', '2026-12-15'],
    ['Responsable de la implementación', town.people.owner.name],
    ['Cargo de quien implementa', 'Encargado de Rentas'],
    ['Responsable de la mantención', town.people.counterpart.name],
    ['Cargo de quien mantiene', 'Directora de Administración y Finanzas'],
    ['Medio de verificación', 'Fotos de los letreros'],
  ]);
  await button(page, 'Elegir subcriterios').click();
  await page.getByRole('checkbox', { name: areaName(subcriteria[9]) }).click();
  await button(page, 'Guardar acción').click();
  await page.getByRole('heading', { name: 'Ficha de la acción' }).waitFor();
  await at.committee.look('carried-action');
  await press(page, 'Listo');
});

world.step('seven areas are chosen, with why', async () => {
  const { page } = at.committee;
  await openPart(page, 'Áreas de mejora', 'Áreas de mejora');
  const table = page.getByRole('table', { name: 'Subcriterios, del más débil al más fuerte' });
  for (const [index, area] of areas.entries()) {
    await table.getByRole('button', { name: areaName(area) }).click();
    await press(page, 'Elegir como área de mejora');
    if (index > 0) continue;
    await writeAll(page, [
      ['Relevancia', 'Sin metas no se sabe si se avanza.'],
      ['Pertinencia', 'El PLADECO vence el próximo año.'],
      ['Factibilidad', 'Se puede con la gente que hay.'],
      ['Responsable del área', town.people.committee.name],
      ['Cargo del responsable', 'SECPLA'],
    ]);
    await at.committee.look('carried-area');
  }
  await page.getByText('7 áreas elegidas').first().waitFor({ state: 'attached' });
  await button(page, 'Cerrar').click();
  await at.committee.look('carried-areas');
});

world.step('their tools are prioritized, and one becomes an action line', async () => {
  const { page } = at.committee;
  await openPart(page, 'Matriz de priorización', 'Matriz de priorización');
  await button(page, 'Elegir criterios').click();
  await button(page, criteria[0]).click();
  await button(page, `Quitar «${criteria[0]}»`).waitFor({ state: 'attached' });
  await write(page.getByRole('textbox', { name: 'Nombre del criterio' }), criteria[1]);
  await button(page, 'Agregar criterio').click();
  await button(page, `Quitar «${criteria[1]}»`).waitFor({ state: 'attached' });
  await button(page, 'Cerrar').click();
  const tools = await fillMatrix(page, criteria, scoreOf);
  assert.deepEqual(tools.toSorted(), areas.flatMap(toolsOf).toSorted());
  const order = page.getByRole('list', { name: 'Orden de prioridad' }).getByRole('button');
  assert.match(await order.first().textContent(), new RegExp(`^${firstTool}`));
  await at.committee.look('carried-matrix');
  await order.first().click();
  await page.getByRole('checkbox', { name: 'Incluir esta herramienta en el plan' }).click();
  await write(page.getByRole('textbox', { name: 'Motivo de la decisión' }), 'La primera por lejos.');
  await button(page, 'Crear su línea de acción').click();
  await page.getByRole('heading', { name: 'Nueva línea de acción' }).waitFor();
  await at.committee.look('carried-new-line');
  await fillLine(page, {
    start: monthAfter(-1), end: monthAfter(3), owner: town.people.owner.name,
    position: 'Encargado de Rentas',
  });
  await page.getByRole('heading', { level: 1, name: firstTool }).waitFor();
  await at.committee.look('carried-line-empty');
});

async function addIndicator(page, { name, target, unit }) {
  await showPart(page, 'Seguimiento');
  await button(page, 'Agregar indicador').click();
  await writeAll(page, [
    ['Nombre del indicador', name], ['Meta', target], ['Unidad', unit],
    ['Medio de verificación', 'Informe mensual'],
  ]);
  await press(page, 'Guardar indicador');
}

world.step('the lines are written with actors, activities, money and indicators', async () => {
  const { page } = at.committee;
  const { owner } = town.people;
  await addActivities(page, [
    {
      name: 'Levantar las deudas', start: monthAfter(-1), end: monthAfter(0), own: 800,
      subdere: 0, owner: owner.name, position: 'Encargado de Rentas',
    },
    {
      name: 'Convenios de pago en línea', start: monthAfter(0), end: monthAfter(3), own: 200,
      subdere: 4000, owner: owner.name, position: 'Encargado de Rentas',
    },
  ]);
  await at.committee.look('carried-line');
  await showPart(page, 'Ficha');
  await writeAll(page, [
    ['Evaluación validada', '10'], ['Puntaje esperado', '20'],
    ['Breve diagnóstico', 'Se cobra cuando alguien se acuerda.'],
    ['Descripción de la línea', 'Un registro único, avisos y convenios.'],
    ['Nombre de la persona', 'Rosa Nauto Chiguay'], ['Cargo de la persona', 'Tesorera'],
  ]);
  await button(page, 'Agregar actor interno').click();
  await page.getByRole('group', { name: 'Actor interno 1' }).waitFor({ state: 'attached' });
  const next = page.getByRole('textbox', { name: 'Nombre de la persona' });
  await until('the form waits for the next person', () => next.evaluate((field) =>
    field.value === '' && field === document.activeElement));
  await at.committee.look('carried-line-form');
  await addIndicator(page, { name: 'Deuda recuperada', target: '35,5', unit: '%' });

  await goTo(page, 'Plan', 'Plan de mejoras');
  await button(page, 'Agregar línea de acción').click();
  await page.getByRole('heading', { name: 'Nueva línea de acción' }).waitFor();
  await fillLine(page, {
    name: secondLine, start: monthAfter(0), end: monthAfter(2),
    owner: town.people.committee.name, position: 'SECPLA',
  });
  await page.getByRole('heading', { level: 1, name: secondLine }).waitFor();
  await addActivities(page, [{
    name: 'Plazo máximo de 30 días', start: monthAfter(0), end: monthAfter(1), own: 0, subdere: 0,
    owner: town.people.committee.name, position: 'SECPLA',
  }]);
  await addIndicator(page, { name: 'Días hasta el pago', target: '30', unit: 'días' });
  await openPart(page, 'Líneas por área', 'Líneas por área');
  await at.committee.look('carried-register');
});

world.step('what a plan still lacks leads to where it is settled', async () => {
  const { page } = at.committee;
  await addDocument(page, 'improvement_plan');
  await at.committee.handOver();
  const mayor = await enter('mayor', 'phone');
  mayor.cut();
  await goOn(mayor.page, 'camino', 'Camino del programa');
  await mayor.look('carried-path-lacking');
  await mayor.page.getByRole('list', { name: 'Requisitos de «Presentar el plan»' })
    .getByRole('button', { name: /^Falta revisar el Foco/ }).click();
  await mayor.page.getByRole('heading', { level: 1, name: 'Foco estratégico' }).waitFor();
  await openPart(page, 'Foco estratégico', 'Foco estratégico');
  await page.getByRole('checkbox', { name: 'El foco se revisó al final del diseño' }).click();
  await goTo(page, 'Plan', 'Plan de mejoras');
  await at.committee.look('carried-plan');
  await at.committee.handOver();
});

// --- It is validated and funded -------------------------------------------------------------------

world.step('without a network the mayor presents it', async () => {
  const { mayor } = at;
  await mayor.handOver();
  mayor.cut();
  const { page } = mayor;
  await goOn(page, 'plan', 'Plan de mejoras');
  await press(page, 'Presentar');
  await mayor.look('carried-presented');
  await move(page, 'Presentar el plan');
  await chipSays(page, /en cola/);
  await mayor.handOver();
});

world.step('without a network who validates returns it with an observation', async () => {
  const validator = await enter('validator', 'laptop');
  const { page } = validator;
  await goOn(page, 'validacion', 'Validación');
  await validator.look('carried-validator-list');
  await page.getByRole('button', { name: new RegExp(`${town.name}, Ciclo 1`) }).click();
  validator.cut();
  await review(page, 'Comenzar la revisión del plan');
  await page.getByRole('textbox', { name: 'Nueva observación' }).last()
    .fill('¿Quién reemplaza al encargado si falta?');
  await button(page, 'Agregar observación').last().click();
  await page.getByText('Sin respuesta').first().waitFor({ state: 'attached' });
  await validator.look('carried-observed');
  await move(page, 'Devolver el plan con observaciones');
  await goOn(page, 'plan', 'Plan de mejoras');
  await press(page, 'Devolver con observaciones');
  await validator.handOver();
});

world.step('the counterpart answers it on a phone, and the mayor hands the plan in again', async () => {
  const counterpart = await enter('counterpart', 'phone');
  const { page } = counterpart;
  counterpart.cut();
  await goOn(page, 'validacion/revisiones', 'Validación');
  await write(page.getByRole('textbox', { name: 'Respuesta de la municipalidad' }),
    'La Tesorera, que es actora interna de la línea.');
  await page.getByText('Respondida', { exact: true }).first().waitFor({ state: 'attached' });
  await counterpart.look('carried-answered');
  await counterpart.handOver();

  const { mayor } = at;
  await mayor.catchUp();
  mayor.cut();
  await goOn(mayor.page, 'plan', 'Plan de mejoras');
  await press(mayor.page, 'Presentar de nuevo');
  await move(mayor.page, 'Presentar de nuevo el plan');
  await mayor.handOver();
});

world.step('the same person validates it', async () => {
  const { validator } = at;
  const page = await validator.catchUp();
  validator.cut();
  await goOn(page, 'validacion/revisiones', 'Validación');
  await page.getByRole('checkbox', { name: 'Quedó resuelta' }).click();
  await page.getByRole('combobox', { name: 'Resultado' }).last()
    .selectOption({ label: 'Con observaciones' });
  await review(page, 'Comenzar otra revisión del plan');
  await page.getByRole('combobox', { name: 'Resultado' }).last()
    .selectOption({ label: 'Aprobado' });
  await addDocument(page, 'plan_validation_report');
  await goOn(page, 'plan', 'Plan de mejoras');
  await press(page, 'Validar');
  await move(page, 'Validar el plan');
  await validator.handOver();
  await validator.leave();
});

world.step('without a network the counterpart asks for the money, and the mayor signs', async () => {
  const { counterpart, mayor } = at;
  await counterpart.catchUp();
  counterpart.cut();
  await openPart(counterpart.page, 'Financiamiento', 'Financiamiento');
  await counterpart.look('carried-funding-none');
  await press(counterpart.page, 'Preparar la solicitud');
  const asked = counterpart.page.getByRole('textbox', { name: 'Solicitado a SUBDERE (M$)' });
  assert.equal(await asked.inputValue(), '4.000');
  await counterpart.handOver();
  await counterpart.leave();

  await mayor.catchUp();
  mayor.cut();
  await openPart(mayor.page, 'Financiamiento', 'Financiamiento');
  await press(mayor.page, 'Firmar la solicitud');
  await press(mayor.page, 'Presentar');
  await mayor.look('carried-funding-signed');
  await move(mayor.page, 'Presentar el proyecto a SUBDERE');
  await mayor.handOver();
});

world.step('SUBDERE opens the commune and decides, and the plan is definitive', async () => {
  at.subdere = await Person.enter(world, 'subdere', 'laptop', signIn);
  const { subdere } = at;
  const { page } = subdere;
  await lookUpCommune(page, commune);
  await button(page, 'Abrir la comuna').click();
  await button(page, 'Ir a la comuna').click();
  await page.getByRole('heading', { level: 1, name: 'Inicio' }).waitFor();
  await subdere.look('carried-commune-home');
  subdere.cut();
  await goOn(page, 'plan/financiamiento', 'Financiamiento');
  await write(page.getByRole('textbox', { name: 'Resolución' }), 'Se financia completo.');
  await press(page, 'Aprobar');
  await subdere.look('carried-funding-approved');
  await addDocument(page, 'funding_resolution');
  await goOn(page, 'plan', 'Plan de mejoras');
  await press(page, 'Dejar como definitivo');
  await page.getByText('Definitivo', { exact: true }).first().waitFor({ state: 'attached' });
  await move(page, 'Aprobar el financiamiento');
  await subdere.handOver();
});

// --- It is carried out and closed -----------------------------------------------------------------

async function setLine(page, ...states) {
  const state = page.getByRole('combobox', { name: 'Estado de la línea' });
  await showPart(page, 'Ficha');
  for (const name of states) {
    await state.selectOption({ label: name });
    await until(`the line is “${name}”`, () => state.evaluate(
      (select, wanted) => select.selectedOptions[0]?.textContent === wanted, name));
  }
}

async function finish(page, activity) {
  await page.getByRole('button', { name: new RegExp(`^${activity}`) }).first().click();
  await page.getByRole('heading', { name: 'Actividad', exact: true }).waitFor();
  await page.getByRole('combobox', { name: 'Estado de la actividad' })
    .selectOption({ label: 'Ejecutada' });
  await page.getByRole('textbox', { name: 'Fecha de ejecución' }).waitFor();
  await press(page, 'Listo');
}

world.step('the committee begins to carry it out', async () => {
  const { committee } = at;
  const page = await committee.catchUp();
  committee.cut();
  await spread(page, 'Validación del plan');
  await move(page, 'Comenzar la implementación');
  await openLine(page, secondLine);
  await setLine(page, 'Programada', 'En curso');
  await openLine(page, firstTool);
  await setLine(page, 'Programada', 'En curso');
  await committee.handOver();
});

world.step('whoever owns a line executes it on a phone in the field', async () => {
  const owner = await enter('owner', 'phone');
  const { page } = owner;
  owner.cut();
  await openLine(page, firstTool);
  await owner.look('carried-owner-line');
  await finish(page, 'Levantar las deudas');
  await finish(page, 'Convenios de pago en línea');
  await showPart(page, 'Seguimiento');
  await addFollowUp(page, {
    programmed: 2, executed: 2, observations: 'Antes de lo previsto.', recommendations: 'Difundirlo.',
  });
  await owner.look('carried-owner-follow-up');
  await setLine(page, 'Terminada');
  await openPart(page, 'Acciones inmediatas', 'Acciones de mejora inmediata');
  await page.getByRole('button', { name: /^Horario de atención a la vista/ }).click();
  await press(page, 'Dar por implementada');
  await owner.look('carried-owner-action');
  await press(page, 'Listo');
  await chipSays(page, /en cola/);
  await owner.handOver();
  await owner.leave();
});

world.step('without a network the committee goes its monthly round over all lines', async () => {
  const { committee } = at;
  const page = await committee.catchUp();
  committee.cut();
  await openLine(page, secondLine);
  await finish(page, 'Plazo máximo de 30 días');
  await openPart(page, 'Seguimiento', 'Seguimiento del plan');
  await committee.look('carried-rounds');
  await page.getByRole('list', { name: 'Ronda del mes' })
    .getByRole('button', { name: new RegExp(secondLine) }).click();
  await page.getByRole('heading', { name: 'Seguimiento de la línea' }).waitFor();
  await write(page.getByRole('textbox', { name: 'Observaciones' }), 'El plazo rige desde ayer.');
  await press(page, 'Guardar seguimiento');
  await page.getByText('2 de 2 líneas tienen su seguimiento').first()
    .waitFor({ state: 'attached' });
  await committee.look('carried-rounds-done');
});

world.step('the last line is closed, and the cycle with it', async () => {
  const { committee } = at;
  const { page } = committee;
  await openLine(page, secondLine);
  await setLine(page, 'Terminada');
  await goTo(page, 'Plan', 'Plan de mejoras');
  await committee.look('carried-plan-done');
  await addDocument(page, 'final_report');
  await move(page, 'Terminar la implementación');
  await page.getByText('Este ciclo terminó.').first().waitFor({ state: 'attached' });
  await committee.look('carried-path-closed');
  await committee.handOver();
});

// --- The second cycle -----------------------------------------------------------------------------

async function chooseCycle(page, number) {
  const select = page.getByRole('combobox', { name: 'Ciclo', exact: true });
  const option = select.locator('option').filter({ hasText: `Ciclo ${number}` });
  await select.selectOption({ label: await option.textContent() });
}

world.step('while the mayor begins the second cycle, an instrument is published', async () => {
  const { committee, mayor } = at;
  const page = await mayor.catchUp();
  for (const person of [mayor, committee, at.subdere]) person.cut();
  await goOn(page, 'camino', 'Camino del programa');
  await button(page, 'Comenzar el ciclo 2').click();
  await press(page, 'Sí, comenzar');
  await page.getByRole('combobox', { name: 'Ciclo', exact: true }).waitFor();
  await mayor.look('carried-second-cycle');
  const file = join(world.server.folder, 'instrument.csv');
  writeFileSync(file, csvText(placeholder(60)));
  await world.server.restart(() => {
    world.server.administer('instrument', 'import', file, '--key', 'placeholder_2027', '--title',
      'Instrumento de relleno');
  });
  await mayor.handOver();
  await mayor.leave();
});

world.step('the secretary answers it without a network', async () => {
  const secretary = await enter('secretary', 'phone');
  const { page } = secretary;
  secretary.cut();
  await goOn(page, 'diagnostico', 'Diagnóstico');
  await secretary.look('carried-diagnosis-old');
  const select = page.getByRole('combobox', { name: 'Diagnóstico del ciclo' });
  const option = select.locator('option').filter({ hasText: 'Ciclo 2' });
  await select.selectOption({ label: await option.textContent() });
  await press(page, 'Comenzar el diagnóstico');
  for (const number of [1, 2]) {
    await page.getByText(new RegExp(`^Pregunta ${number} de 100`)).waitFor({ state: 'attached' });
    await page.getByRole('radio', { name: /^Nivel 3:/ }).click();
    await until('the level is kept', () =>
      page.getByRole('radio', { name: /^Nivel 3:/ }).isChecked());
    await secretary.look('carried-diagnosis-new');
    await button(page, 'Siguiente').click();
  }
  await secretary.handOver();
  await goOn(page, 'comparacion', 'Comparación de ciclos');
  await secretary.look('carried-compared-diagnosis');
  await secretary.leave();
});

world.step('the committee assesses itself again, and compares both cycles', async () => {
  const { committee } = at;
  await committee.handOver();
  committee.cut();
  const { page } = committee;
  await goOn(page, 'camino', 'Camino del programa');
  await chooseCycle(page, 2);
  await move(page, 'Comenzar la autoevaluación');
  await goOn(page, 'evaluacion', 'Autoevaluación');
  await press(page, 'Comenzar');
  await write(page.getByRole('textbox', { name: 'Evidencia', exact: true }), 'Se revisa cada mes.');
  await page.getByRole('radio', { name: /^Puntaje 5:/ }).click();
  await until('the score is kept', () =>
    page.getByRole('radio', { name: /^Puntaje 5:/ }).isChecked());
  await committee.handOver();
  town.turn('committee', () => writeEvidence(town, { after: 1, score: 4 }));
  await committee.catchUp();
  committee.cut();
  await goOn(page, 'comparacion', 'Comparación de ciclos');
  await page.getByRole('radio', { name: 'Autoevaluación' }).click();
  const table = page.getByRole('table', { name: 'Comparación por criterio' });
  await committee.look('carried-compared');
  const rows = await cellsOf(table);
  assert.deepEqual(rows[0], ['Criterio', 'Ciclo 1', 'Ciclo 2', 'Cambio']);
  assert.deepEqual(rows.at(-1), ['TOTAL', '60 %', '80 %', '+20']);
  await committee.handOver();
  await committee.leave();
});

// --- The end --------------------------------------------------------------------------------------

world.step('SUBDERE sees it carried out', async () => {
  const { subdere } = at;
  await subdere.handOver();
  const { page } = subdere;
  await goTo(page, 'Consolidado');
  const table = page.getByRole('table', { name: 'Comunas' });
  const row = await until('the plan is carried out', async () => {
    const found = (await cellsOf(table)).find(([name]) => name === commune);
    return found?.[2] === '100 %' && found;
  });
  assert.deepEqual(row.slice(3, 8), ['0', '1.000', '4.000', '0', '0']);
  await subdere.look('carried-consolidated');
  await table.getByRole('button', { name: commune, exact: true }).click();
  await button(page, 'Ir a la comuna').click();
  await goOn(page, 'camino', 'Camino del programa');
  await subdere.look('carried-path-second');
  await chooseCycle(page, 1);
  await page.getByText('Plan implementado').first().waitFor({ state: 'attached' });
  await subdere.leave();
});

world.step('and the chain of what happened is whole', () => {
  world.server.administer('verify');
});

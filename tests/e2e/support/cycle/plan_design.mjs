// The plan is designed: focus, an immediate action, seven areas, their tools in the matrix, two lines.

import assert from 'node:assert/strict';

import { goTo, write } from '../app.mjs';
import { areaName, subcriteria, toolsOf } from '../municipality.mjs';
import {
  addActivities, chooseMonth, fillLine, fillMatrix, monthAfter, openPart, showPart,
} from '../plan_actions.mjs';
import { addDocument, button, goOn, move, press, spread } from '../programme_moves.mjs';
import { until } from '../until.mjs';

/// As many as the guide suggests, each with one tool.
const areas = subcriteria.filter((key) => toolsOf(key).length === 1).slice(0, 7);
const criteria = ['Contexto favorable', 'Se puede hacer con la gente que hay'];
const [firstTool] = toolsOf(areas[2]);
/// The first tool comes first by far, the last one last.
const scoreOf = (tool, column) => (tool === firstTool ? 7 : 2 + column);

/// The lines of the plan and what is done in them.
export const firstLine = firstTool;
export const secondLine = 'Pagar a tiempo a quienes nos proveen';
export const activities = {
  debts: 'Levantar las deudas',
  agreements: 'Convenios de pago en línea',
  term: 'Plazo máximo de 30 días',
};
export const immediateAction = 'Horario de atención a la vista';

async function writeAll(page, texts) {
  for (const [label, text] of texts) {
    await write(page.getByRole('textbox', { name: label, exact: true }), text);
  }
}

async function addIndicator(page, { name, target, unit }) {
  await showPart(page, 'Seguimiento');
  await button(page, 'Agregar indicador').click();
  await writeAll(page, [
    ['Nombre del indicador', name], ['Meta', target], ['Unidad', unit],
    ['Medio de verificación', 'Informe mensual'],
  ]);
  await press(page, 'Guardar indicador');
}

export function planDesignSteps(commune) {
  focusSteps(commune);
  areaSteps(commune);
  lineSteps(commune);
  commune.step('what a plan still lacks leads to where it is settled', async () => {
    const { committee } = commune.at;
    const { page } = committee;
    await addDocument(page, 'improvement_plan');
    await committee.handOver();
    const mayor = await commune.turn('mayor');
    mayor.cut();
    await goOn(mayor.page, 'camino', 'Camino del programa');
    await commune.look('mayor', 'path-lacking');
    await mayor.page.getByRole('list', { name: 'Requisitos de «Presentar el plan»' })
      .getByRole('button', { name: /^Falta revisar el Foco/ }).click();
    await mayor.page.getByRole('heading', { level: 1, name: 'Foco estratégico' }).waitFor();
    await openPart(page, 'Foco estratégico', 'Foco estratégico');
    await page.getByRole('checkbox', { name: 'El foco se revisó al final del diseño' }).click();
    await goTo(page, 'Plan', 'Plan de mejoras');
    await commune.look('committee', 'plan');
    await committee.handOver();
  });
}

function focusSteps(commune) {
  commune.step('without a network the committee begins the plan with its focus', async () => {
    const committee = await commune.turn('committee');
    const { page } = committee;
    committee.cut();
    await spread(page, 'Resultados de la autoevaluación');
    await move(page, 'Comenzar el diseño del plan');
    await goTo(page, 'Plan', 'Plan de mejoras');
    await commune.look('committee', 'plan-none');
    await press(page, 'Comenzar el plan');
    await commune.look('committee', 'plan-empty');
    await openPart(page, 'Foco estratégico', 'Foco estratégico');
    await writeAll(page, [
      ['Qué se quiere lograr',
        'Que en dos años nadie haga fila por un trámite que puede hacer en línea.'],
      ['Por qué es importante', 'La atención es lo más débil de la autoevaluación.'],
      ['Principales oportunidades de mejora', 'Cobranza y personas.'],
      ['Objetivos estratégicos', 'Un municipio que responde.'],
      ['Objetivos del PLADECO', 'Mejorar los servicios a las islas.'],
    ]);
    await chooseMonth(page, 'Inicio del plan', monthAfter(-1));
    await chooseMonth(page, 'Término del plan', monthAfter(10));
    await commune.look('committee', 'focus');
  });

  commune.step('an immediate action is decided on', async () => {
    const { page } = commune.at.committee;
    const { counterpart, owner } = commune.people;
    await openPart(page, 'Acciones inmediatas', 'Acciones de mejora inmediata');
    await commune.look('committee', 'actions-none');
    await button(page, 'Agregar la primera acción').click();
    await writeAll(page, [
      ['Nombre de la AMI', immediateAction],
      ['Qué se hará', 'Un letrero en cada puerta y en el sitio web.'],
      ['Plazo de ejecución', '2026-12-15'],
      ['Responsable de la implementación', owner.name],
      ['Cargo de quien implementa', 'Encargado de Rentas'],
      ['Responsable de la mantención', counterpart.name],
      ['Cargo de quien mantiene', 'Directora de Administración y Finanzas'],
      ['Medio de verificación', 'Fotos de los letreros'],
    ]);
    await button(page, 'Elegir subcriterios').click();
    await page.getByRole('checkbox', { name: areaName(subcriteria[9]) }).click();
    await button(page, 'Guardar acción').click();
    await page.getByRole('heading', { name: 'Ficha de la acción' }).waitFor();
    await commune.look('committee', 'action');
    await press(page, 'Listo');
  });
}

function areaSteps(commune) {
  commune.step('seven areas are chosen, with why', async () => {
    const { page } = commune.at.committee;
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
        ['Responsable del área', commune.people.committee.name],
        ['Cargo del responsable', 'SECPLA'],
      ]);
      await commune.look('committee', 'area');
    }
    await page.getByText('7 áreas elegidas').first().waitFor({ state: 'attached' });
    await button(page, 'Cerrar').click();
    await commune.look('committee', 'areas');
  });

  commune.step('their tools are prioritized, and one becomes an action line', async () => {
    const { page } = commune.at.committee;
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
    await commune.look('committee', 'matrix');
    await order.first().click();
    await page.getByRole('checkbox', { name: 'Incluir esta herramienta en el plan' }).click();
    await write(page.getByRole('textbox', { name: 'Motivo de la decisión' }),
      'La primera por lejos.');
    await button(page, 'Crear su línea de acción').click();
    await page.getByRole('heading', { name: 'Nueva línea de acción' }).waitFor();
    await commune.look('committee', 'new-line');
    await fillLine(page, {
      start: monthAfter(-1), end: monthAfter(3), owner: commune.people.owner.name,
      position: 'Encargado de Rentas',
    });
    await page.getByRole('heading', { level: 1, name: firstLine }).waitFor();
    await commune.look('committee', 'line-empty');
  });
}

function lineSteps(commune) {
  commune.step('a line is written with actors, activities, money and an indicator', async () => {
    const { page } = commune.at.committee;
    const common = { owner: commune.people.owner.name, position: 'Encargado de Rentas' };
    await addActivities(page, [
      {
        name: activities.debts, start: monthAfter(-1), end: monthAfter(0), own: 800, subdere: 0,
        ...common,
      },
      {
        name: activities.agreements, start: monthAfter(0), end: monthAfter(3), own: 200,
        subdere: 4000, ...common,
      },
    ]);
    await commune.look('committee', 'line');
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
    await commune.look('committee', 'line-form');
    await addIndicator(page, { name: 'Deuda recuperada', target: '35,5', unit: '%' });
  });

  commune.step('another line is added, and the register has both', async () => {
    const { page } = commune.at.committee;
    const common = { owner: commune.people.committee.name, position: 'SECPLA' };
    await goTo(page, 'Plan', 'Plan de mejoras');
    await button(page, 'Agregar línea de acción').click();
    await page.getByRole('heading', { name: 'Nueva línea de acción' }).waitFor();
    await fillLine(page, { name: secondLine, start: monthAfter(0), end: monthAfter(2), ...common });
    await page.getByRole('heading', { level: 1, name: secondLine }).waitFor();
    await addActivities(page, [{
      name: activities.term, start: monthAfter(0), end: monthAfter(1), own: 0, subdere: 0, ...common,
    }]);
    await addIndicator(page, { name: 'Días hasta el pago', target: '30', unit: 'días' });
    await openPart(page, 'Líneas por área', 'Líneas por área');
    await commune.look('committee', 'register');
  });
}

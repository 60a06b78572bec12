// The plan is carried out, followed month by month and closed.

import { chipSays, goTo, write } from '../app.mjs';
import { addFollowUp, openLine, openPart, showPart } from '../plan_actions.mjs';
import { addDocument, button, goOn, move, press, spread } from '../programme_moves.mjs';
import { until } from '../until.mjs';
import { activities, firstLine, immediateAction, secondLine } from './plan_design.mjs';

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

export function executionSteps(commune) {
  commune.step('the committee begins to carry it out', async () => {
    const committee = await commune.turn('committee');
    const { page } = committee;
    committee.cut();
    await spread(page, 'Validación del plan');
    await move(page, 'Comenzar la implementación');
    for (const line of [secondLine, firstLine]) {
      await openLine(page, line);
      await setLine(page, 'Programada', 'En curso');
    }
    await committee.handOver();
  });

  commune.step('whoever owns a line executes it on a phone in the field', async () => {
    const owner = await commune.turn('owner');
    const { page } = owner;
    owner.cut();
    await openLine(page, firstLine);
    await commune.look('owner', 'owner-line');
    await finish(page, activities.debts);
    await finish(page, activities.agreements);
    await showPart(page, 'Seguimiento');
    await addFollowUp(page, {
      programmed: 2, executed: 2, observations: 'Antes de lo previsto.',
      recommendations: 'Difundirlo.',
    });
    await commune.look('owner', 'owner-follow-up');
    await setLine(page, 'Terminada');
    await openPart(page, 'Acciones inmediatas', 'Acciones de mejora inmediata');
    await page.getByRole('button', { name: new RegExp(`^${immediateAction}`) }).click();
    await press(page, 'Dar por implementada');
    await commune.look('owner', 'owner-action');
    await press(page, 'Listo');
    await chipSays(page, /en cola/);
    await owner.handOver();
    await commune.leave('owner');
  });

  commune.step('without a network the committee goes its monthly round over all lines', async () => {
    const committee = await commune.turn('committee');
    const { page } = committee;
    committee.cut();
    await openLine(page, secondLine);
    await finish(page, activities.term);
    await openPart(page, 'Seguimiento', 'Seguimiento del plan');
    await commune.look('committee', 'rounds');
    await page.getByRole('list', { name: 'Ronda del mes' })
      .getByRole('button', { name: new RegExp(secondLine) }).click();
    await page.getByRole('heading', { name: 'Seguimiento de la línea' }).waitFor();
    await write(page.getByRole('textbox', { name: 'Observaciones' }), 'El plazo rige desde ayer.');
    await press(page, 'Guardar seguimiento');
    await page.getByText('2 de 2 líneas tienen su seguimiento').first()
      .waitFor({ state: 'attached' });
    await commune.look('committee', 'rounds-done');
  });

  commune.step('the last line is closed, and the cycle with it', async () => {
    const { committee } = commune.at;
    const { page } = committee;
    await openLine(page, secondLine);
    await setLine(page, 'Terminada');
    await goTo(page, 'Plan', 'Plan de mejoras');
    await commune.look('committee', 'plan-done');
    await addDocument(page, 'final_report');
    await move(page, 'Terminar la implementación');
    await page.getByText('Este ciclo terminó.').first().waitFor({ state: 'attached' });
    await commune.look('committee', 'path-closed');
    await committee.handOver();
    // What is closed takes nothing more.
    await goOn(page, 'documentos', 'Documentos y fotos');
    await page.getByRole('list', { name: 'Documentos del ciclo' }).waitFor({ state: 'attached' });
    await button(page, 'Agregar documento').waitFor({ state: 'detached' });
  });
}

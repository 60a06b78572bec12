// The second cycle: begun while another instrument is published, answered with it, assessed again and
// compared with the first.

import assert from 'node:assert/strict';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';

import { csv_text as csvText, placeholder } from '../../../http/placeholder_instrument.mjs';
import { cellsOf, goTo } from '../app.mjs';
import { percentOf } from '../expected.mjs';
import { criterion, elements, elementsOf } from '../municipality.mjs';
import { button, goOn, press } from '../programme_moves.mjs';
import { until } from '../until.mjs';
import { advances, atQuestion, levelCard } from './diagnosis.mjs';
import { assess, beginSelfAssessment } from './self_assessment.mjs';

async function chooseCycle(page, number, name = 'Ciclo') {
  const select = page.getByRole('combobox', { name, exact: true });
  const option = select.locator('option').filter({ hasText: `Ciclo ${number}` });
  await select.selectOption({ label: await option.textContent() });
}

/// A row of the comparison: every element had 3 of 5 in the first cycle, all of them `points` now.
function compared(name, points, count) {
  const [before, now] = [3 * count, points].map((sum) => percentOf(sum, 5 * count));
  return [name, `${before} %`, `${now} %`, `${now < before ? '−' : '+'}${Math.abs(now - before)}`];
}

/// Whoever runs the server publishes an instrument of 100 questions.
async function publish(server) {
  const file = join(server.folder, 'instrument.csv');
  writeFileSync(file, csvText(placeholder(60)));
  await server.restart(() => {
    server.administer('instrument', 'import', file, '--key', 'placeholder_2027', '--title',
      'Instrumento de relleno');
  });
}

export function secondCycleSteps(commune) {
  commune.step('while the mayor begins the second cycle, an instrument is published', async () => {
    const mayor = await commune.turn('mayor');
    const { page } = mayor;
    commune.cut();
    await goOn(page, 'camino', 'Camino del programa');
    await button(page, 'Comenzar el ciclo 2').click();
    await press(page, 'Sí, comenzar');
    await page.getByRole('combobox', { name: 'Ciclo', exact: true }).waitFor();
    await commune.look('mayor', 'second-cycle');
    await publish(commune.world.server);
    await mayor.handOver();
    await commune.leave('mayor');
  });

  commune.step('the secretary answers it without a network', async () => {
    const secretary = await commune.turn('secretary');
    const { page } = secretary;
    secretary.cut();
    await goOn(page, 'diagnostico', 'Diagnóstico');
    await commune.look('secretary', 'diagnosis-old');
    await chooseCycle(page, 2, 'Diagnóstico del ciclo');
    await press(page, 'Comenzar el diagnóstico');
    await advances(page).and(page.getByRole('checkbox', { checked: true })).waitFor();
    for (const number of [1, 2]) {
      await atQuestion(page, number, 100);
      await levelCard(page, 3).click();
    }
    await atQuestion(page, 3, 100);
    await button(page, 'Anterior').click();
    await atQuestion(page, 2, 100);
    await until('the level is kept', () => levelCard(page, 3).isChecked());
    await commune.look('secretary', 'diagnosis-new');
    await secretary.handOver();
    await goOn(page, 'comparacion', 'Comparación de ciclos');
    await commune.look('secretary', 'compared-diagnosis');
    await commune.leave('secretary');
  });

  commune.step('the committee assesses itself again, and compares both cycles', async () => {
    const committee = await commune.turn('committee');
    const { page } = committee;
    committee.cut();
    await goOn(page, 'camino', 'Camino del programa');
    await chooseCycle(page, 2);
    await beginSelfAssessment(page);
    const assessed = elementsOf(criterion.key);
    await assess(page, assessed.slice(0, 1), 5, () => 'Se revisa cada mes.');
    await button(page, 'Siguiente').click();
    await assess(page, assessed.slice(1), 4);
    await goOn(page, 'comparacion', 'Comparación de ciclos');
    await page.getByRole('radio', { name: 'Autoevaluación' }).click();
    const table = page.getByRole('table', { name: 'Comparación por criterio' });
    const points = 5 + 4 * (assessed.length - 1);
    const total = compared('TOTAL', points, elements.length);
    const rows = await until('the self-assessments are compared', async () => {
      const found = await cellsOf(table);
      return found.at(-1)?.[1] === total[1] && found;
    });
    assert.deepEqual(rows[0], ['Criterio', 'Ciclo 1', 'Ciclo 2', 'Cambio']);
    assert.deepEqual(rows[1],
      compared(`${criterion.number}. ${criterion.name}`, points, assessed.length));
    assert.deepEqual(rows.at(-1), total);
    await page.getByText(`Ciclo 2: ${assessed.length} de ${elements.length} respondidas`).first()
      .waitFor({ state: 'attached' });
    await commune.look('committee', 'compared');
    await committee.handOver();
    await commune.leave('committee');
  });
}

export function endSteps(commune) {
  commune.step('SUBDERE sees it carried out', async () => {
    const { page } = await commune.turn('subdere');
    await goTo(page, 'Consolidado');
    const table = page.getByRole('table', { name: 'Comunas' });
    const row = await until('the plan is carried out', async () => {
      const found = (await cellsOf(table)).find(([name]) => name === commune.name);
      return found?.[2] === '100 %' && found;
    });
    assert.deepEqual(row.slice(3, 8), ['0', '1.000', '4.000', '0', '0']);
    await commune.look('subdere', 'consolidated');
    await table.getByRole('button', { name: commune.name, exact: true }).click();
    await button(page, 'Ir a la comuna').click();
    await goOn(page, 'camino', 'Camino del programa');
    await commune.look('subdere', 'path-second');
    await chooseCycle(page, 1);
    await page.getByText('Plan implementado').first().waitFor({ state: 'attached' });
    await commune.leave('subdere');
  });

  commune.step('and the chain of what happened is whole', () => {
    commune.world.server.administer('verify');
  });
}

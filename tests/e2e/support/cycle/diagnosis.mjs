// The first diagnosis: 78 questions and the act of the meeting, signed and closed.

import assert from 'node:assert/strict';

import { cellsOf, chipSays, write } from '../app.mjs';
import { questions, resultsTable } from '../expected.mjs';
import { nameAt, seats } from '../municipality.mjs';
import { addDocument, button, goOn, move, press, sign } from '../programme_moves.mjs';
import { until } from '../until.mjs';

/// The question that is open, of so many.
export async function atQuestion(page, number, total = questions.length) {
  await page.getByText(new RegExp(`^Pregunta ${number} de ${total}`))
    .waitFor({ state: 'attached' });
}

export function levelCard(page, level) {
  return page.getByRole('radio', { name: new RegExp(`^Nivel ${level}:`) });
}

/// Whether the next question comes by itself once one has chosen.
export function advances(page) {
  return page.getByRole('checkbox', { name: 'Pasar a la siguiente pregunta al elegir' });
}

/// Answers by choosing and pressing on.
async function answerOneByOne(page, levels) {
  for (const [number, level] of levels) {
    await atQuestion(page, number);
    await levelCard(page, level).click();
    await until('the level is kept', () => levelCard(page, level).isChecked());
    await button(page, 'Siguiente').click();
  }
}

/// Answers with one press a question, to the results.
async function answerInOneGo(page, levels) {
  await advances(page).click();
  for (const [number, level] of levels) {
    await atQuestion(page, number);
    await levelCard(page, level).click();
  }
  await page.getByRole('table', { name: 'Resultados por ámbito' }).waitFor({ state: 'attached' });
}

async function fillAct(page, people) {
  await goOn(page, 'diagnostico/acta', 'Diagnóstico');
  for (const { position, title } of seats) {
    await write(page.getByRole('textbox', { name: `Nombre de: ${title}` }),
      nameAt(position, people));
  }
  await write(page.getByRole('textbox', { name: 'Fecha de aplicación' }), '2026-11-18');
  await write(page.getByRole('textbox', { name: 'Duración en minutos' }), '240');
  await write(page.getByRole('textbox', { name: 'Descripción de la reunión' }),
    'En la sala de concejo, con todas las direcciones.');
}

export function diagnosisSteps(commune) {
  commune.step('the secretary answers all questions without a network', async () => {
    const secretary = await commune.turn('secretary');
    const { page } = secretary;
    await goOn(page, 'diagnostico', 'Diagnóstico');
    await press(page, 'Comenzar el diagnóstico');
    await page.getByRole('radio').first().waitFor();
    await secretary.catchUp();
    secretary.cut();
    const levels = questions.map(({ number }) => [number, number % 4]);
    await answerOneByOne(page, levels.slice(0, 3));
    await answerInOneGo(page, levels.slice(3));
    const expected = resultsTable(new Map(levels));
    const rows = (await cellsOf(page.getByRole('table', { name: 'Resultados por ámbito' }))).slice(1);
    assert.deepEqual(rows, expected.map(({ name, maximum, obtained, percent }) =>
      [name, String(maximum), String(obtained), `${percent} %`]));
  });

  commune.step('the secretary fills and signs the act, and hands all of it over', async () => {
    const { secretary } = commune.at;
    const { page } = secretary;
    await fillAct(page, commune.people);
    await commune.look('secretary', 'act');
    await addDocument(page, 'diagnostic_act');
    await sign(page, 'Secretario o Secretaria Municipal');
    await chipSays(page, /en cola/);
    await goOn(page, 'diagnostico/acta', 'Diagnóstico');
    await press(page, 'Dar por respondido');
    await move(page, 'Dar por respondido el diagnóstico');
    await secretary.handOver();
  });

  commune.step('mayor and staff sign, and the diagnosis is closed', async () => {
    const staff = await commune.turn('staff');
    staff.cut();
    await sign(staff.page, 'Representantes de las asociaciones de funcionarios y funcionarias');
    await staff.handOver();
    await commune.leave('staff');
    const mayor = await commune.turn('mayor');
    await sign(mayor.page, 'Alcalde o Alcaldesa');
    await goOn(mayor.page, 'diagnostico/acta', 'Diagnóstico');
    await press(mayor.page, 'Cerrar');
    await move(mayor.page, 'Cerrar el diagnóstico');
    await mayor.handOver();
  });
}

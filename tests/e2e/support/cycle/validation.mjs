// The validation of the self-assessment: who validates declares their interests, reviews, interviews,
// scores every element and gives feedback.

import assert from 'node:assert/strict';

import { chipSays, write } from '../app.mjs';
import { areaName, elements, subcriteria, validatorName } from '../municipality.mjs';
import { addDocument, button, goOn, move, press, review } from '../programme_moves.mjs';
import { atElement } from './self_assessment.mjs';

/// One element leads to the next that has no score.
async function validateScores(page) {
  await goOn(page, 'validacion/puntajes', 'Validación');
  await button(page, 'Validar el siguiente').click();
  for (const element of elements) {
    await atElement(page, element);
    await page.getByRole('combobox', { name: 'Puntaje validado' }).selectOption({ index: 3 });
    if (element !== elements.at(-1)) await button(page, 'Siguiente sin validar').click();
  }
}

async function giveFeedback(page) {
  await goOn(page, 'validacion/retroalimentacion', 'Validación');
  const list = page.getByRole('list', { name: 'Retroalimentación por subcriterio' });
  for (const area of subcriteria.map(areaName)) {
    await list.getByRole('button', { name: new RegExp(`^${area}`) }).click();
    for (const [add, field] of [['Agregar fortaleza', 'Fortaleza 1'],
      ['Agregar oportunidad', 'Oportunidad de mejora 1']]) {
      await button(page, add).click();
      await write(page.getByRole('textbox', { name: field }), `Sobre ${area}.`);
    }
    await press(page, 'Cerrar');
  }
}

export function validationSteps(commune) {
  commune.step('SUBDERE assigns who validates', async () => {
    const { diagnosis } = await commune.report();
    assert.deepEqual([diagnosis.answered, diagnosis.state], [78, 'closed']);
    const subdere = await commune.turn('subdere');
    const { page } = subdere;
    await goOn(page, 'validacion/personas', 'Validación');
    await write(page.getByRole('textbox', { name: 'Nombre', exact: true }), validatorName);
    await write(page.getByRole('textbox', { name: 'Usuario en Minga' }), 'validador');
    await button(page, 'Asignar').click();
    await page.getByText(/^Falta su declaración de intereses/).first()
      .waitFor({ state: 'attached' });
    await commune.look('subdere', 'assigned');
    await subdere.handOver();
    await goOn(page, 'camino', 'Camino del programa');
    await page.getByText(`Falta la declaración de ${validatorName}.`).first()
      .waitFor({ state: 'attached' });
    assert.ok(await button(page, 'Comenzar la revisión documental').isDisabled(),
      'nobody validates before they have declared their interests');
  });

  commune.step('whoever validates declares their interests, and SUBDERE begins', async () => {
    const validator = await commune.turn('validator');
    await goOn(validator.page, 'validacion', 'Validación');
    await commune.chooseToValidate();
    await press(validator.page, 'Declaro que no tengo conflicto');
    await validator.page.getByText(/^Sin conflicto de interés/).first()
      .waitFor({ state: 'attached' });
    await validator.handOver();
    const subdere = await commune.turn('subdere');
    await move(subdere.page, 'Comenzar la revisión documental');
    await subdere.handOver();
  });

  commune.step('without a network every score is validated', async () => {
    const validator = await commune.turn('validator');
    const { page } = validator;
    validator.cut();
    await review(page, 'Comenzar la revisión documental');
    await move(page, 'Pasar a la entrevista');
    await review(page, 'Registrar la entrevista');
    await validateScores(page);
  });

  commune.step('without a network the validation goes its way to the feedback', async () => {
    const { validator } = commune.at;
    const { page } = validator;
    await giveFeedback(page);
    await commune.look('validator', 'feedback');
    await addDocument(page, 'feedback_report');
    await chipSays(page, /en cola/);
    await move(page, 'Validar la autoevaluación');
    await validator.handOver();
  });
}

// The plan is presented, returned with an observation, answered, validated and funded.

import assert from 'node:assert/strict';

import { chipSays, write } from '../app.mjs';
import { openPart } from '../plan_actions.mjs';
import { addDocument, button, goOn, move, press, review } from '../programme_moves.mjs';

export function planApprovalSteps(commune) {
  commune.step('without a network the mayor presents it', async () => {
    const mayor = await commune.turn('mayor');
    const { page } = mayor;
    mayor.cut();
    await goOn(page, 'plan', 'Plan de mejoras');
    await press(page, 'Presentar');
    await commune.look('mayor', 'presented');
    await move(page, 'Presentar el plan');
    await chipSays(page, /en cola/);
    await mayor.handOver();
  });

  observationSteps(commune);
  fundingSteps(commune);
}

function observationSteps(commune) {
  commune.step('without a network who validates returns it with an observation', async () => {
    const validator = await commune.turn('validator');
    const { page } = validator;
    await goOn(page, 'validacion', 'Validación');
    await commune.look('validator', 'validator-list');
    await commune.chooseToValidate();
    validator.cut();
    await review(page, 'Comenzar la revisión del plan');
    await page.getByRole('textbox', { name: 'Nueva observación' }).last()
      .fill('¿Quién reemplaza al encargado si falta?');
    await button(page, 'Agregar observación').last().click();
    await page.getByText('Sin respuesta').first().waitFor({ state: 'attached' });
    await commune.look('validator', 'observed');
    await move(page, 'Devolver el plan con observaciones');
    await goOn(page, 'plan', 'Plan de mejoras');
    await press(page, 'Devolver con observaciones');
    await validator.handOver();
  });

  commune.step('the counterpart answers it, and the mayor hands the plan in again', async () => {
    const counterpart = await commune.turn('counterpart');
    const { page } = counterpart;
    counterpart.cut();
    await goOn(page, 'validacion/revisiones', 'Validación');
    await write(page.getByRole('textbox', { name: 'Respuesta de la municipalidad' }),
      'La Tesorera, que es actora interna de la línea.');
    await page.getByText('Respondida', { exact: true }).first().waitFor({ state: 'attached' });
    await commune.look('counterpart', 'answered');
    await counterpart.handOver();

    const mayor = await commune.turn('mayor');
    mayor.cut();
    await goOn(mayor.page, 'plan', 'Plan de mejoras');
    await press(mayor.page, 'Presentar de nuevo');
    await move(mayor.page, 'Presentar de nuevo el plan');
    await mayor.handOver();
  });

  commune.step('the same person validates it', async () => {
    const validator = await commune.turn('validator');
    const { page } = validator;
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
    await commune.leave('validator');
  });
}

function fundingSteps(commune) {
  commune.step('without a network the counterpart asks for the money, and the mayor signs',
    async () => {
      const counterpart = await commune.turn('counterpart');
      counterpart.cut();
      await openPart(counterpart.page, 'Financiamiento', 'Financiamiento');
      await commune.look('counterpart', 'funding-none');
      await press(counterpart.page, 'Preparar la solicitud');
      const asked = counterpart.page.getByRole('textbox', { name: 'Solicitado a SUBDERE (M$)' });
      assert.equal(await asked.inputValue(), '4.000');
      await counterpart.handOver();
      await commune.leave('counterpart');

      const mayor = await commune.turn('mayor');
      mayor.cut();
      await openPart(mayor.page, 'Financiamiento', 'Financiamiento');
      await press(mayor.page, 'Firmar la solicitud');
      await press(mayor.page, 'Presentar');
      await commune.look('mayor', 'funding-signed');
      await move(mayor.page, 'Presentar el proyecto a SUBDERE');
      await mayor.handOver();
    });

  commune.step('SUBDERE decides without a network, and the plan is definitive', async () => {
    const subdere = await commune.turn('subdere');
    const { page } = subdere;
    subdere.cut();
    await goOn(page, 'plan/financiamiento', 'Financiamiento');
    await write(page.getByRole('textbox', { name: 'Resolución' }), 'Se financia completo.');
    await press(page, 'Aprobar');
    await commune.look('subdere', 'funding-approved');
    await addDocument(page, 'funding_resolution');
    await goOn(page, 'plan', 'Plan de mejoras');
    await press(page, 'Dejar como definitivo');
    await page.getByText('Definitivo', { exact: true }).first().waitFor({ state: 'attached' });
    await move(page, 'Aprobar el financiamiento');
    await subdere.handOver();
  });
}

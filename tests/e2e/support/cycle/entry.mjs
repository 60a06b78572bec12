// The way into the programme: SUBDERE takes the commune in and invites it, both sign the agreement, and
// the mayor forms the committee.

import assert from 'node:assert/strict';

import { chipSays, goTo, write } from '../app.mjs';
import { nameAt, seats } from '../municipality.mjs';
import { addDocument, button, goOn, move, press, sign } from '../programme_moves.mjs';

/// SUBDERE has it open in the list of communes.
export function takeInSteps(commune) {
  commune.step('there it takes the commune into the programme', async () => {
    const { subdere } = commune.at;
    const { page } = subdere;
    await button(page, 'Ir a la comuna').click();
    await page.getByRole('heading', { level: 1, name: 'Inicio' }).waitFor();
    await commune.look('subdere', 'commune-home');
    await press(page, 'Comenzar el ciclo 1');
    await page.getByRole('button', { name: /^Camino del programa/ }).waitFor();
    await goOn(page, 'institucion', 'Institución');
    await page.getByRole('checkbox', { name: /Control/ }).click();
    await subdere.handOver();
  });
}

export function entrySteps(commune) {
  commune.step('SUBDERE invites and signs the agreement', async () => {
    const subdere = await commune.turn('subdere');
    const { page } = subdere;
    await goTo(page, 'Diagnóstico');
    await commune.look('subdere', 'commune-diagnosis');
    await addDocument(page, 'invitation');
    await move(page, 'Invitar al Programa');
    await addDocument(page, 'agreement');
    await sign(page, 'SUBDERE');
    await subdere.handOver();
  });

  commune.step('the mayor signs, enters the programme and forms the committee', async () => {
    const mayor = await commune.turn('mayor');
    const { page } = mayor;
    mayor.cut();
    await sign(page, 'Alcalde o Alcaldesa');
    await move(page, 'Ingresar al Programa');
    for (const [index, { position, title }] of seats.slice(0, 3).entries()) {
      await goOn(page, 'comite', 'Comité');
      await page.getByRole('list', { name: 'Cargos del Comité' })
        .getByRole('button', { name: new RegExp(`^${title}`) }).click();
      await write(page.getByRole('textbox', { name: 'Nombre y apellido' }),
        nameAt(position, commune.people));
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

  commune.step('SUBDERE records its entry with the number of the agreement', async () => {
    assert.equal((await commune.report()).enrolled, false);
    const subdere = await commune.turn('subdere');
    const { page } = subdere;
    await goOn(page, 'comite', 'Comité');
    await page.getByRole('combobox', { name: 'Estado del ingreso' })
      .selectOption({ label: 'Ingresada' });
    await write(page.getByRole('textbox', { name: 'Número del convenio' }), '14');
    await write(page.getByRole('textbox', { name: 'Fecha del convenio' }), '2026-11-20');
    await subdere.handOver();
    assert.equal((await commune.report()).enrolled, true);
  });
}

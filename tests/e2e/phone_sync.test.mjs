// On a phone: what two people wrote differently, what broke a rule, and what was not sent yet.

import assert from 'node:assert/strict';
import { after } from 'node:test';

import {
  chip, chipSays, follow, goTo, settleIn, synchronize, waitForServer, write,
} from './support/app.mjs';
import { violationsOf } from './support/axe.mjs';
import { CliDevice } from './support/cli_device.mjs';
import { lineOfEncargado } from './support/expected.mjs';
import { tapOn } from './support/hands.mjs';
import { journey } from './support/journey.mjs';
import { monthAfter, monthKeyAfter, openLine } from './support/plan_actions.mjs';
import { until } from './support/until.mjs';

const world = journey();
const line = lineOfEncargado.name;
const activity = 'Instalar tótems de encuesta en los mesones';
const phoneName = 'Instalar tótems de encuesta en siete mesones municipales';
const committeeName = 'Instalar tótems de encuesta en los mesones y en DIDECO';

const phone = {};
let committee;
after(() => committee?.close());

async function openSyncSheet(page) {
  await chip(page).click();
  const sheet = page.getByRole('dialog', { name: 'Sincronización' });
  await sheet.getByRole('heading', { name: 'En cola' }).waitFor();
  return sheet;
}

async function closeSheet(sheet) {
  await sheet.getByRole('button', { name: 'Cerrar' }).click();
  await sheet.waitFor({ state: 'detached' });
}

world.step('the owner of a line settles in on a phone, and the network goes away', async () => {
  phone.link = await world.link();
  phone.device = await world.device('phone');
  await settleIn(phone.device, phone.link.url, 'encargado.puertovaras');
  phone.link.cut();
  await phone.device.context.setOffline(true);

  committee = new CliDevice(world.server.url);
  committee.signIn('comite.puertovaras');
});

world.step('offline, three fields of one activity are written', async () => {
  const { page } = phone.device;
  await openLine(page, line);
  await page.getByRole('list', { name: 'Actividades de la línea' })
    .getByRole('button', { name: new RegExp(`^${activity}`) }).click();
  await page.getByRole('heading', { name: 'Actividad', exact: true }).waitFor();
  await write(page.getByRole('textbox', { name: 'Nombre de la actividad' }), phoneName);
  await page.getByRole('combobox', { name: 'Término de la actividad' })
    .selectOption({ label: monthAfter(4) });
  await write(page.getByRole('textbox', { name: 'Recursos propios (M$)' }), '165');
  await write(page.getByRole('textbox', { name: 'Cargo del responsable' }), 'Encargado de todo');
  await page.getByRole('button', { name: 'Listo' }).click();
  await page.getByRole('heading', { name: 'Actividad', exact: true })
    .waitFor({ state: 'detached' });
  await chipSays(page, /4 en cola/);
});

world.step('what waits in the queue is corrected, and taken back, before it leaves', async () => {
  const { page } = phone.device;
  const sheet = await openSyncSheet(page);
  await sheet.getByRole('button', { name: /Recursos propios/ }).or(
    sheet.getByRole('button', { name: /Actividad «Instalar/ })).first().waitFor();
  const rows = sheet.getByRole('list', { name: 'Cambios en cola' }).getByRole('button');
  await until('all four are listed', async () => await rows.count() === 4);
  await phone.device.screenshot('phone-queue');

  // The latest first: the position, the money, the month, the name.
  await rows.nth(0).click();
  await sheet.getByRole('textbox', { name: 'Cargo' }).waitFor();
  await phone.device.screenshot('phone-queued-change');
  assert.deepEqual(await violationsOf(page), []);
  await sheet.getByRole('button', { name: 'Retirar del envío' }).click();
  await sheet.getByRole('button', { name: 'Deshacer' }).waitFor();
  await until('the change is gone', async () => await rows.count() === 3);

  await rows.nth(0).click();
  await write(sheet.getByRole('textbox', { name: /Recursos propios/ }), '1650');
  await sheet.getByRole('button', { name: 'Guardar cambio' }).click();
  await until('the list is back', async () => await rows.count() === 3);
  await closeSheet(sheet);
  await chipSays(page, /3 en cola/);
});

world.step('meanwhile the committee writes the same name and shortens the line', async () => {
  const { id } = committee.named('activity', activity);
  const lineId = committee.named('action_line', line).id;
  committee.run('set', id, `name=${committeeName}`);
  committee.run('set', lineId, `end_month=${monthKeyAfter(3)}`);
  committee.synchronize();
  phone.activity = id;
});

world.step('back online, one field waits for a decision and one was refused', async () => {
  const { page } = phone.device;
  phone.link.mend();
  await phone.device.context.setOffline(false);
  await chipSays(page, /2 esperan/);
  committee.synchronize();
  const shown = committee.objects('show', phone.activity)[0];
  assert.equal(shown.own_kclp, 1650, 'the corrected amount arrived, and only it');
  assert.notEqual(shown.owner_position, 'Encargado de todo', 'what was taken back did not');

  await goTo(page, 'Inicio');
  const tasks = page.getByRole('list', { name: 'Mis tareas' });
  await tasks.getByRole('button', { name: /1 campo espera su decisión/ }).waitFor();
  await tasks.getByRole('button', { name: /1 cambio no fue aceptado/ }).click();
  await page.getByRole('heading', { level: 1, name: 'Bandeja' }).waitFor();
});

world.step('the conflict shows both values, who, when and on which device', async () => {
  const { page } = phone.device;
  const card = page.getByRole('group', { name: /^Nombre, Plan/ });
  const words = (await card.innerText()).replace(/\s+/g, ' ');
  for (const part of [activity, phoneName, committeeName]) {
    assert.ok(words.includes(part), `“${part}” in “${words}”`);
  }
  const heads = await card.getByRole('group').evaluateAll((groups) =>
    groups.map((group) => group.getAttribute('aria-label')));
  assert.equal(heads.length, 2);
  assert.match(heads[0], /\d{1,2}:\d{2} · equipo [0-9A-F]{4}$/);
  assert.match(heads[1], /^Usted · .*\d{1,2}:\d{2} · este equipo$/);
  assert.deepEqual(await violationsOf(page), []);
  await phone.device.screenshot('phone-inbox');

  await card.getByRole('button', { name: 'Ver historia' }).click();
  const sheet = page.getByRole('dialog', { name: 'Historia de «Nombre»' });
  await sheet.getByText(new RegExp(`escribió «${committeeName}»`)).first()
    .waitFor({ state: 'attached' });
  assert.deepEqual(await violationsOf(page), []);
  await phone.device.screenshot('phone-history');
  await closeSheet(sheet);
});

world.step('a decision can be undone, and made again', async () => {
  const { page } = phone.device;
  const card = page.getByRole('group', { name: /^Nombre, Plan/ });
  await card.getByRole('button', { name: 'Usar el mío' }).click();
  await page.getByRole('button', { name: 'Deshacer' }).first().click();
  await card.getByRole('button', { name: /^Conservar el de / }).waitFor();
  await card.getByRole('button', { name: 'Usar el mío' }).click();
});

world.step('the refused month has a plain reason, is corrected and sent again', async () => {
  const { page } = phone.device;
  const card = page.getByRole('group', { name: /^Término, Plan/ });
  await card.getByText(/El término \(.*\) es posterior al término de la línea de acción/).first()
    .waitFor({ state: 'attached' });
  await phone.device.screenshot('phone-refusal');
  await card.getByRole('button', { name: 'Corregir y reenviar' }).click();
  await card.getByRole('combobox', { name: 'Término' }).selectOption({ label: monthAfter(3) });
  assert.deepEqual(await violationsOf(page), []);
  await card.getByRole('button', { name: 'Reenviar' }).click();
  await card.waitFor({ state: 'detached' });

  await waitForServer(page);
  committee.synchronize();
  const shown = committee.objects('show', phone.activity)[0];
  assert.equal(shown.name, phoneName);
  assert.equal(shown.end_month, monthKeyAfter(3));
  assert.deepEqual(committee.objects('inbox'), []);
});

world.step('nothing waits any more, and what was decided can be looked at', async () => {
  const { page } = phone.device;
  await synchronize(page);
  await follow(page, 'bandeja', 'Bandeja');
  await page.getByRole('heading', { name: 'Decididos hace poco' }).waitFor();
  await page.getByRole('list', { name: 'Decididos hace poco' }).getByRole('button').first().click();
  const sheet = page.getByRole('dialog', { name: 'Decisión sobre «Nombre»' });
  await sheet.getByRole('button', { name: 'Volver a este valor' }).first().waitFor();
  await phone.device.screenshot('phone-decided');
  await closeSheet(sheet);
});

world.step('a change is undone and done again by finger: from the message, and from “Más”', async () => {
  const { page } = phone.device;
  const owner = page.getByRole('textbox', { name: 'Responsable de la actividad' });
  const openIt = async () => {
    await openLine(page, line);
    await page.getByRole('list', { name: 'Actividades de la línea' })
      .getByRole('button', { name: new RegExp(`^${phoneName}`) }).click();
    await owner.waitFor();
    return owner.inputValue();
  };
  const close = () => page.getByRole('button', { name: 'Cerrar', exact: true }).click();
  const before = await openIt();
  await write(owner, 'Quien lo hará');
  await close();

  await goTo(page, 'Más');
  await tapOn(page, page.getByRole('button', { name: /^Deshacer/ }));
  await page.getByText(/^Deshecho: Responsable de /).first().waitFor({ state: 'attached' });
  await phone.device.screenshot('phone-undone');
  assert.deepEqual(await violationsOf(page), []);
  await tapOn(page, page.getByRole('button', { name: 'Rehacer', exact: true }).first());
  await page.getByText(/^Rehecho: Responsable de /).first().waitFor({ state: 'attached' });
  assert.equal(await openIt(), 'Quien lo hará');
  await close();

  await goTo(page, 'Más');
  const changes = page.getByRole('list', { name: 'Deshacer y rehacer' });
  await tapOn(page, changes.getByRole('button', { name: /^Deshacer/ }));
  await tapOn(page, changes.getByRole('button', { name: /^Rehacer/ }));
  await tapOn(page, changes.getByRole('button', { name: /^Deshacer/ }));
  assert.equal(await openIt(), before);
  await close();
  assert.deepEqual(phone.device.complaints, []);
});

// The second cycle starts from the first, on phones without a network: the mayor begins it with its
// committee, twice at once; the committee begins the plan with what goes on from the old one, takes
// it back and copies again; and the server holds all of it once.

import assert from 'node:assert/strict';
import { after } from 'node:test';

import {
  cellsOf, chipSays, follow, goTo, settleIn, synchronize, waitForServer,
} from './support/app.mjs';
import { violationsOf } from './support/axe.mjs';
import { CliDevice } from './support/cli_device.mjs';
import { settled } from './support/devices.mjs';
import { journey } from './support/journey.mjs';
import { until } from './support/until.mjs';

const world = journey();

const town = 'sanpedrodeatacama';
const lineKept = 'Permisos de turismo en 20 días';
const lineLeft = 'Saber a quién servimos';
const mayor = {};
const committee = {};
let otherMayor;
let reader;
after(() => {
  otherMayor?.close();
  reader?.close();
});

async function look({ device, page }, name) {
  await device.screenshot(`second-${name}`);
  await settled(page);
  assert.deepEqual(await violationsOf(page), []);
}

async function enter(person, user, shape = 'phone') {
  person.link = await world.link();
  person.device = await world.device(shape);
  person.page = await settleIn(person.device, person.link.url, user);
}

function linesOf(page) {
  return page.getByRole('list', { name: 'Líneas de acción' }).getByRole('button');
}

async function chooseCycle(page, number, name = 'Ciclo') {
  const select = page.getByRole('combobox', { name });
  const option = select.locator('option').filter({ hasText: `Ciclo ${number}` });
  await select.selectOption({ label: await option.textContent() });
}

world.step('the path of the first cycle leads on to a second, while its plan is carried out',
  async () => {
    await enter(mayor, `alcaldia.${town}`);
    const { page } = mayor;
    await follow(page, 'camino', 'Camino del programa');
    await page.getByRole('heading', { name: 'Comenzar el ciclo 2' }).waitFor();
    await page.getByRole('button', { name: 'Comenzar el ciclo 2' }).scrollIntoViewIfNeeded();
    await look(mayor, 'path-before');
    otherMayor = new CliDevice(world.server.url);
    otherMayor.signIn(`alcaldia.${town}`);
    reader = new CliDevice(world.server.url);
    reader.signIn(`comite.${town}`);
    assert.equal(reader.objects('list', 'cycle').length, 1);
  });

world.step('without a network the mayor begins it, and the committee goes on', async () => {
  const { page, link } = mayor;
  link.cut();
  await page.getByRole('button', { name: 'Comenzar el ciclo 2' }).click();
  const sheet = page.getByRole('dialog', { name: 'Comenzar el ciclo 2' });
  await sheet.getByRole('checkbox', { name: /^Copiar el Comité: \d+ integrantes/ }).waitFor();
  await look(mayor, 'cycle-sheet');
  await sheet.getByRole('button', { name: 'Sí, comenzar' }).click();
  await sheet.waitFor({ state: 'detached' });
  await page.getByRole('combobox', { name: 'Ciclo' }).waitFor();
  await chipSays(page, /en cola/);
  await look(mayor, 'path-after');
  await follow(page, 'comite', 'Comité');
  await look(mayor, 'committee');
});

world.step('somebody else began it meanwhile: there is one second cycle', async () => {
  const [first] = otherMayor.objects('list', 'cycle');
  otherMayor.run('new', 'cycle', `enrollment=${first.enrollment}`, 'number=2',
    `year=${new Date().getFullYear()}`, 'state=committee_formed');
  otherMayor.synchronize();
  mayor.link.mend();
  await synchronize(mayor.page);
  await waitForServer(mayor.page);
  reader.synchronize();
  const cycles = reader.objects('list', 'cycle');
  assert.deepEqual(cycles.map((one) => one.number).sort(), [1, 2]);
  const membersOf = (cycle) => reader.objects('list', 'committee_member', `cycle=${cycle.id}`);
  const [old, next] = cycles.sort((a, b) => a.number - b.number);
  assert.ok(membersOf(old).length > 5);
  assert.deepEqual(membersOf(next).map((one) => one.name).sort(),
    membersOf(old).map((one) => one.name).sort());
  assert.deepEqual(mayor.device.complaints, []);
});

world.step('the committee goes on with the old plan, and finds the new cycle without one',
  async () => {
    await enter(committee, `comite.${town}`);
    const { page, link } = committee;
    await goTo(page, 'Plan', 'Plan de mejoras');
    await linesOf(page).first().waitFor();
    await look(committee, 'plan-old');
    link.cut();
    await chooseCycle(page, 2);
    await page.getByText('Este ciclo aún no tiene plan').first().waitFor();
    await look(committee, 'plan-none');
    await page.getByRole('button', { name: 'Ver el plan del ciclo 1' }).click();
    await linesOf(page).first().waitFor();
    await chooseCycle(page, 2);
    await page.getByText('Este ciclo aún no tiene plan').first().waitFor();
  });

world.step('the sheet says what goes on and what stays; only what is chosen is copied', async () => {
  const { page } = committee;
  await page.getByRole('button', { name: 'Comenzar copiando del ciclo anterior' }).click();
  const sheet = page.getByRole('dialog', { name: 'Copiar del ciclo 1' });
  await sheet.getByRole('checkbox', { name: lineLeft }).waitFor();
  await look(committee, 'copy-sheet');
  await sheet.getByRole('checkbox', { name: lineLeft }).click();
  await sheet.getByText(/^Se copiará: .*1 línea de acción/).first().waitFor();
  await sheet.getByRole('button', { name: 'Copiar al ciclo 2' }).scrollIntoViewIfNeeded();
  await look(committee, 'copy-sheet-end');
  await sheet.getByRole('button', { name: 'Copiar al ciclo 2' }).click();
  await sheet.waitFor({ state: 'detached' });
  await until('one line is there', async () => await linesOf(page).count() === 1);
  await linesOf(page).filter({ hasText: lineKept }).waitFor();
  await look(committee, 'plan-copied');
});

world.step('one step takes all of it back, and it can be copied again', async () => {
  const { page } = committee;
  await page.getByRole('button', { name: 'Deshacer', exact: true }).first().click();
  // Nothing of it has left: the plan that began with it goes too.
  await page.getByText('Este ciclo aún no tiene plan').first().waitFor();
  await look(committee, 'plan-taken-back');
  await page.getByRole('button', { name: 'Comenzar copiando del ciclo anterior' }).click();
  const sheet = page.getByRole('dialog', { name: 'Copiar del ciclo 1' });
  await sheet.getByRole('button', { name: 'Copiar al ciclo 2' }).click();
  await sheet.waitFor({ state: 'detached' });
  await until('both lines are there', async () => await linesOf(page).count() === 2);
  await committee.device.closePage();
  committee.page = await committee.device.open(committee.link.url, 'plan');
  await until('they still are', async () => await linesOf(committee.page).count() === 2);
});

world.step('with the network back the server holds what was copied, and the old as it was',
  async () => {
    const before = reader.objects('list', 'activity').length;
    const { page, link } = committee;
    link.mend();
    await synchronize(page);
    await waitForServer(page);
    assert.deepEqual(reader.synchronize().rejected ?? 0, 0);
    const cycle = reader.objects('list', 'cycle', 'number=2')[0];
    const plans = reader.objects('list', 'plan', `cycle=${cycle.id}`);
    assert.equal(plans.length, 1);
    const of = (kind) => reader.objects('list', kind, `plan=${plans[0].id}`);
    assert.deepEqual(of('action_line').map((line) => line.name).sort(), [lineKept, lineLeft]);
    assert.ok(of('improvement_area').length > 0);
    assert.ok(plans[0].focus_what.length > 0);
    const activities = of('action_line').flatMap((line) => {
      assert.deepEqual(reader.objects('list', 'follow_up', `action_line=${line.id}`), []);
      return reader.objects('list', 'activity', `action_line=${line.id}`);
    });
    assert.ok(activities.length > 0);
    assert.ok(activities.every((one) => !one.status && !one.executed_on));
    assert.equal(reader.objects('list', 'activity').length, before + activities.length);
    assert.deepEqual(committee.device.complaints, []);
  });

world.step('the secretary applies the instrument again, and both cycles are compared', async () => {
  const secretary = {};
  await enter(secretary, `secretaria.${town}`, 'laptop');
  const { page } = secretary;
  await follow(page, 'diagnostico', 'Diagnóstico');
  await chooseCycle(page, 2, 'Diagnóstico del ciclo');
  await page.getByText('El ciclo 2 no tiene diagnóstico').first().waitFor();
  await look(secretary, 'diagnosis-none');
  await page.getByRole('button', { name: 'Comenzar el diagnóstico' }).click();
  const alternatives = page.getByRole('radio');
  await alternatives.first().waitFor();
  await alternatives.nth(3).click();
  await waitForServer(page);
  await follow(page, 'comparacion', 'Comparación de ciclos');
  const table = page.getByRole('table', { name: 'Comparación por criterio' });
  await table.waitFor({ state: 'attached' });
  const [header] = await cellsOf(table);
  assert.deepEqual(header, ['Criterio', 'Ciclo 1', 'Ciclo 2', 'Cambio']);
  assert.deepEqual(secretary.device.complaints, []);
});

world.step('on a laptop the self-assessment of the second cycle begins', async () => {
  const desk = {};
  await enter(desk, `comite.${town}`, 'laptop');
  const { page } = desk;
  await goTo(page, 'Plan', 'Plan de mejoras');
  await chooseCycle(page, 1);
  await look(desk, 'plan-old');
  await chooseCycle(page, 2);
  await until('both lines are there', async () => await linesOf(page).count() === 2);
  await look(desk, 'plan-copied');
  await follow(page, 'camino', 'Camino del programa');
  await look(desk, 'path');
  await page.getByRole('button', { name: 'Comenzar la autoevaluación' }).click();
  await page.getByRole('button', { name: 'Sí, continuar' }).click();
  await page.getByRole('button', { name: 'Fase 3. Autoevaluación, en curso' }).waitFor();
  await follow(page, 'evaluacion', 'Autoevaluación');
  await page.getByRole('button', { name: 'Comenzar', exact: true }).click();
  await page.getByRole('heading', { level: 2, name: /^1\. / }).first().waitFor();
  await waitForServer(page);
  await world.putAway(desk.device);
});

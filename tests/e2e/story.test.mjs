// The main job, end to end: a commune plans without a network, syncs, and SUBDERE sees it.

import assert from 'node:assert/strict';

import {
  cellsOf, chipSays, chipText, goTo, settleIn, signIn, synchronize, waitForServer, write,
} from './support/app.mjs';
import { violationsOf } from './support/axe.mjs';
import { flagsWithWebGl } from './support/devices.mjs';
import {
  demoActivities, lineOfEncargado, percentOf, planTotals, questions, resultsTable, withThousands,
} from './support/expected.mjs';
import { journey } from './support/journey.mjs';
import {
  activityRows, addActivities, addFollowUp, monthAfter, openActivity, openLine, showPart,
} from './support/plan_actions.mjs';
import { until } from './support/until.mjs';

const world = journey({ flags: flagsWithWebGl });
const line = lineOfEncargado.name;
const bytesOfBadLink = 8 * 1024;

// --- The diagnosis, on the secretary's phone ----------------------------------------------------

const secretary = {};
const levels = new Map();

/// Different levels all over, that every ámbito gets some of.
const levelOf = (number) => (number * 7 + Math.floor(number / 5)) % 4;

async function answer(page, { number, alternatives }) {
  await page.getByText(new RegExp(`^Pregunta ${number} de 78`)).waitFor({ state: 'attached' });
  const level = levelOf(number);
  const { text } = alternatives.find((one) => one.level === level);
  const card = page.getByRole('radio', { name: `Nivel ${level}: ${text}`, exact: true });
  if (number % 9 === 0) {
    await card.tap();
  } else {
    await page.keyboard.press(String(level + 1));
  }
  levels.set(number, level);
  await chipSays(page, new RegExp(`\\b${levels.size} en cola`));
  await until(`question ${number} shows its level`, () => card.isChecked());
  if (number === questions.length) return;
  if (number % 9 === 0) {
    await page.getByRole('button', { name: 'Siguiente', exact: true }).tap();
  } else {
    await page.keyboard.press('ArrowRight');
  }
}

async function checkResults(page) {
  await showPart(page, 'Resultados');
  const expected = resultsTable(levels);
  const table = page.getByRole('table', { name: 'Resultados por ámbito' });
  await table.waitFor({ state: 'attached' });
  assert.deepEqual((await cellsOf(table)).slice(1),
    expected.map(({ name, maximum, obtained, percent }) =>
      [name, String(maximum), String(obtained), `${percent} %`]));
  const chart = page.getByRole('table', { name: '% de logro por ámbito' });
  const bars = (await cellsOf(chart)).slice(1);
  assert.deepEqual(bars.map((row) => [row[0], row.at(-1)]),
    expected.slice(0, -1).map(({ name, percent }) => [name, `${percent} %`]));
  return expected.at(-1);
}

world.step('the secretary signs in once, and the network goes away for good', async () => {
  secretary.link = await world.link();
  secretary.device = await world.device('phone');
  await settleIn(secretary.device, secretary.link.url, 'secretaria.puertovaras');
  secretary.link.cut();
  await secretary.device.context.setOffline(true);
  await secretary.device.closePage();
});

world.step('she opens the page again, offline', async () => {
  const page = await secretary.device.open(secretary.link.url);
  await page.getByRole('heading', { level: 1, name: 'Inicio' }).waitFor();
  await chipSays(page, /^Sin conexión/);
  await secretary.device.screenshot('story-offline');
});

world.step('she answers all 78 questions and sees table and chart grow', async () => {
  const { page } = secretary.device;
  await goTo(page, 'Diagnóstico');
  const totals = [];
  for (const question of questions) {
    if (question.number === 40) await secretary.device.screenshot('story-question');
    await answer(page, question);
    if (![8, 39, 78].includes(question.number)) continue;
    totals.push((await checkResults(page)).obtained);
    await secretary.device.screenshot(`story-results-${question.number}`);
    if (question.number < questions.length) await showPart(page, 'Preguntas');
  }
  assert.ok(totals[0] < totals[1] && totals[1] < totals[2], totals.join(' < '));
});

// --- The plan, on the laptops of two people -----------------------------------------------------

const owner = {};
const committee = {};
const shared = 'Instalar tótems de encuesta en los mesones';
const ownerName = 'Instalar tótems de encuesta en siete mesones';
const committeeName = 'Instalar tótems de encuesta en los mesones y en DIDECO';
const committeeEnd = monthAfter(3);
const ownerMoney = 1650;

const newActivities = [1, 2, 3, 4, 5].map((number) => ({
  name: `Jornada ${number} de atención en terreno: Ñuñoa, Alerce y Ensenada`,
  start: monthAfter(Math.min(number - 1, 3)),
  end: monthAfter(Math.min(number, 4)),
  own: 100 * number,
  subdere: 1000 + 10 * number,
  owner: 'Pedro Almonacid Ruiz',
  position: 'Encargado de la OIRS',
}));

/// Long minutes that do not compress to nothing: the link must die on them.
function minutes(seed) {
  let state = seed;
  const words = [];
  while (words.join(' ').length < 3900) {
    state = (state * 48271) % 2147483647;
    words.push(`${(state % 99991).toString(36)}ó`);
  }
  return words.join(' ').slice(0, 3900).trim();
}

const followUps = [
  { programmed: 2, executed: 1, observations: minutes(11), recommendations: minutes(12) },
  { programmed: 0, executed: 0, observations: minutes(13), recommendations: minutes(14) },
];

async function settleOffline(person, user) {
  person.link = await world.link();
  person.device = await world.device('laptop');
  await settleIn(person.device, person.link.url, user);
  person.link.cut();
  await person.device.context.setOffline(true);
  await openLine(person.device.page, line);
}

async function goOnline({ link, device }) {
  link.mend();
  await device.context.setOffline(false);
}

world.step('the owner of the line writes five activities and two follow-ups, offline', async () => {
  await settleOffline(owner, 'encargado.puertovaras');
  const { page } = owner.device;
  await addActivities(page, newActivities);
  await showPart(page, 'Seguimiento');
  for (const followUp of followUps) await addFollowUp(page, followUp);
  const table = page.getByRole('table', { name: 'Seguimientos de la línea' });
  const rows = (await cellsOf(table)).slice(1);
  assert.equal(rows.length, lineOfEncargado.follow_up.length + 2);
  assert.ok(rows.some((row) => row[3] === '50 %'), 'one of two is 50 %');
  assert.ok(rows.some((row) => /sin actividades programadas|—/.test(row[3])));
  await owner.device.screenshot('story-follow-ups');
});

world.step('he and the committee, also offline, change the same activity', async () => {
  await settleOffline(committee, 'comite.puertovaras');
  await openActivity(committee.device.page, shared);
  await committee.device.page.getByRole('combobox', { name: 'Término de la actividad' })
    .selectOption({ label: committeeEnd });
  await write(committee.device.page.getByRole('textbox', { name: 'Nombre de la actividad' }),
    committeeName);
  await chipSays(committee.device.page, /[12] en cola/);

  await showPart(owner.device.page, 'Actividades');
  await openActivity(owner.device.page, shared);
  await write(owner.device.page.getByRole('textbox', { name: 'Recursos propios (M$)' }),
    String(ownerMoney));
  await write(owner.device.page.getByRole('textbox', { name: 'Nombre de la actividad' }),
    ownerName);
  await owner.device.page.getByRole('button', { name: ownerName }).first()
    .waitFor({ state: 'attached' });
  await chipSays(owner.device.page, /^Sin conexión · \d+ en cola/);
  await owner.device.screenshot('story-activity');
});

// --- Back to the network ------------------------------------------------------------------------

async function rowOf(page, name) {
  const rows = await activityRows(page);
  return rows.find((row) => row[0] === name);
}

world.step('days later all come back online, one on a link that keeps breaking', async () => {
  await goOnline(secretary);
  await waitForServer(secretary.device.page);
  await goOnline(committee);
  await waitForServer(committee.device.page);

  owner.link.dieEvery(bytesOfBadLink);
  await goOnline(owner);
  await chipSays(owner.device.page, /1 espera su decisión/);
  await until('everything of the owner is on the server', async () => {
    await synchronize(owner.device.page);
    return (await waitingOf(owner.device.page)) === 0;
  }, { wait: 60_000 });
  console.log(`the bad link died ${owner.link.deaths} times in ${owner.link.connections} ` +
    `connections; ${owner.link.bytesUp} bytes up, ${owner.link.bytesDown} down`);
  assert.ok(owner.link.deaths > 0, 'the link did break');
  await synchronize(committee.device.page);
  await chipSays(committee.device.page, /1 espera su decisión/);
});

/// Changes that the home page says are only on the device.
async function waitingOf(page) {
  await page.getByRole('button', { name: /^Sincronización: / }).click();
  const sheet = page.getByRole('dialog', { name: 'Sincronización' });
  await sheet.getByRole('heading', { name: 'En cola' }).waitFor();
  const count = await sheet.getByRole('list', { name: 'Cambios en cola' })
    .getByRole('listitem').count();
  await sheet.getByRole('button', { name: 'Cerrar' }).click();
  await sheet.waitFor({ state: 'detached' });
  return count;
}

world.step('different fields have merged on both devices', async () => {
  for (const { page } of [owner.device, committee.device]) {
    await openLine(page, line);
    const rows = await activityRows(page);
    assert.equal(rows.length, lineOfEncargado.activity.length + newActivities.length);
    for (const { name } of newActivities) assert.ok(rows.some((row) => row[0] === name), name);
    const row = await rowOf(page, committeeName);
    assert.ok(row, `the activity shows the name that stands: ${rows.map((one) => one[0])}`);
    assert.equal(row[2], committeeEnd);
    assert.equal(row[3], withThousands(ownerMoney));
  }
});

world.step('the same field waits in the inbox with both values, names and times', async () => {
  for (const { device } of [owner, committee]) {
    const { page } = device;
    await goTo(page, 'Bandeja');
    const card = page.getByRole('group', { name: /^Nombre, Plan/ });
    await card.waitFor();
    const words = (await card.innerText()).replace(/\s+/g, ' ');
    const heads = await card.getByRole('group').evaluateAll((groups) =>
      groups.map((group) => group.getAttribute('aria-label')));
    for (const part of [shared, ownerName, committeeName]) {
      assert.ok(words.includes(part), `“${part}” in “${words}”`);
    }
    assert.equal(heads.length, 2);
    for (const head of heads) assert.match(head, /(Usted|Almonacid|Vargas).* \d{1,2}:\d{2}/);
    assert.deepEqual(await violationsOf(page), []);
    await device.screenshot(`story-inbox-${device === owner.device ? 'owner' : 'committee'}`);
  }
});

world.step('a person settles it, and both devices agree', async () => {
  const { page } = committee.device;
  await page.getByRole('button', { name: / el de Pedro Almonacid Ruiz$/ }).click();
  await waitForServer(page);
  await until('the owner hears of it', async () => {
    await synchronize(owner.device.page);
    return /^En el servidor/.test(await chipText(owner.device.page));
  }, { wait: 60_000 });
  for (const { device } of [owner, committee]) {
    await openLine(device.page, line);
    const row = await rowOf(device.page, ownerName);
    assert.ok(row, 'both show the value that was chosen');
    assert.equal(row[2], committeeEnd);
    assert.equal(row[3], withThousands(ownerMoney));
    assert.deepEqual(device.complaints, []);
  }
  assert.deepEqual(secretary.device.complaints, []);
  for (const { device } of [owner, committee, secretary]) await world.putAway(device);
});

// --- SUBDERE ------------------------------------------------------------------------------------

world.step('subdere sees Puerto Varas in the consolidated view, beside the others', async () => {
  const score = resultsTable(levels).at(-1);
  const own = ownerMoney - demoActivities.find(({ name }) => name === shared).own_kclp;
  const plan = planTotals([
    ...demoActivities,
    ...newActivities.map((one) => ({ own_kclp: one.own, subdere_kclp: one.subdere })),
    { own_kclp: own },
  ]);
  plan.activities -= 1;

  const token = await world.server.tokenOf('subdere');
  const report = await world.server.request('GET', '/api/v1/reports/consolidated', { token });
  const row = report.rows.find(({ name }) => /Puerto Varas/.test(name));
  assert.equal(row.diagnosis.obtained, score.obtained);
  assert.equal(row.diagnosis.maximum, score.maximum);
  assert.equal(row.diagnosis.percent, score.percent);
  assert.equal(row.diagnosis.answered, questions.length);
  assert.equal(row.plan.activities, plan.activities);
  assert.equal(row.plan.executed, plan.executed);
  assert.equal(row.plan.own_kclp, plan.own);
  assert.equal(row.plan.subdere_kclp, plan.subdere);

  const device = await world.device('laptop');
  const page = await signIn(device, world.server.url, 'subdere');
  await page.getByRole('heading', { level: 1, name: /Consolidado/ }).waitFor();
  const table = page.getByRole('table', { name: 'Comunas' });
  const cells = await until('Puerto Varas is in the table', async () =>
    await table.count() > 0 && (await cellsOf(table)).find((one) => one[0] === 'Puerto Varas'));
  assert.deepEqual([1, 2, 4, 5].map((column) => cells[column]), [
    `${score.percent} %`, `${row.plan.percent} %`, withThousands(plan.own),
    withThousands(plan.subdere),
  ]);
  assert.equal(row.plan.percent, percentOf(plan.executed, plan.activities));
  const others = await cellsOf(table);
  for (const commune of ['Iquique', 'Calama', 'Lo Prado']) {
    assert.ok(others.some((one) => one[0].includes(commune)), commune);
  }
  await device.screenshot('story-consolidated');
  assert.deepEqual(device.complaints, []);
});

world.step('and the chain of what happened is whole', async () => {
  world.server.administer('verify');
});

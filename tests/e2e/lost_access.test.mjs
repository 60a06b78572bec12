// An encargado works without a network while his access is taken away. Nothing that he wrote is
// applied, and nothing is lost: who supervises the municipality decides about each, and he is told.

import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { join } from 'node:path';
import { after } from 'node:test';

import { chipSays, follow, goTo, settleIn, waitForServer } from './support/app.mjs';
import { violationsOf } from './support/axe.mjs';
import { CliDevice } from './support/cli_device.mjs';
import { serverProgram } from './support/environment.mjs';
import { lineOfEncargado } from './support/expected.mjs';
import { journey } from './support/journey.mjs';
import { addFollowUp, openActivity, openLine, showPart } from './support/plan_actions.mjs';

const world = journey();

const line = lineOfEncargado.name;
const user = 'encargado.puertovaras';
const kept = 'Se instaló el tótem del edificio consistorial';
const refused = 'Reunión con la empresa, sin acuerdo';
const reason = 'La reunión ya está en el acta del comité.';

const his = {};
const hers = {};
let witness;
after(() => witness?.close());

async function look({ device, page }, name) {
  await device.screenshot(`access-${name}`);
  assert.deepEqual(await violationsOf(page), []);
}

/// What stands in the municipality's follow-ups.
function observations() {
  witness.synchronize();
  return witness.objects('list', 'follow_up').map((record) => record.observations);
}

/// The card of the change that says so.
function cardOf(page, words) {
  return page.getByRole('group', { name: /Seguimiento/ }).filter({ hasText: words });
}

world.step('he goes offline with the line on his phone, and writes two follow-ups', async () => {
  his.device = await world.device('phone');
  his.page = await settleIn(his.device, world.server.url, user);
  await his.device.context.setOffline(true);
  await openLine(his.page, line);
  await showPart(his.page, 'Seguimiento');
  for (const words of [kept, refused]) {
    await addFollowUp(his.page, {
      programmed: 4, executed: 2, observations: words, recommendations: 'Seguir el calendario',
    });
  }
  await chipSays(his.page, /2 en cola/);
});

world.step('meanwhile the line is given to somebody else', async () => {
  witness = new CliDevice(world.server.url);
  witness.signIn('comite.puertovaras');
  const [home] = witness.objects('list', 'organization', 'commune=10109');
  execFileSync(serverProgram, ['user', 'role', user, '--role', 'line_owner', '--organization',
    home.id, '--remove', '--data', join(world.server.folder, 'data')]);
});

world.step('back online nothing of it is applied, and his phone says what became of it', async () => {
  await his.device.context.setOffline(false);
  const { page } = his;
  await waitForServer(page);
  await follow(page, 'bandeja', 'Bandeja');
  await page.getByText('Ya no tiene acceso a Municipalidad de Puerto Varas').first().waitFor();
  await page.getByText(/2 cambios suyos.*que no los aplica/).first().waitFor();
  await look(his, 'author-told');
  const texts = observations();
  assert.ok(!texts.includes(kept) && !texts.includes(refused));
});

world.step('the committee finds both, with who wrote them and when', async () => {
  hers.device = await world.device('laptop');
  hers.page = await settleIn(hers.device, world.server.url, 'comite.puertovaras');
  await follow(hers.page, 'bandeja', 'Bandeja');
  await look(hers, 'inbox');
  await follow(hers.page, 'cuarentena', 'Cuarentena');
  await cardOf(hers.page, kept).waitFor();
  await cardOf(hers.page, refused).waitFor();
  await look(hers, 'quarantine');
});

world.step('one is applied in her name; to discard the other she must say why', async () => {
  const { page } = hers;
  await cardOf(page, kept).getByRole('button', { name: 'Aplicar a mi nombre' }).click();
  await cardOf(page, kept).getByRole('button', { name: 'Sí, aplicar' }).click();
  await cardOf(page, kept).waitFor({ state: 'detached' });

  const other = cardOf(page, refused);
  await other.getByRole('button', { name: 'Descartar' }).click();
  await other.getByRole('button', { name: 'Sí, descartar' }).click();
  await page.getByText('Escriba por qué se descarta.').first().waitFor({ state: 'attached' });
  await look(hers, 'discard');
  await other.getByRole('textbox', { name: 'Motivo, para quien lo escribió' }).fill(reason);
  await other.getByRole('button', { name: 'Sí, descartar' }).click();
  await page.getByText('Nada espera su revisión').first().waitFor();

  const texts = observations();
  assert.ok(texts.includes(kept));
  assert.ok(!texts.includes(refused));
});

world.step('he reads who decided, and why', async () => {
  const { page } = his;
  await page.reload();
  await page.evaluate(() => window.minga.ready);
  await follow(page, 'bandeja', 'Bandeja');
  await page.getByText(reason).first().waitFor();
  await look(his, 'author-answered');
  assert.deepEqual(his.device.complaints, []);
  assert.deepEqual(hers.device.complaints, []);
});

world.step('what she removes from the plan lies under “Eliminados”, and comes back whole', async () => {
  const { page } = hers;
  const name = 'Instalar tótems de encuesta en los mesones';
  const before = witness.named('activity', name);
  await openLine(page, line);
  await openActivity(page, name);
  await page.getByRole('button', { name: 'Eliminar actividad' }).click();
  await chipSays(page, /en cola/);
  await waitForServer(page);
  witness.synchronize();
  assert.deepEqual(witness.objects('list', 'activity', `name=${name}`), []);

  await goTo(page, 'Plan', 'Plan de mejoras');
  const removed = page.getByRole('group', { name: `Actividad «${name}»` });
  await removed.scrollIntoViewIfNeeded();
  await look(hers, 'removed');
  await removed.getByRole('button', { name: 'Recuperar' }).click();
  await removed.waitFor({ state: 'detached' });
  await chipSays(page, /en cola/);
  await waitForServer(page);
  witness.synchronize();
  const { rev: revBefore, ...fieldsBefore } = before;
  const { rev, ...fields } = witness.named('activity', name);
  assert.deepEqual(fields, fieldsBefore);
  assert.ok(rev > revBefore);
  assert.deepEqual(hers.device.complaints, []);
});

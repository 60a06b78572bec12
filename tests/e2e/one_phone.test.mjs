// One person, one phone, one week without a network: work and a photo, a file that somebody else
// carries, the answer that comes back with a conflict and a refusal, and the network at the end.

import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { after } from 'node:test';

import { chipSays, follow, settleIn, waitForServer, write } from './support/app.mjs';
import { violationsOf } from './support/axe.mjs';
import { CliDevice } from './support/cli_device.mjs';
import { lineOfEncargado } from './support/expected.mjs';
import { journey } from './support/journey.mjs';
import { photoOf } from './support/photo.mjs';
import { monthAfter, monthKeyAfter, openLine } from './support/plan_actions.mjs';
import { until } from './support/until.mjs';

const world = journey();

const line = lineOfEncargado.name;
const base = 'Instalar tótems de encuesta en los mesones';
const mine = 'Instalar tótems de encuesta en siete mesones municipales';
const theirs = 'Instalar tótems de encuesta en los mesones y en DIDECO';
const title = 'Acta del comité, firmada';

const phone = {};
let owner;
let file;
let answer;
after(() => owner?.close());

async function look(name) {
  await phone.device.screenshot(`one-${name}`);
  assert.deepEqual(await violationsOf(phone.page), []);
}

function card(name) {
  return phone.page.getByRole('group', { name });
}

world.step('she settles in once, and goes where there is no network', async () => {
  phone.link = await world.link();
  phone.device = await world.device('phone');
  phone.page = await settleIn(phone.device, phone.link.url, 'comite.puertovaras');
  await follow(phone.page, 'archivos', 'Archivos sin conexión');
  await phone.page.getByRole('button', { name: 'Preparar el archivo' }).waitFor();
  phone.link.cut();
  await phone.device.context.setOffline(true);
  owner = new CliDevice(world.server.url);
  owner.signIn('encargado.puertovaras');
});

world.step('she writes, and takes a photo, which waits in sight', async () => {
  const { page } = phone;
  await openLine(page, line);
  await page.getByRole('list', { name: 'Actividades de la línea' })
    .getByRole('button', { name: new RegExp(`^${base}`) }).click();
  await page.getByRole('heading', { name: 'Actividad', exact: true }).waitFor();
  await write(page.getByRole('textbox', { name: 'Nombre de la actividad' }), mine);
  await page.getByRole('combobox', { name: 'Término de la actividad' })
    .selectOption({ label: monthAfter(4) });
  await page.getByRole('button', { name: 'Listo' }).click();
  await page.getByRole('heading', { name: 'Actividad', exact: true })
    .waitFor({ state: 'detached' });
  await chipSays(page, /2 en cola/);

  await follow(page, 'documentos', 'Documentos y fotos');
  await page.getByRole('button', { name: 'Agregar documento' }).click();
  const photo = await photoOf(page, 1200, 800);
  await page.getByRole('textbox', { name: 'Título' }).fill(title);
  await page.getByLabel('Tomar una foto').setInputFiles(
    { name: 'IMG_2041.jpg', mimeType: 'image/jpeg', buffer: photo });
  await page.getByRole('heading', { name: 'Documento', exact: true }).waitFor();
  await page.getByRole('button', { name: 'Listo' }).click();
  await page.getByRole('heading', { name: 'Documento', exact: true })
    .waitFor({ state: 'detached' });
  await page.getByRole('button', { name: `${title}, Archivo pendiente` }).waitFor();
  await page.getByText('1 archivo pendiente').first().waitFor({ state: 'attached' });
  await look('photo-pending');
});

world.step('meanwhile the owner of the line writes the same name and shortens the line', async () => {
  const { id } = owner.named('activity', base);
  owner.run('set', id, `name=${theirs}`);
  owner.run('set', owner.named('action_line', line).id, `end_month=${monthKeyAfter(3)}`);
  owner.synchronize();
  phone.activity = id;
});

world.step('her changes travel in a file, which somebody with a network hands over', async () => {
  const { page } = phone;
  await follow(page, 'archivos', 'Archivos sin conexión');
  await page.getByRole('button', { name: 'Preparar el archivo' }).click();
  const save = page.getByRole('button', { name: 'Guardar el archivo' });
  await save.waitFor();
  await look('file-ready');
  const coming = page.waitForEvent('download');
  await save.click();
  file = readFileSync(await (await coming).path());

  const courier = await world.server.tokenOf('secretaria.calama');
  const taken = await fetch(`${world.server.url}/api/v1/bundles`, {
    method: 'POST', body: file,
    headers: { Authorization: `Bearer ${courier}`, 'Content-Type': 'application/vnd.minga.bundle' },
  });
  assert.equal(taken.status, 200);
  answer = Buffer.from(await taken.arrayBuffer());
});

world.step('the answer is applied without a network, and says what waits for her', async () => {
  const { page } = phone;
  await page.getByLabel('Elegir el archivo…').setInputFiles(
    { name: 'respuesta.minga', mimeType: 'application/octet-stream', buffer: answer });
  await page.getByText(/cambios suyos llegaron al servidor.*esperan su decisión/).first().waitFor();
  await chipSays(page, /2 esperan/);
  await look('answer');
});

world.step('the conflict: what it said, both values word by word, who, when and where', async () => {
  const { page } = phone;
  await follow(page, 'bandeja', 'Bandeja');
  const conflict = card(/^Nombre, Plan/);
  await conflict.getByText(`Antes decía: ${base}`).waitFor({ state: 'attached' });
  const sides = conflict.getByRole('group');
  await until('both sides stand there', async () => await sides.count() === 2);
  const [hers, own] = await sides.evaluateAll((groups) => groups.map((group) => (
    { head: group.getAttribute('aria-label'), words: group.textContent })));
  assert.match(hers.head, /^Pedro Almonacid Ruiz · .*\d{1,2}:\d{2} · equipo [0-9A-F]{4}$/);
  assert.match(own.head, /^Usted · .*\d{1,2}:\d{2} · este equipo$/);
  assert.ok(hers.words.includes(`${theirs}. Agrega «y en DIDECO».`), hers.words);
  assert.ok(own.words.includes(`${mine}. Quita «los». Agrega «siete». Agrega «municipales».`),
    own.words);
  await look('conflict');
  await conflict.getByRole('button', { name: 'Usar el mío' }).click();
  await conflict.getByText('Decidido aquí, en cola').waitFor({ state: 'attached' });
});

world.step('the refusal: a plain reason, corrected and sent again', async () => {
  const { page } = phone;
  const refusal = card(/^Término, Plan/);
  await refusal.getByText(/El término \(.*\) es posterior al término de la línea de acción/).first()
    .waitFor({ state: 'attached' });
  await refusal.getByRole('button', { name: 'Corregir y reenviar' }).click();
  await refusal.getByRole('combobox', { name: 'Término' }).selectOption({ label: monthAfter(3) });
  await look('refusal');
  await refusal.getByRole('button', { name: 'Reenviar' }).click();
  await refusal.waitFor({ state: 'detached' });
  await chipSays(page, /en cola/);
});

world.step('with a network again everything leaves, the photo too', async () => {
  const { page } = phone;
  phone.link.mend();
  await phone.device.context.setOffline(false);
  await waitForServer(page);
  await follow(page, 'documentos', 'Documentos y fotos');
  await page.getByRole('button', { name: `${title}, En el servidor` }).waitFor({ timeout: 60_000 });
  await look('photo-sent');

  owner.synchronize();
  const shown = owner.objects('show', phone.activity)[0];
  assert.equal(shown.name, mine);
  assert.equal(shown.end_month, monthKeyAfter(3));
  assert.deepEqual(owner.objects('inbox'), []);
  assert.deepEqual(phone.device.complaints, []);
});

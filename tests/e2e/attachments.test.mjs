// A photo of the signed act, taken on a phone without a network: it waits in sight, goes up over a
// link that keeps dying, and is opened on another person's laptop.

import assert from 'node:assert/strict';
import { createHash } from 'node:crypto';
import { existsSync, readFileSync, readdirSync } from 'node:fs';

import { chipSays, follow, goTo, settleIn } from './support/app.mjs';
import { violationsOf } from './support/axe.mjs';
import { settled } from './support/devices.mjs';
import { choosersOf, pressOn, tapOn } from './support/hands.mjs';
import { journey } from './support/journey.mjs';
import { photoOf } from './support/photo.mjs';
import { until } from './support/until.mjs';

const world = journey();

const title = 'Acta del comité, firmada';
const place = 'Documentos y fotos';
const secret = 'LATITUD-41.3195';
let link = null;
let phone = null;
let page = null;
let photo = null;
let stored = null;

/// A photo with a note of where it was taken.
async function takePhoto(shot) {
  const plain = await photoOf(shot, 3000, 2000);
  const note = Buffer.from(`Exif\0\0${secret}`);
  const head = Buffer.from([0xff, 0xd8, 0xff, 0xe1, 0, note.length + 2]);
  return Buffer.concat([head, note, plain.subarray(2)]);
}

function rowOf(where) {
  return where.getByRole('button', { name: new RegExp(`^${title}`) }).first();
}

/// What the row of the document says of its file.
async function rowSays(where, pattern, options) {
  return until(`the row says ${pattern}`, async () => {
    const text = await where.getByRole('main').textContent();
    return pattern.test(text);
  }, options);
}

async function checkAccessible(where) {
  await settled(where);
  assert.deepEqual(await violationsOf(where), []);
}

world.step('documents are reached from “Más” and from the plan', async () => {
  link = await world.link();
  phone = await world.device('phone');
  page = await settleIn(phone, link.url, 'comite.puertovaras');
  await goTo(page, 'Plan', 'Plan de mejoras');
  await page.getByRole('button', { name: new RegExp(`^${place}`) }).click();
  await page.getByRole('heading', { level: 1, name: place }).waitFor();
  await goTo(page, 'Más');
  await page.getByRole('button', { name: new RegExp(`^${place}`) }).click();
  await page.getByRole('heading', { level: 1, name: place }).waitFor();
  await phone.screenshot('documents');
  await checkAccessible(page);
  photo = await takePhoto(page);
});

world.step('without a network a photo is kept, and said to be pending', async () => {
  link.cut();
  await page.getByRole('button', { name: 'Agregar documento' }).click();
  await page.getByRole('heading', { name: 'Agregar documento' }).waitFor();
  await page.getByRole('combobox', { name: 'Tipo de documento' })
    .selectOption({ label: 'Acta del Comité de Mejora' });
  await page.getByRole('textbox', { name: 'Título' }).fill(title);
  await page.getByRole('textbox', { name: 'Número' }).fill('12');
  await phone.screenshot('document-new');
  await checkAccessible(page);
  await page.getByLabel('Tomar una foto')
    .setInputFiles({ name: 'IMG_2041.jpg', mimeType: 'image/jpeg', buffer: photo });
  await page.getByRole('heading', { name: 'Documento', exact: true }).waitFor();
  await page.getByText('Archivo pendiente').first().waitFor();
  await phone.screenshot('document-pending');
  await checkAccessible(page);
  await page.getByRole('button', { name: 'Listo' }).click();
  await page.getByRole('heading', { name: 'Documento', exact: true })
    .waitFor({ state: 'detached' });
  await rowSays(page, /Archivo pendiente/);
  await page.getByText('1 archivo pendiente').first().waitFor();
  await phone.screenshot('documents-pending');
  await checkAccessible(page);
});

world.step('a device that is closed in between still has it', async () => {
  await phone.closePage();
  page = await phone.open(link.url, 'documentos');
  await page.getByRole('heading', { level: 1, name: place }).waitFor();
  await rowOf(page).waitFor();
});

world.step('over a link that keeps dying it arrives whole, each byte hardly more than once', async () => {
  link.dieEvery(150_000);
  const before = link.bytesUp;
  const deaths = link.deaths;
  link.mend();
  await rowSays(page, /En el servidor/, { wait: 120_000 });
  const file = await storedFile();
  assert.ok(link.deaths > deaths + 1, 'the link died on the way');
  const chunk = 128 * 1024;
  const overhead = 60_000;
  const sentAgain = link.bytesUp - before - file.length - overhead;
  assert.ok(sentAgain <= chunk * (link.deaths - deaths), `${sentAgain} bytes were sent again`);
  link.dieEvery(Infinity);
  await phone.screenshot('documents-sent');
  await checkAccessible(page);
});

/// The photo as the server's disk holds it: the first file that came there.
async function storedFile() {
  stored ??= await until('the server has the file', findStored);
  assert.equal(createHash('sha256').update(stored.bytes).digest('hex'), stored.hash);
  return stored.bytes;
}

function findStored() {
  const folder = `${world.server.folder}/data/blobs`;
  if (!existsSync(folder)) return null;
  const whole = readdirSync(folder).filter((name) => name.length === 2);
  if (whole.length === 0) return null;
  const [hash] = readdirSync(`${folder}/${whole[0]}`);
  return { hash, bytes: readFileSync(`${folder}/${whole[0]}/${hash}`) };
}

world.step('the photo was made anew: smaller, and without where it was taken', async () => {
  const bytes = await storedFile();
  assert.ok(photo.includes(secret));
  assert.ok(!bytes.includes(secret) && !bytes.includes('Exif'));
  assert.ok(bytes.length < photo.length);
  const size = await page.evaluate(async (text) => {
    const blob = new Blob([Uint8Array.from(atob(text), (c) => c.charCodeAt(0))]);
    const image = await createImageBitmap(blob);
    return [image.width, image.height];
  }, bytes.toString('base64'));
  assert.deepEqual(size, [2048, 1365]);
});

world.step('what may not be attached is refused in words, and nothing is lost', async () => {
  await rowOf(page).click();
  await page.getByLabel('Elegir un archivo').setInputFiles({
    name: 'acta.pdf', mimeType: 'application/pdf', buffer: Buffer.from('<script>alert(1)</script>'),
  });
  await page.getByText(/Este tipo de archivo no se puede adjuntar/).first().waitFor();
  await page.getByText('En el servidor').first().waitFor();
  await phone.screenshot('document-refused');
  await checkAccessible(page);
  await page.getByRole('button', { name: 'Listo' }).click();
  await page.getByRole('heading', { name: 'Documento', exact: true })
    .waitFor({ state: 'detached' });
});

world.step('“solo con Wi-Fi” holds files back until they are asked for', async () => {
  await follow(page, 'ajustes', 'Ajustes');
  await page.getByRole('combobox', { name: 'Cuándo enviar los archivos' })
    .selectOption({ label: 'Solo con Wi-Fi' });
  await phone.screenshot('settings-files');
  await checkAccessible(page);
  await follow(page, 'documentos', place);
  await page.getByRole('button', { name: 'Agregar documento' }).click();
  await page.getByLabel('Elegir un archivo').setInputFiles({
    name: 'oficio 31.pdf', mimeType: 'application/pdf', buffer: Buffer.from('%PDF-1.7\nOficio 31'),
  });
  await page.getByText('Archivo pendiente').first().waitFor();
  await page.getByRole('button', { name: 'Listo' }).click();
  await page.getByRole('heading', { name: 'Documento', exact: true })
    .waitFor({ state: 'detached' });
  await page.getByText(/Esperan una red Wi-Fi/).first().waitFor();
  const token = await world.server.tokenOf('comite.puertovaras');
  await until('the record itself is at the server', async () => {
    const answer = await fetch(`${world.server.url}/api/v1/export/document.csv`,
      { headers: { Authorization: `Bearer ${token}` } });
    return (await answer.text()).includes('oficio 31');
  });
  await chipSays(page, /^1 archivo pendiente$/);
  await page.getByRole('button', { name: 'Enviar ahora' }).click();
  await until('nothing is pending', async () =>
    !/pendiente/.test(await page.getByRole('main').textContent()), { wait: 30_000 });
});

world.step('a colleague fetches it on a laptop and opens it', async () => {
  const laptop = await world.device('laptop');
  const other = await settleIn(laptop, world.server.url, 'secretaria.puertovaras');
  await follow(other, 'documentos', place);
  await rowOf(other).click();
  await other.getByRole('button', { name: 'Traer el archivo' }).waitFor();
  await laptop.screenshot('document-to-fetch');
  await checkAccessible(other);
  await other.getByRole('button', { name: 'Traer el archivo' }).click();
  const open = other.getByRole('button', { name: 'Abrir el archivo' });
  await open.waitFor();
  const coming = other.waitForEvent('download');
  await open.click();
  const bytes = readFileSync(await (await coming).path());
  assert.ok(bytes.equals(await storedFile()));
  await laptop.screenshot('document-fetched');
  await checkAccessible(other);
  assert.deepEqual(laptop.complaints, []);
  await world.putAway(laptop);
});

world.step('the file button is a real one: by keyboard and by finger it opens the chooser', async () => {
  const choosers = await choosersOf(page);
  await page.getByRole('button', { name: 'Agregar documento' }).click();
  const input = page.getByLabel('Elegir un archivo');
  await pressOn(page, input, 'Enter');
  await until('the key opened it', () => choosers.length === 1);
  await tapOn(page, input);
  await until('the finger opened it', () => choosers.length === 2);
  assert.equal(await page.getByLabel('Tomar una foto').getAttribute('capture'), 'environment');
  assert.deepEqual(phone.complaints, []);
});

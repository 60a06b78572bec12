// What people do on a municipality's way through the programme, in the words of the screens.

import { follow, write } from './app.mjs';
import { settled } from './devices.mjs';
import { documentName } from './municipality.mjs';
import { until } from './until.mjs';

export function button(page, name) {
  return page.getByRole('button', { name, exact: true });
}

/// Elsewhere, once what was written last is kept.
export async function goOn(page, route, title) {
  await settled(page);
  await follow(page, route, title);
}

/// Presses what can be pressed once.
export async function press(page, name) {
  await button(page, name).click();
  await button(page, name).waitFor({ state: 'detached' });
}

/// A step of the programme's path: some are asked for twice.
export async function move(page, name) {
  await goOn(page, 'camino', 'Camino del programa');
  const way = button(page, name);
  await way.click();
  const sure = page.getByRole('dialog').getByRole('button', { name: 'Sí, continuar' });
  const isAsked = await until(`“${name}” is asked for, or done`, async () =>
    await sure.count() > 0 ? 'asked' : await way.count() === 0 && 'done');
  if (isAsked === 'asked') await sure.click();
  await way.waitFor({ state: 'detached' });
}

export async function addDocument(page, type) {
  await goOn(page, 'documentos', 'Documentos y fotos');
  await button(page, 'Agregar documento').click();
  await page.getByRole('combobox', { name: 'Tipo de documento' })
    .selectOption({ label: documentName(type) });
  await write(page.getByRole('textbox', { name: 'Número' }), '14');
  await write(page.getByRole('textbox', { name: 'Fecha' }), '2026-11-20');
  await button(page, 'Guardar sin archivo').click();
  await press(page, 'Listo');
}

export async function sign(page, capacity) {
  await goOn(page, 'firmas', 'Firmas');
  await press(page, `Firmar como ${capacity}`);
}

export async function spread(page, subject) {
  await goOn(page, 'comite/difusion', 'Comité');
  await button(page, 'Agregar difusión').click();
  await write(page.getByRole('textbox', { name: 'Qué se difundió' }), subject);
  await write(page.getByRole('textbox', { name: 'Fecha' }), '2026-11-22');
  await press(page, 'Guardar');
  await page.getByRole('button', { name: new RegExp(`^${subject}`) }).waitFor();
}

/// Begins a round of the validation and writes what was looked at.
export async function review(page, begin) {
  await goOn(page, 'validacion/revisiones', 'Validación');
  const fields = page.getByRole('textbox', { name: 'Lo que se revisó' });
  await button(page, begin).waitFor();
  const before = await fields.count();
  await button(page, begin).click();
  await until('there is a field for it', async () => await fields.count() === before + 1);
  const values = await fields.evaluateAll((found) => found.map((field) => field.value));
  await write(fields.nth(values.indexOf('')), 'Todo conforme.');
}

/// SUBDERE finds a commune, which need not be in the programme, and looks at it.
export async function lookUpCommune(page, commune) {
  await page.getByRole('radio', { name: 'Todas' }).click();
  await write(page.getByRole('searchbox', { name: 'Buscar comuna' }), commune);
  await settled(page);  // the row has its place
  await page.getByRole('table', { name: 'Comunas' }).getByRole('button', { name: commune }).click();
  await page.getByRole('heading', { name: 'Comuna', exact: true }).waitFor();
}

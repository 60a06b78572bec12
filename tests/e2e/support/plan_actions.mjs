// What people do in an action line: activities and follow-ups, in the words of the screens.

import { cellsOf, goTo } from './app.mjs';

const monthNames = ['ene', 'feb', 'mar', 'abr', 'may', 'jun', 'jul', 'ago', 'sep', 'oct', 'nov',
  'dic'];

/// Months since year 0 of the month so many after this one in Chile.
function monthIndex(count) {
  const today = new Intl.DateTimeFormat('en-CA', { timeZone: 'America/Santiago' })
    .format(new Date());
  return Number(today.slice(0, 4)) * 12 + Number(today.slice(5, 7)) - 1 + count;
}

/// The month so many after this one, as it is chosen from: "mar 2027".
export function monthAfter(count) {
  const index = monthIndex(count);
  return `${monthNames[index % 12]} ${Math.floor(index / 12)}`;
}

/// The same as it is stored: "2027-03".
export function monthKeyAfter(count) {
  const index = monthIndex(count);
  return `${Math.floor(index / 12)}-${String(index % 12 + 1).padStart(2, '0')}`;
}

export async function openLine(page, name) {
  await goTo(page, 'Plan', 'Plan de mejoras');
  await page.getByRole('list', { name: 'Líneas de acción' })
    .getByRole('button', { name: new RegExp(`^\\d+\\. ${name}`) }).click();
  await page.getByRole('heading', { level: 1, name }).waitFor();
}

export async function showPart(page, part) {
  await page.getByRole('tab', { name: part }).click();
  await page.getByRole('tab', { name: part, selected: true }).waitFor();
}

export function activityTable(page) {
  return page.getByRole('table', { name: 'Actividades de la línea' });
}

/// The activities as the table of the line shows them, without header and total.
export async function activityRows(page) {
  return (await cellsOf(activityTable(page))).slice(1, -1);
}

/// The form that stands open: a panel on a laptop, a sheet on a phone.
export async function openActivity(page, name) {
  await activityTable(page).getByRole('button', { name, exact: true }).click();
  await page.getByRole('heading', { name: 'Actividad', exact: true }).waitFor();
}

/// Fills the form of a new activity, which must be open, as far as the fields are given.
export async function fillActivity(page, { name, start, end, own, subdere, owner, position }) {
  const texts = [
    ['Nombre de la actividad', name], ['Recursos propios (M$)', own],
    ['Recursos SUBDERE (M$)', subdere], ['Responsable de la actividad', owner],
    ['Cargo del responsable', position],
  ];
  for (const [label, text] of texts) {
    if (text !== undefined) await page.getByRole('textbox', { name: label }).fill(String(text));
  }
  const months = [['Inicio de la actividad', start], ['Término de la actividad', end]];
  for (const [label, month] of months) {
    if (month === undefined) continue;
    await page.getByRole('combobox', { name: label }).selectOption({ label: month });
  }
}

/// Adds activities one after the other, as one does from a list on paper.
export async function addActivities(page, activities) {
  const before = (await activityRows(page)).length;
  await page.getByRole('button', { name: 'Agregar actividad' }).click();
  await page.getByRole('heading', { name: 'Nueva actividad' }).waitFor();
  for (const [index, activity] of activities.entries()) {
    await fillActivity(page, activity);
    const isLast = index + 1 === activities.length;
    const save = isLast ? 'Guardar actividad' : 'Guardar y agregar otra';
    await page.getByRole('button', { name: save }).click();
    await activityTable(page).getByRole('button', { name: activity.name, exact: true })
      .waitFor({ state: 'attached' });
  }
  await page.getByRole('button', { name: 'Cerrar', exact: true }).click();
  const after = (await activityRows(page)).length;
  if (after !== before + activities.length) {
    throw new Error(`${before} activities, ${activities.length} added, ${after} shown`);
  }
}

export async function addFollowUp(page, { programmed, executed, observations, recommendations }) {
  await page.getByRole('button', { name: 'Registrar seguimiento' }).click();
  await page.getByRole('heading', { name: 'Nuevo seguimiento' }).waitFor();
  const fields = [
    ['Actividades programadas', programmed], ['Actividades ejecutadas', executed],
    ['Observaciones', observations], ['Recomendaciones', recommendations],
  ];
  for (const [label, text] of fields) {
    await page.getByRole('textbox', { name: label, exact: true }).fill(String(text));
  }
  await page.getByRole('button', { name: 'Guardar seguimiento' }).click();
  await page.getByRole('heading', { name: 'Nuevo seguimiento' }).waitFor({ state: 'detached' });
}

// What people do in a plan: its parts, its matrix, activities and follow-ups of a line, in the words
// of the screens.

import { cellsOf, goTo, write } from './app.mjs';

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

export async function chooseMonth(page, label, month) {
  await page.getByRole('combobox', { name: label }).selectOption({ label: month });
}

/// One of the plan's parts, from its own place.
export async function openPart(page, part, title) {
  await goTo(page, 'Plan', 'Plan de mejoras');
  await page.getByRole('list', { name: 'Partes del plan' }).getByRole('button', { name: part })
    .click();
  await page.getByRole('heading', { level: 1, name: title }).waitFor();
}

/// The priority matrix on a laptop.
export function matrixGrid(page) {
  return page.getByRole('table', { name: 'Matriz de priorización' });
}

/// Fills the matrix with digits alone, from its first cell on; `scoreOf(tool, column)` says with what.
/// Returns its tools, row by row.
export async function fillMatrix(page, criteria, scoreOf) {
  const grid = matrixGrid(page);
  const tools = await grid.getByRole('rowheader').allTextContents();
  await grid.getByRole('button', { name: `${tools[0]}, ${criteria[0]}: sin puntaje` }).focus();
  for (const tool of tools) {
    for (const [column, criterion] of criteria.entries()) {
      const cell = `${tool}, ${criterion}`;
      await page.waitForFunction((name) => {
        const element = document.activeElement;
        return (element.getAttribute('aria-label') || element.textContent).startsWith(name);
      }, cell);
      const score = scoreOf(tool, column);
      await page.keyboard.press(String(score));
      await grid.getByRole('button', { name: `${cell}: ${score}` }).waitFor();
    }
  }
  return tools;
}

/// A new line's form, which must be open.
export async function fillLine(page, { name, start, end, owner, position }) {
  if (name) await write(page.getByRole('textbox', { name: 'Nombre de la línea de acción' }), name);
  await chooseMonth(page, 'Inicio de la línea', start);
  await chooseMonth(page, 'Término de la línea', end);
  await write(page.getByRole('textbox', { name: 'Responsable de la línea' }), owner);
  await write(page.getByRole('textbox', { name: 'Cargo del responsable' }), position);
  await page.getByRole('button', { name: 'Guardar línea de acción' }).click();
  await page.getByRole('tab', { name: 'Ficha' }).waitFor();
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

/// The activities as the table of the line shows them, without header and total; none where the line
/// still says that it has none.
export async function activityRows(page) {
  const none = page.getByText('La línea todavía no tiene actividades').first();
  await activityTable(page).or(none).waitFor({ state: 'attached' });
  return await none.count() > 0 ? [] : (await cellsOf(activityTable(page))).slice(1, -1);
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
    if (month !== undefined) await chooseMonth(page, label, month);
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

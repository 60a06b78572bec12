// What the journeys expect, computed here from the definitions and the demonstration data, and not
// by the application's own rules.

import { readFileSync } from 'node:fs';
import { join } from 'node:path';

import { rootFolder } from './environment.mjs';

function read(path) {
  return JSON.parse(readFileSync(join(rootFolder, 'assets', path), 'utf8'));
}

const model = read('programs/municipal/model.json');
const instrument = read('programs/municipal/diagnostic.json');
const puertoVaras = read('demo/puertovaras.json');

export const questions = instrument.sections
  .flatMap((section) => section.questions)
  .sort((a, b) => a.number - b.number);

/// Whole percents, halves upwards.
export function percentOf(part, whole) {
  return Math.floor((part * 200 + whole) / (whole * 2));
}

/// The guide's table for the levels given so far (question number → level): one row an ámbito, and
/// the total, as `{ name, maximum, obtained, percent }`.
export function resultsTable(levels) {
  const obtained = new Map();
  for (const question of questions) {
    const { subcriterion } = model.elements.find(({ key }) => key === question.element);
    const level = levels.get(question.number) || 0;
    const { points } = question.alternatives.find((one) => one.level === level);
    obtained.set(subcriterion, (obtained.get(subcriterion) || 0) + points);
  }
  const rows = model.subcriteria.map(({ key, number, name, maximum }) => ({
    name: `${number}. ${name}`, maximum, obtained: obtained.get(key),
  }));
  const sum = (field) => rows.reduce((total, row) => total + row[field], 0);
  rows.push({ name: 'TOTAL', maximum: sum('maximum'), obtained: sum('obtained') });
  return rows.map((row) => ({ ...row, percent: percentOf(row.obtained, row.maximum) }));
}

const [firstCycle] = puertoVaras.enrollment.cycle;
const [demoPlan] = firstCycle.plan;

/// The plan of Puerto Varas as the demonstration data leaves it.
export const demoActivities = demoPlan.action_line.flatMap((line) => line.activity);
export const lineOfEncargado = demoPlan.action_line
  .find((line) => line.owner_user === 'encargado.puertovaras');

/// Of activities with the fields of a record: how many, how many executed, and their money.
export function planTotals(activities) {
  const sum = (field) => activities.reduce((total, one) => total + (one[field] || 0), 0);
  return {
    activities: activities.length,
    executed: activities.filter(({ status }) => status === 'executed').length,
    own: sum('own_kclp'),
    subdere: sum('subdere_kclp'),
  };
}

/// 12345 as "12.345".
export function withThousands(number) {
  return String(number).replace(/\B(?=(\d{3})+$)/g, '.');
}

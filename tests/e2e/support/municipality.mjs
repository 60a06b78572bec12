// A municipality as it stands in the definitions of its programme and in the register: who works there,
// who sits where, and what screens call its parts.

import { readFileSync } from 'node:fs';
import { join } from 'node:path';

import { rootFolder } from './environment.mjs';

const programme = (name) =>
  JSON.parse(readFileSync(join(rootFolder, `assets/programs/municipal/${name}.json`), 'utf8'));

const model = programme('model');
/// The elements of management, in their order.
export const elements = model.elements.map(({ key }) => key);
export const subcriteria = model.subcriteria.map(({ key }) => key);

/// The first criterion.
export const [criterion] = model.criteria;

export function elementsOf(key) {
  const inside = model.subcriteria.filter((one) => one.criterion === key).map((one) => one.key);
  return model.elements.filter((one) => inside.includes(one.subcriterion)).map((one) => one.key);
}

/// As screens call it: "1. Estrategia".
export function areaName(subcriterion) {
  const { number, name } = model.subcriteria.find(({ key }) => key === subcriterion);
  return `${number}. ${name}`;
}

/// The tools of a subcriterion, by name.
export function toolsOf(subcriterion) {
  return programme('tools').tools.filter((one) => one.subcriterion === subcriterion)
    .map(({ name }) => name);
}

/// All but Control, which these municipalities do not have.
export const seats = programme('positions').positions
  .filter((one) => one.key !== 'control_director')
  .map(({ key, name }) => ({ position: key, title: name }));

const documents = programme('workflow').documents;

export function documentName(type) {
  return documents.find((one) => one.key === type).name;
}

export const validatorName = 'Ignacio Bustamante Leiva';

const roles = {
  mayor: { login: 'alcaldia', role: 'mayor', name: 'Teresa Oyarzo Vidal' },
  secretary: { login: 'secretaria', role: 'municipal_secretary', name: 'Nelson Gallardo Mansilla' },
  committee: { login: 'comite', role: 'improvement_committee', name: 'Ximena Ñancupil Torres' },
  staff: { login: 'asociacion', role: 'staff', name: 'Óscar Barría Levicán' },
  counterpart: {
    login: 'contraparte', role: 'technical_counterpart', name: 'Marcela Soto Haro',
  },
  owner: { login: 'encargado', role: 'line_owner', name: 'Pablo Cárcamo Ruiz' },
};

/// Who has to do with a municipality, with their logins.
export function peopleOf(town) {
  const people = {
    validator: { login: 'validador', name: validatorName },
    subdere: { login: 'subdere', name: 'Claudia Reyes Montecinos' },
  };
  for (const [key, { login, name }] of Object.entries(roles)) {
    people[key] = { login: `${login}.${town}`, name };
  }
  return people;
}

/// Opens accounts for those who work there, and for whoever will validate, as the administration does.
export function settle(server, { code, people }) {
  for (const [key, { role }] of Object.entries(roles)) {
    const { login, name } = people[key];
    server.administer('user', 'add', login, '--name', name, '--role', role, '--organization', code);
  }
  server.administer('user', 'role', people.validator.login, '--role', 'validator',
    '--organization', code);
}

/// Who sits in each position of the diagnosis and of the committee.
export function nameAt(position, people) {
  const seated = {
    mayor: people.mayor.name,
    municipal_secretary: people.secretary.name,
    staff_representative: people.staff.name,
    planning_secretary: people.committee.name,
  };
  return seated[position] ?? `Persona a cargo de ${position.replaceAll('_', ' ')}`;
}

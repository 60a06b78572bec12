// A municipality that begins with nothing: who works there, and what each of them writes on their
// way through one cycle of the programme, on devices without a screen. Each device works without a
// network; what it has done travels when the next person's turn comes.

import { readFileSync } from 'node:fs';
import { join } from 'node:path';

import { CliDevice } from './cli_device.mjs';
import { rootFolder } from './environment.mjs';
import { questions } from './expected.mjs';
import { monthKeyAfter } from './plan_actions.mjs';

const programme = (name) =>
  JSON.parse(readFileSync(join(rootFolder, `assets/programs/municipal/${name}.json`), 'utf8'));

const model = programme('model');
const elements = model.elements.map(({ key }) => key);
export const subcriteria = model.subcriteria.map(({ key }) => key);

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

/// Opens accounts for those who work there, and for whoever will validate, as the administration
/// does. Returns the people with their logins.
export function settle(server, { code, town }) {
  const people = {};
  for (const [key, { login, role, name }] of Object.entries(roles)) {
    people[key] = { login: `${login}.${town}`, name };
    server.administer('user', 'add', `${login}.${town}`, '--name', name, '--role', role,
      '--organization', code);
  }
  server.administer('user', 'role', 'validador', '--role', 'validator', '--organization', code);
  people.validator = { login: 'validador', name: validatorName };
  people.subdere = { login: 'subdere', name: 'Claudia Reyes Montecinos' };
  return people;
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

/// One municipality's cycle, written person by person.
export class Municipality {
  /// `name`: as the organization is called; `people` as `settle` returned them.
  constructor(server, name, people) {
    this.server = server;
    this.name = name;
    this.people = people;
    this.devices = {};
    this.done = 0;
  }

  /// The device of one of the people, as it was when it last had a network.
  device(person) {
    this.devices[person] ??= (() => {
      const device = new CliDevice(this.server.url);
      device.signIn(this.people[person].login);
      return device;
    })();
    return this.devices[person];
  }

  /// Somebody's turn: they receive what the others did, work without a network, and hand it over.
  turn(person, work) {
    const device = this.device(person);
    device.synchronize();
    this.at = device;
    this.who = this.people[person];
    work();
    device.synchronize();
    const waiting = device.objects('inbox');
    if (waiting.length > 0) throw new Error(`${person}: ${JSON.stringify(waiting)}`);
  }

  /// Takes its steps, each in the turn of whom it is of, up to the one whose title begins so.
  goTo(title) {
    this.takeSteps(this.stepCalled(title));
  }

  /// What comes before that step was done by others.
  goOnWith(title) {
    this.done = this.stepCalled(title);
  }

  stepCalled(title) {
    const found = steps.findIndex(([name]) => name.startsWith(title));
    if (found < this.done) fail(`no step of what is left is called “${title}”`);
    return found;
  }

  goToTheEnd() {
    this.takeSteps(steps.length);
  }

  takeSteps(end) {
    for (const [, person, work] of steps.slice(this.done, end)) this.turn(person, () => work(this));
    this.done = end;
  }

  organization() {
    this.home ??= this.at.objects('list', 'organization', `name=${this.name}`)[0];
    return this.home;
  }

  /// The latest.
  cycle() {
    const home = this.organization().id;
    return this.at.objects('list', 'cycle').filter((one) => one.organization === home)
      .sort((a, b) => a.number - b.number).at(-1);
  }

  /// The only record of a kind below another.
  below(parent, kind, ...more) {
    const field = parent.kind ?? parent.type;
    return this.at.objects('list', kind, ...more).find((one) =>
      Object.values(one).includes(parent.id)) ?? fail(`no ${kind} below ${field}`);
  }

  assessment(type) {
    return this.below(this.cycle(), 'assessment', `type=${type}`);
  }

  plan() {
    return this.below(this.cycle(), 'plan');
  }

  make(kind, fields) {
    const words = Object.entries(fields).map(([key, value]) => `${key}=${value}`);
    return this.at.run('new', kind, ...words).trim();
  }

  set(id, fields) {
    const words = Object.entries(fields).map(([key, value]) => `${key}=${value}`);
    this.at.run('set', id, ...words);
  }

  move(record, ...states) {
    for (const state of states) this.set(record.id, { state });
  }

  document(type) {
    return this.make('document', {
      cycle: this.cycle().id, type, number: '14', date: '2026-11-20', title: type,
    });
  }

  sign(subject, capacity) {
    this.make('signature', {
      subject, function: capacity, name: this.who.name, signed_at: new Date().toISOString(),
    });
  }

  documentOf(type) {
    return this.below(this.cycle(), 'document', `type=${type}`).id;
  }

  close() {
    for (const device of Object.values(this.devices)) device.close();
  }
}

function fail(message) {
  throw new Error(message);
}

/// The answers to these questions of the diagnosis.
export function answerDiagnosis(town, asked = questions) {
  const assessment = town.assessment('diagnostic').id;
  for (const { number } of asked) {
    town.make('answer', { assessment, element: number, level: number % 4 });
  }
}

/// What the committee says of the elements behind the first `after`.
export function writeEvidence(town, { after = 0, score = 3 } = {}) {
  const assessment = town.assessment('self_assessment').id;
  for (const element of elements.slice(after)) {
    town.make('answer', {
      assessment, element, evidence: `Se revisa cada año: elemento ${element}.`, score,
    });
  }
}

export function validateScores(town) {
  const assessment = town.assessment('self_assessment');
  for (const answer of town.at.objects('list', 'answer')) {
    if (answer.assessment === assessment.id) town.set(answer.id, { validated_score: 2 });
  }
}

export function giveFeedback(town) {
  const cycle = town.cycle().id;
  for (const subcriterion of subcriteria) {
    for (const type of ['strength', 'opportunity']) {
      town.make('feedback', { cycle, subcriterion, type, text: `Sobre ${subcriterion}.` });
    }
  }
}

/// Every step of a cycle in its order: what it is, whose, and what they write.
const steps = [
  ['SUBDERE takes it into the programme', 'subdere', (town) => {
    const organization = town.organization().id;
    town.set(organization, { has_control: false });
    const enrollment = town.make('enrollment', {
      organization, program: 'municipal', status: 'invited',
    });
    town.make('cycle', { enrollment, number: 1, year: 2026 });
  }],
  ['the secretary answers and raises the act', 'secretary', (town) => {
    town.make('assessment', {
      cycle: town.cycle().id, type: 'diagnostic', instrument: programme('diagnostic').key,
    });
    answerDiagnosis(town);
    const assessment = town.assessment('diagnostic');
    for (const { position } of seats) {
      town.make('participant', {
        assessment: assessment.id, name: nameAt(position, town.people), position,
        function: position, attended: true,
      });
    }
    town.set(assessment.id, {
      date: '2026-11-18', duration_minutes: 240, description: 'En la sala de concejo.',
    });
    town.sign(town.document('diagnostic_act'), 'municipal_secretary');
    town.move(assessment, 'answered');
    town.move(town.cycle(), 'diagnosis_answered');
  }],
  ['the mayor signs the act', 'mayor', (town) =>
    town.sign(town.documentOf('diagnostic_act'), 'mayor')],
  ['the staff sign it', 'staff', (town) =>
    town.sign(town.documentOf('diagnostic_act'), 'staff_representative')],
  ['the mayor closes the diagnosis', 'mayor', (town) => {
    town.move(town.assessment('diagnostic'), 'closed');
    town.move(town.cycle(), 'diagnosis_closed');
  }],
  ['SUBDERE invites', 'subdere', (town) => {
    town.document('invitation');
    town.move(town.cycle(), 'invited');
    town.sign(town.document('agreement'), 'subdere');
  }],
  ['the mayor enters and forms the committee', 'mayor', (town) => {
    town.sign(town.documentOf('agreement'), 'mayor');
    town.move(town.cycle(), 'enrolled');
    for (const [index, { position }] of seats.entries()) {
      town.make('committee_member', {
        cycle: town.cycle().id, name: nameAt(position, town.people), position,
        function: position, is_counterpart: index === 1 || index === 2,
      });
    }
    town.document('counterpart_designation');
    town.move(town.cycle(), 'counterparts_named');
    town.document('mayoral_decree');
    town.move(town.cycle(), 'committee_formed');
  }],
  ['SUBDERE enters it', 'subdere', (town) => town.set(
    town.below(town.organization(), 'enrollment').id,
    { status: 'enrolled', agreement_number: '14', agreement_date: '2026-11-20' })],
  ['the committee assesses itself', 'committee', (town) => {
    town.document('work_plan');
    town.document('communication_strategy');
    town.move(town.cycle(), 'self_assessment');
    town.make('assessment', {
      cycle: town.cycle().id, type: 'self_assessment', instrument: programme('self_assessment').key,
    });
    writeEvidence(town);
    town.document('commune_background');
    town.document('self_assessment_report');
    town.sign(town.document('committee_act'), 'improvement_committee');
    town.move(town.assessment('self_assessment'), 'answered');
  }],
  ['the mayor hands it in', 'mayor', (town) => {
    town.document('mayor_letter');
    town.move(town.assessment('self_assessment'), 'closed');
    town.move(town.cycle(), 'self_assessment_submitted');
  }],
  ['SUBDERE assigns who validates', 'subdere', (town) => town.make('validator_assignment', {
    cycle: town.cycle().id, validator_user: 'validador', validator: validatorName,
  })],
  ['the validator declares their interests', 'validator', (town) => town.set(
    town.below(town.cycle(), 'validator_assignment').id,
    { declaration: 'none', declared_on: '2026-11-21' })],
  ['SUBDERE begins the validation', 'subdere', (town) => town.move(town.cycle(), 'sa_doc_review')],
  ['the validator validates', 'validator', (town) => {
    const subject = town.assessment('self_assessment').id;
    const review = (stage) => town.make('review', {
      subject, stage, round: 1, decision: 'approved', comments: 'Conforme.',
      reviewer: town.who.name,
    });
    review('document');
    town.move(town.cycle(), 'sa_interview');
    review('interview');
    validateScores(town);
    giveFeedback(town);
    town.document('feedback_report');
    town.move(town.cycle(), 'sa_validated');
  }],
  ['the committee designs the plan', 'committee', (town) => {
    const cycle = town.cycle().id;
    town.make('dissemination', { cycle, subject: 'Autoevaluación', date: '2026-11-22' });
    town.move(town.cycle(), 'plan_design');
    const plan = town.make('plan', {
      cycle, version: 1, focus_what: 'La atención', focus_why: 'Es lo más débil',
      focus_reviewed: true, start_month: monthKeyAfter(0), end_month: monthKeyAfter(11),
    });
    town.make('improvement_area', { plan, subcriterion: subcriteria[0], selected: true });
    const line = town.make('action_line', {
      plan, name: 'Atender sin filas', main_area: subcriteria[0], start_month: monthKeyAfter(0),
      end_month: monthKeyAfter(3), owner: town.who.name, owner_position: 'SECPLA',
    });
    town.make('indicator', { action_line: line, name: 'Minutos de espera' });
    town.make('activity', {
      action_line: line, name: 'Instalar un tótem', start_month: monthKeyAfter(0),
      end_month: monthKeyAfter(1), own_kclp: 500, subdere_kclp: 1500, owner: town.who.name,
      owner_position: 'SECPLA',
    });
    town.document('improvement_plan');
  }],
  ['the mayor presents it', 'mayor', (town) => {
    town.move(town.plan(), 'submitted');
    town.move(town.cycle(), 'plan_submitted');
  }],
  ['the same person validates it', 'validator', (town) => {
    town.make('review', {
      subject: town.plan().id, stage: 'plan', round: 1, decision: 'approved',
      comments: 'Conforme.', reviewer: town.who.name,
    });
    town.document('plan_validation_report');
    town.move(town.plan(), 'validated');
    town.move(town.cycle(), 'plan_validated');
  }],
  ['the committee asks for funds', 'committee', (town) => town.make('funding_request', {
    plan: town.plan().id, own_kclp: 500, subdere_kclp: 1500,
  })],
  ['the mayor signs for them', 'mayor', (town) => {
    const request = town.below(town.plan(), 'funding_request');
    town.sign(request.id, 'mayor');
    town.move(request, 'submitted');
    town.move(town.cycle(), 'funding_review');
  }],
  ['SUBDERE decides', 'subdere', (town) => {
    const request = town.below(town.plan(), 'funding_request');
    town.set(request.id, { resolution: 'Se financia completo.' });
    town.document('funding_resolution');
    town.move(request, 'approved');
    town.move(town.plan(), 'definitive');
    town.move(town.cycle(), 'plan_definitive');
  }],
  ['the committee carries it out', 'committee', (town) => {
    const cycle = town.cycle().id;
    town.make('dissemination', { cycle, subject: 'Validación del plan', date: '2026-11-25' });
    town.move(town.cycle(), 'implementation');
    const line = town.below(town.plan(), 'action_line');
    const activity = town.below(line, 'activity');
    for (const status of ['programmed', 'in_progress']) town.set(line.id, { status });
    town.set(activity.id, { status: 'executed', executed_on: '2026-11-28' });
    town.make('follow_up', {
      action_line: line.id, date: '2026-11-30', programmed: 1, executed: 1,
      observations: 'Instalado.',
    });
    town.set(line.id, { status: 'completed' });
    town.document('final_report');
    town.move(town.cycle(), 'implemented');
  }],
];

// The self-assessment of the committee: evidence and score of each element, and the mayor hands it in.

import { write } from '../app.mjs';
import { elements } from '../municipality.mjs';
import { addDocument, button, goOn, move, press, sign } from '../programme_moves.mjs';
import { until } from '../until.mjs';

/// The element that is open, whose heading begins with its number.
export async function atElement(page, element) {
  await page.getByRole('heading', { level: 2, name: new RegExp(`^${element}\\. `) })
    .waitFor({ state: 'attached' });
}

function evidenceField(page) {
  return page.getByRole('textbox', { name: 'Evidencia', exact: true });
}

export function scoreCard(page, score) {
  return page.getByRole('radio', { name: new RegExp(`^Puntaje ${score}:`) });
}

/// Begins it where the path of the programme has come to it.
export async function beginSelfAssessment(page) {
  await move(page, 'Comenzar la autoevaluación');
  await goOn(page, 'evaluacion', 'Autoevaluación');
  await press(page, 'Comenzar');
  await evidenceField(page).waitFor();
}

/// From the element that is open on: evidence, where `evidenceOf(element)` says some, and the score.
export async function assess(page, wanted, score, evidenceOf) {
  for (const element of wanted) {
    await atElement(page, element);
    if (evidenceOf) await write(evidenceField(page), evidenceOf(element));
    await scoreCard(page, score).click();
    if (element !== wanted.at(-1)) await button(page, 'Siguiente').click();
  }
  await until('the last score is kept', () => scoreCard(page, score).isChecked());
}

export function selfAssessmentSteps(commune) {
  commune.step('without a network the committee assesses every element', async () => {
    const committee = await commune.turn('committee');
    const { page } = committee;
    committee.cut();
    await addDocument(page, 'work_plan');
    await addDocument(page, 'communication_strategy');
    await beginSelfAssessment(page);
    await assess(page, elements, 3, (element) => `Se revisa cada año: elemento ${element}.`);
  });

  commune.step('the committee signs its report', async () => {
    const { committee } = commune.at;
    const { page } = committee;
    for (const type of ['commune_background', 'self_assessment_report', 'committee_act']) {
      await addDocument(page, type);
    }
    await sign(page, 'Comité de Mejora');
    await goOn(page, 'evaluacion/informe', 'Autoevaluación');
    await commune.look('committee', 'report');
    await press(page, 'Dar por respondida');
    await committee.handOver();
  });

  commune.step('the mayor hands it in', async () => {
    const mayor = await commune.turn('mayor');
    const { page } = mayor;
    mayor.cut();
    await addDocument(page, 'mayor_letter');
    await goOn(page, 'evaluacion/informe', 'Autoevaluación');
    await press(page, 'Presentar');
    await move(page, 'Presentar la autoevaluación');
    await mayor.handOver();
  });
}

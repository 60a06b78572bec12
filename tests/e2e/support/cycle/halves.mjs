// The whole cycle in two halves, so that a journey can look at the screens of one of them.

import { diagnosisSteps } from './diagnosis.mjs';
import { entrySteps, takeInSteps } from './entry.mjs';
import { executionSteps } from './execution.mjs';
import { paperSteps } from './papers.mjs';
import { planApprovalSteps } from './plan_approval.mjs';
import { planDesignSteps } from './plan_design.mjs';
import { endSteps, secondCycleSteps } from './second_cycle.mjs';
import { selfAssessmentSteps } from './self_assessment.mjs';
import { validationSteps } from './validation.mjs';

/// From where SUBDERE has opened the commune to the feedback on its self-assessment.
export function toTheFeedback(commune) {
  takeInSteps(commune);
  diagnosisSteps(commune);
  entrySteps(commune);
  selfAssessmentSteps(commune);
  validationSteps(commune);
}

/// From the design of the plan to its end, and the second cycle.
export function fromThePlanOn(commune) {
  planDesignSteps(commune);
  planApprovalSteps(commune);
  executionSteps(commune);
  paperSteps(commune);
  secondCycleSteps(commune);
  endSteps(commune);
}

import { withMessages } from '../field-words.ts';
import { command, done, idOf, os, query } from '../operations.ts';
import { adopt, listWorks, settleWork } from './adoption.service.ts';
import { dropAnswer, showAnswer, takeAnswer } from './answer.service.ts';
import { networkAreas, pointArea } from './areas.service.ts';
import { compare } from './compare.service.ts';
import { coverage, demandColumns, getJob } from './coverage.service.ts';
import { explain } from './explain.service.ts';
import { exportFile } from './export.service.ts';
import { importLayer } from './imports.service.ts';
import { emptyTable } from './imports.template.ts';
import { importsPage } from './layers.service.ts';
import { showLayer, showMap, showRelief } from './map.service.ts';
import { showNames } from './names.service.ts';
import { listJobs, networkReport, stopJob } from './network.service.ts';
import { showScenario } from './plan-views.service.ts';
import { pointCard } from './point-card.service.ts';
import { listPoints } from './points.service.ts';
import { nearest, publicPlans } from './public.service.ts';
import { report } from './report.service.ts';
import { comment, decide, drop, publish, say, submit } from './review.service.ts';
import { editScenario, renameScenario, setReplacement, solveScenario } from './scenarios.edit.ts';
import { createScenario, listScenarios } from './scenarios.service.ts';
import { setSettings, settingsOf, showSettings } from './settings.service.ts';
import { computeTravel, listSnapshots, takeSnapshot } from './snapshots.service.ts';
import { track } from './tracking.service.ts';
import { wall } from './wall.service.ts';

const { planning } = os;
const same = <Ref>(_: unknown, ref: Ref): Ref => ref;

export const planningRoutes = {
  settings: planning.settings.handler(query((ctx) => showSettings(ctx))),
  setSettings: planning.setSettings.handler(command(setSettings, (ctx) => settingsOf(ctx))),
  map: planning.map.handler(query((ctx) => showMap(ctx))),
  layer: planning.layer.handler(query(showLayer)),
  relief: planning.relief.handler(query((ctx) => showRelief(ctx))),
  points: planning.points.handler(query(listPoints)),
  names: planning.names.handler(query((ctx) => showNames(ctx))),
  wall: planning.wall.handler(query((ctx) => wall(ctx))),
  point: planning.point.handler(query(pointCard)),
  area: planning.area.handler(query(pointArea)),
  areas: planning.areas.handler(query(networkAreas)),
  coverage: planning.coverage.handler(query(coverage)),
  demand: planning.demand.handler(query(demandColumns)),
  import: planning.import.handler(
    command(importLayer, (ctx, report) => ({ ...report, problems: withMessages(report.problems, ctx.language) })),
  ),
  template: planning.template.handler(query(emptyTable)),
  imports: planning.imports.handler(query(importsPage)),
  snapshots: planning.snapshots.handler(query((ctx) => listSnapshots(ctx))),
  takeSnapshot: planning.takeSnapshot.handler(command(takeSnapshot, (_, ref) => idOf(ref))),
  computeTravel: planning.computeTravel.handler(command(computeTravel, same)),
  network: planning.network.handler(query(networkReport)),
  jobs: planning.jobs.handler(query((ctx) => listJobs(ctx))),
  job: planning.job.handler(query((ctx, { id }) => getJob(ctx, id))),
  stop: planning.stop.handler(command(stopJob, done)),
  scenarios: planning.scenarios.handler(query(listScenarios)),
  scenario: planning.scenario.handler(query((ctx, { id }) => showScenario(ctx, id))),
  createScenario: planning.createScenario.handler(command(createScenario, (_, ref) => idOf(ref))),
  edit: planning.edit.handler(command(editScenario, same)),
  setReplacement: planning.setReplacement.handler(command(setReplacement, same)),
  rename: planning.rename.handler(command(renameScenario, same)),
  solve: planning.solve.handler(command(solveScenario, (_, { id }) => ({ job: id }))),
  answer: planning.answer.handler(query(showAnswer)),
  takeAnswer: planning.takeAnswer.handler(command(takeAnswer, same)),
  dropAnswer: planning.dropAnswer.handler(command(dropAnswer, same)),
  explain: planning.explain.handler(query(explain)),
  compare: planning.compare.handler(query(compare)),
  comment: planning.comment.handler(command(comment, (_, ref) => idOf(ref))),
  submit: planning.submit.handler(command(submit, done)),
  decide: planning.decide.handler(command(decide, done)),
  publish: planning.publish.handler(command(publish, done)),
  adopt: planning.adopt.handler(command(adopt, done)),
  drop: planning.drop.handler(command(drop, done)),
  works: planning.works.handler(query(listWorks)),
  settleWork: planning.settleWork.handler(command(settleWork, done)),
  tracking: planning.tracking.handler(query(track)),
  export: planning.export.handler(query(exportFile)),
  report: planning.report.handler(query(report)),
  nearest: planning.nearest.handler(query(nearest)),
  publicPlans: planning.publicPlans.handler(query((ctx) => publicPlans(ctx))),
  say: planning.say.handler(command(say, (_, ref) => idOf(ref))),
};

// Another commune goes through the whole cycle on other devices: its people, each in a browser of their
// own and mostly without a network, come from the diagnosis to the feedback, as those of
// `opened_commune` do; the screens of the plan, which is validated, funded, carried out and closed, and
// those of the second cycle are looked at here.

import { Commune } from './support/commune.mjs';
import { fromThePlanOn, toTheFeedback } from './support/cycle/halves.mjs';
import { journey } from './support/journey.mjs';
import { button, lookUpCommune } from './support/programme_moves.mjs';

const world = journey({ isOneStory: true });
const quellon = new Commune(world, {
  name: 'Quellón', code: '10208', town: 'quellon', pictures: 'carried',
  shapes: {
    subdere: 'laptop', secretary: 'phone', staff: 'phone', mayor: 'phone', committee: 'laptop',
    validator: 'phone', counterpart: 'phone', owner: 'phone',
  },
});

world.step('SUBDERE opens the commune', async () => {
  quellon.settle();
  const { page } = await quellon.turn('subdere');
  await lookUpCommune(page, quellon.name);
  await button(page, 'Abrir la comuna').click();
  await button(page, 'Ir a la comuna').waitFor();
});

toTheFeedback(quellon.unseen());
fromThePlanOn(quellon);

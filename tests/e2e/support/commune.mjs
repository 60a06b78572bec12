// A commune that goes through the programme: its people, and whoever comes to it from outside, each in
// a browser of their own. What they do in it is in `cycle/`.

import { signIn } from './app.mjs';
import { peopleOf, settle } from './municipality.mjs';
import { Person } from './person.mjs';

export class Commune {
  /// `code` and `town`: as the register and the logins call it; `shapes`: the device of each of the
  /// people; `pictures`: what the names of its pictures begin with.
  constructor(world, { name, code, town, shapes, pictures }) {
    this.world = world;
    this.name = name;
    this.municipality = `Municipalidad de ${name}`;
    this.code = code;
    this.people = peopleOf(town);
    this.shapes = shapes;
    this.pictures = pictures;
    this.at = {};
  }

  /// The same commune where nobody looks: pictures of these screens are taken in another journey.
  unseen() {
    return Object.assign(Object.create(this), { pictures: '' });
  }

  settle() {
    settle(this.world.server, this);
  }

  step(name, act) {
    this.world.step(name, act);
  }

  /// Somebody's turn: their browser is on the network and has what the others did.
  async turn(who) {
    if (this.at[who]) {
      await this.at[who].handOver();
    } else {
      // SUBDERE does not take every commune along, and need not wait for them.
      const come = who === 'subdere' ? signIn : undefined;
      this.at[who] = await Person.enter(this.world, this.people[who].login, this.shapes[who], come);
    }
    return this.at[who];
  }

  async look(who, name) {
    if (this.pictures) await this.at[who].look(`${this.pictures}-${name}`);
  }

  /// Nobody has a network any more.
  cut() {
    for (const person of Object.values(this.at)) person.cut();
  }

  /// Somebody is not needed any more.
  async leave(who) {
    await this.at[who].leave();
    delete this.at[who];
  }

  /// Whoever validates chooses it among the communes that they validate.
  async chooseToValidate() {
    await this.at.validator.page
      .getByRole('button', { name: new RegExp(`${this.municipality}, Ciclo 1`) }).click();
  }

  /// What the server tells SUBDERE of it.
  async report() {
    const { server } = this.world;
    const token = await server.tokenOf('subdere');
    const { rows } = await server.request('GET', '/api/v1/reports/consolidated', { token });
    return rows.find(({ name }) => name === this.municipality);
  }
}

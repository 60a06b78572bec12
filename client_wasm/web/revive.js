// The worker's life. One that failed, or that no longer answers, is replaced by a new one. That finds
// everything that was stored; what people were still typing, the mirror gives it once more.

const SILENCE_TICK_MS = 5000;
const SILENCE_TICKS_MAX = 4;
const DEATHS_SPAN_MS = 5 * 60 * 1000;
const DEATHS_MAX = 3;

class Lifeline {
  // `revive` starts another worker; `giveUp` is called with a reason where that would lead nowhere.
  constructor(revive, giveUp) {
    this.revive = revive;
    this.giveUp = giveUp;
    this.deaths = [];
    this.isWatched = false;  // a first visit may take long, and is not watched
    this.hasDrawn = false;
    this.actions = 0;  // that this worker was asked for
    this.timer = 0;
    this.ticks = 0;
  }

  // Everything that the worker is told makes it say something, at the latest with the next frame.
  // Seconds are counted one by one, and only in sight: a computer that slept has lost none.
  asked({ type }) {
    if (type === 'action') this.actions += 1;
    if (!this.isWatched || this.timer) return;
    this.ticks = 0;
    this.timer = setInterval(() => {
      this.ticks = document.visibilityState === 'hidden' ? 0 : this.ticks + 1;
      if (this.ticks > SILENCE_TICKS_MAX) this.failed('the worker does not answer');
    }, SILENCE_TICK_MS);
  }

  heard() {
    clearInterval(this.timer);
    this.timer = 0;
  }

  drew() {
    this.isWatched = true;
    this.hasDrawn = true;
  }

  // Nothing can be heard from it for a while, or ever.
  leave() {
    this.heard();
    this.isWatched = false;
  }

  failed(reason) {
    this.leave();
    const now = Date.now();
    this.deaths = this.deaths.filter((time) => now - time < DEATHS_SPAN_MS);
    // What fails before its first frame would fail again.
    if (!this.hasDrawn || this.deaths.length === DEATHS_MAX) {
      this.giveUp(reason);
      return;
    }
    console.warn('minga:', reason);
    this.deaths.push(now);
    this.hasDrawn = false;
    this.isWatched = true;
    this.revive();
  }
}

// --- What people were entering --------------------------------------------------------------------

const NOTICE_MS = 10000;
const GIVE_BACK_MS = 2000;

// Whether a node says what a screen shows: the part of it, the row whose panel is open, what is open.
function isTurnedTo({ role, selected, current, expanded }) {
  return (selected && (role === 'tab' || role === 'row')) || (current && role === 'button') ||
    !!expanded;
}

// What was entered and perhaps never arrived, from a worker's death until it is in its place again,
// and what its screen was turned to.
class Keeping {
  // `before`: what an earlier death left over.
  constructor(mirror, route, before) {
    this.mirror = mirror;
    this.route = route;
    this.entered = new Map(before && before.route === route ? before.entered : []);
    this.turnedTo = new Set();
    this.scrolled = [];
    this.isTaken = false;
    this.keep();
  }

  keep() {
    for (const [key, value] of this.mirror.given) {
      const { role, hint } = this.mirror.nodes.get(key).data;
      const isShown = role === 'textbox' && hint !== 'password';
      this.entered.set(key, { value, text: isShown ? value.trim() : '' });
    }
  }

  // What can be shown to the person.
  texts() {
    return [...this.entered.values()].map(({ text }) => text).filter(Boolean);
  }

  // The first patch of a new worker is all there is. Elements stay where their nodes do, with the
  // focus and the caret in them.
  take(patch) {
    const { mirror } = this;
    this.keep();
    for (const [key, { data }] of mirror.nodes) if (isTurnedTo(data)) this.turnedTo.add(key);
    this.scrolled = [...mirror.root.querySelectorAll('.scroll')]
      .map((element) => [element, element.scrollLeft, element.scrollTop]);
    const present = new Set(patch.set.map(({ key }) => key));
    mirror.apply({ ...patch, gone: [...mirror.nodes.keys()].filter((key) => !present.has(key)) });
    this.isTaken = true;
    setTimeout(() => {
      this.turnedTo.clear();
      this.scrolled = [];
    }, GIVE_BACK_MS);
    const node = document.activeElement.mingaNode;
    if (node) mirror.act('focus', node, { keyboard: mirror.lastInput === 'key' });
  }

  turn() {
    for (const key of this.turnedTo) {
      const node = this.mirror.nodes.get(key);
      const isRow = node && node.data.role === 'row';
      const target = isRow ? node.element.querySelector('button')?.mingaNode : node;
      if (!target) continue;
      this.turnedTo.delete(key);
      if (!isTurnedTo(node.data)) this.mirror.act('click', target);
    }
    // As soon as there is enough to scroll. The worker begins at the top, whatever the element does.
    this.scrolled = this.scrolled.filter(([element, x, y]) => {
      if (!element.isConnected) return false;
      element.scrollTo(x, y);
      this.mirror.reportScroll(element);
      return Math.abs(element.scrollTop - y) > 1;
    });
  }

  // A form that is not open gets its part when it is opened again, as long as its screen stays.
  giveBack(route) {
    if (route !== this.route) {
      this.entered.clear();
      this.turnedTo.clear();
      this.scrolled = [];
    }
    this.turn();
    for (const [key, { value }] of this.entered) {
      const node = this.mirror.nodes.get(key);
      if (!node || node.data.disabled || node.data.readonly) continue;
      this.entered.delete(key);
      const isPress = typeof value === 'boolean';
      if (value === (isPress ? !!node.data.checked : node.data.value || '')) continue;
      this.mirror.given.set(key, value);
      if (!isPress) node.element.value = value;
      this.mirror.act(isPress ? 'click' : 'commit', node, isPress ? {} : { value });
    }
  }
}

// Says for everybody's eyes and ears what happened.
function showNotice(text, stays) {
  let notice = document.getElementById('notice');
  if (!notice) {
    notice = document.createElement('div');
    notice.id = 'notice';
    notice.setAttribute('role', 'alert');
    document.body.append(notice);
  }
  const button = document.createElement('button');
  button.textContent = 'Entendido';
  button.onclick = () => notice.remove();
  notice.replaceChildren(text, button);
  clearTimeout(showNotice.timer);
  if (!stays) showNotice.timer = setTimeout(() => notice.remove(), NOTICE_MS);
}

const reopenedText = 'Minga se detuvo y se abrió de nuevo. ';
function tellReopened(keeping) {
  setTimeout(() => {
    const texts = keeping.texts();
    if (texts.length === 0) {
      showNotice(`${reopenedText}Lo guardado y lo que estaba escribiendo siguen aquí.`);
      return;
    }
    showNotice(`${reopenedText}Lo guardado sigue aquí. Esto lo estaba escribiendo en un formulario ` +
      `que se cerró: vuelve a su campo cuando lo abra.\n\n${texts.join('\n')}`, true);
  }, GIVE_BACK_MS);
}

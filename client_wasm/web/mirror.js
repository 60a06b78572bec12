// The mirror: one real HTML element for each semantic node of the canvas.
//
// Elements lie above the canvas at their widget's rectangle. They take taps, keys, scrolling and the
// focus as the browser offers them, and report what people did; the module answers with patches.

const COMMIT_PAUSE_MS = 700;
const RECONCILE_MS = 400;

class Mirror {
  // `send` takes messages for the worker.
  constructor(root, send) {
    this.root = root;
    this.send = send;
    this.nodes = new Map();
    this.given = new Map();  // by key: what people entered and nobody has told to be kept yet
    this.shortcuts = new Set();
    this.lastInput = 'pointer';
    this.returnFocus = [];
    this.wantedFocus = null;
    this.hovered = null;
    this.pressed = null;
    this.sight = null;
    this.listen();
  }

  // --- Patches -------------------------------------------------------------------------------------

  apply(patch) {
    const focused = document.activeElement;
    const hadFocus = focused && focused !== document.body && this.root.contains(focused);
    const fresh = [];
    for (const data of patch.set) {
      const known = this.nodes.get(data.key);
      if (known && this.fits(known, data)) {
        const before = known.data;
        known.data = data;
        this.update(known, before);
      } else {
        const node = this.create(data);
        if (known) this.replace(known, node);
        fresh.push(node);
      }
    }
    // From the outside in: what was inside of an element may come to hold it.
    const parents = Object.keys(patch.order);
    const depths = new Map(parents.map((parent) => [parent, this.depthOf(parent)]));
    parents.sort((a, b) => depths.get(a) - depths.get(b));
    for (const parent of parents) this.arrange(parent, patch.order[parent]);
    for (const key of patch.gone) {
      const node = this.nodes.get(key);
      if (node) this.drop(node);
    }
    for (const node of fresh) {
      // A node that took the place of another has a parent whose order did not change.
      if (!node.element.parentNode) this.place(node);
    }
    this.settleScrolling();
    this.settleDialogs(fresh, focused);
    this.settleFocus(fresh, hadFocus);
    keepInSight(this);
  }

  fits(node, data) {
    return node.data.role === data.role && node.data.level === data.level &&
      !!node.data.multiline === !!data.multiline;
  }

  create(data) {
    const element = this.makeElement(data);
    const node = { data, element, isDirty: false, timer: 0 };
    element.dataset.key = data.key;
    element.mingaNode = node;
    this.nodes.set(data.key, node);
    this.update(node, {});
    return node;
  }

  makeElement(data) {
    if (data.role === 'heading') {
      const heading = document.createElement(`h${Math.min(Math.max(data.level || 2, 1), 6)}`);
      heading.className = 'leaf';
      return heading;
    }
    if (data.role === 'textbox') {
      const field = document.createElement(data.multiline ? 'textarea' : 'input');
      field.className = 'leaf press field';
      field.autocomplete = 'off';
      return field;
    }
    const [tag, role] = CONTAINERS[data.role] || LEAVES[data.role] || ['div'];
    const element = document.createElement(tag);
    if (role) element.setAttribute('role', role);
    if (!CONTAINERS[data.role]) element.className = 'leaf';
    if (['cell', 'columnheader', 'rowheader'].includes(data.role)) element.className = 'unseen';
    if (['button', 'link', 'checkbox', 'radio', 'tab', 'combobox', 'file'].includes(data.role)) {
      element.classList.add('press');
    }
    if (tag === 'button') element.type = 'button';
    if (['checkbox', 'radio', 'file'].includes(data.role)) element.type = data.role;
    if (data.role === 'scroll' || data.role === 'main') {
      element.classList.add('scroll');
      element.tabIndex = -1;
      const spacer = document.createElement('div');
      spacer.className = 'spacer';
      spacer.setAttribute('aria-hidden', 'true');
      element.append(spacer);
      element.addEventListener('scroll', () => this.reportScroll(element), { passive: true });
    }
    if (data.role === 'main') element.id = 'contenido';
    if (data.role === 'dialog') {
      element.setAttribute('aria-modal', 'true');
      element.tabIndex = -1;
      element.classList.add('modal');
    }
    return element;
  }

  update(node, before) {
    const { data, element } = node;
    const style = element.style;
    const [x, y, width, height] = data.rect;
    if (data.sticky) {
      style.left = '';
      style.top = '';
    } else {
      style.left = `${x}px`;
      style.top = `${y}px`;
    }
    style.width = `${Math.max(width, 1)}px`;
    style.height = `${Math.max(height, 1)}px`;
    element.classList.toggle('sticky', !!data.sticky);
    element.classList.toggle('passive', !!data.passive);
    if (data.role === 'scroll' || data.role === 'main') this.updateScroll(node);
    this.updateName(node);
    this.updateState(node);
    this.updateDescription(node, before);
    if (data.role === 'textbox') this.updateField(node);
    if (data.role === 'combobox') this.updateOptions(node, before);
  }

  updateScroll({ data, element }) {
    const spacer = element.firstChild;
    const [, , width, height] = data.rect;
    spacer.style.width = `${data.cw || 1}px`;
    spacer.style.height = `${data.ch || 1}px`;
    element.style.overflowX = data.cw > width + 1 ? 'auto' : 'hidden';
    element.style.overflowY = data.ch > height + 1 ? 'auto' : 'hidden';
  }

  updateName({ data, element }) {
    const isText = ['heading', 'text', 'status', 'alert', 'button', 'link', 'tab'].includes(data.role);
    const isCell = ['cell', 'columnheader', 'rowheader'].includes(data.role);
    const name = data.name || '';
    if (isText) {
      if (element.textContent !== name) element.textContent = name;
      return;
    }
    if (isCell) {
      // A cell without a name of its own holds elements that have one.
      if (name && element.textContent !== name) element.textContent = name;
      return;
    }
    setAttribute(element, 'aria-label', name || null);
  }

  updateState({ data, element }) {
    const { role } = data;
    if ('disabled' in element) element.disabled = !!data.disabled;
    setAttribute(element, 'aria-current', data.current ? (role === 'link' ? 'page' : 'true') : null);
    setAttribute(element, 'aria-pressed',
      role === 'button' && data.toggle ? String(!!data.checked) : null);
    setAttribute(element, 'aria-selected',
      role === 'tab' || (role === 'row' && data.selected) ? String(!!data.selected) : null);
    setAttribute(element, 'aria-expanded', data.expandable ? String(!!data.expanded) : null);
    setAttribute(element, 'aria-invalid', data.invalid ? 'true' : null);
    setAttribute(element, 'aria-required',
      data.required && role !== 'radio' ? 'true' : null);
    if (role === 'checkbox' || role === 'radio') element.checked = !!data.checked;
    if (role === 'radio') element.name = data.parent;
    if (role === 'file') {
      element.accept = data.placeholder || '';
      setAttribute(element, 'capture', data.captures ? 'environment' : null);
    }
    if (role === 'link') element.href = `#${data.href || ''}`;
    if (role === 'tab') element.tabIndex = data.selected ? 0 : -1;
    if (role === 'progressbar') {
      element.setAttribute('aria-valuemin', '0');
      element.setAttribute('aria-valuemax', String(data.max || 100));
      element.setAttribute('aria-valuenow', String(data.min || 0));
      setAttribute(element, 'aria-valuetext', data.value || null);
    }
    if (role === 'table') {
      setAttribute(element, 'aria-rowcount', data.rows || null);
      setAttribute(element, 'aria-colcount', data.cols || null);
    }
    if (role === 'row') setAttribute(element, 'aria-rowindex', data.row || null);
    if (role === 'columnheader') {
      setAttribute(element, 'aria-sort', data.sort || (data.sortable ? 'none' : null));
    }
    if (role === 'scroll') {
      // The rows of a table that scrolls inside are a group of rows; other areas need a name.
      const parent = this.nodes.get(data.parent);
      const isRows = parent && parent.data.role === 'table';
      setAttribute(element, 'role', isRows ? 'rowgroup' : data.name ? 'group' : null);
    }
  }

  // Help and errors are elements of their own, to which the field points.
  updateDescription(node, before) {
    const { data, element } = node;
    if (data.help === before.help && data.error === before.error) return;
    const text = [data.error, data.help].filter(Boolean).join(' ');
    if (!text) {
      if (node.description) node.description.remove();
      node.description = null;
      element.removeAttribute('aria-describedby');
      return;
    }
    if (!node.description) {
      node.description = document.createElement('span');
      node.description.id = `d${data.key}`;
      node.description.hidden = true;
      document.body.append(node.description);
      element.setAttribute('aria-describedby', node.description.id);
    }
    node.description.textContent = text;
  }

  updateField(node) {
    const { data, element } = node;
    if (!data.multiline) {
      const type = INPUT_TYPES[data.hint] || 'text';
      if (element.type !== type) element.type = type;
      setAttribute(element, 'inputmode', INPUT_MODES[data.hint] || null);
      if (data.hint === 'username') element.autocomplete = 'username';
      if (data.hint === 'password') element.autocomplete = 'current-password';
      if (CAPITALS[data.hint]) {
        element.autocapitalize = CAPITALS[data.hint];
        element.spellcheck = false;
      }
    }
    element.readOnly = !!data.readonly;
    if (data.maxlength) element.maxLength = data.maxlength;
    element.placeholder = data.placeholder || '';
    const style = element.style;
    style.fontSize = `${data.font}px`;
    style.paddingLeft = `${data.pad}px`;
    style.paddingRight = '12px';
    style.paddingTop = data.multiline ? `${data.min || 0}px` : '';
    style.paddingBottom = data.multiline ? `${data.min || 0}px` : '';
    style.lineHeight = data.multiline ? `${data.level}px` : '';
    if (element !== document.activeElement && !node.isDirty) this.showValue(node);
  }

  showValue({ data, element }) {
    const value = data.value || '';
    if (element.value !== value) element.value = value;
  }

  updateOptions(node, before) {
    const { data, element } = node;
    const options = data.options || [];
    const isSame = before.options && before.options.length === options.length &&
      before.placeholder === data.placeholder &&
      before.options.every((option, index) => option === options[index]);
    if (!isSame) {
      const list = options.map((text, index) => new Option(text, String(index)));
      const empty = new Option(data.placeholder || '', '');
      empty.disabled = true;
      empty.hidden = true;
      element.replaceChildren(empty, ...list);
    }
    element.value = data.value || '';
  }

  // --- Tree ------------------------------------------------------------------------------------------

  parentElement(key) {
    if (key === '0000000000000000') return this.root;
    const parent = this.nodes.get(key);
    return parent ? parent.element : this.root;
  }

  place(node) {
    this.parentElement(node.data.parent).append(node.element);
  }

  // How many containers a node lies in.
  depthOf(key) {
    const node = this.nodes.get(key);
    return node ? 1 + this.depthOf(node.data.parent) : 0;
  }

  // Puts children in order, moving as few as possible: moving an element takes its focus away.
  arrange(parentKey, keys) {
    const parent = this.parentElement(parentKey);
    let next = parent.firstChild;
    if (next && next.className === 'spacer') next = next.nextSibling;
    const wanted = new Set(keys);
    for (const key of keys) {
      const node = this.nodes.get(key);
      if (!node) continue;
      while (next && next !== node.element &&
             !(next.dataset && wanted.has(next.dataset.key))) {
        next = next.nextSibling;
      }
      if (next === node.element) {
        next = next.nextSibling;
      } else if (node.element.parentNode === parent &&
                 node.element.contains(document.activeElement)) {
        // Everything up to it moves behind it instead.
        while (next && next !== node.element) {
          const after = next.nextSibling;
          parent.append(next);
          next = after;
        }
        next = node.element.nextSibling;
      } else {
        parent.insertBefore(node.element, next);
      }
    }
  }

  // Another element for the same key takes the place and the children of the one before.
  replace(before, node) {
    clearTimeout(before.timer);
    if (before.description) before.description.remove();
    for (const child of [...before.element.children]) {
      if (child.className !== 'spacer') node.element.append(child);
    }
    before.element.replaceWith(node.element);
  }

  drop(node) {
    clearTimeout(node.timer);
    if (node.description) node.description.remove();
    node.element.remove();
    if (this.nodes.get(node.data.key) !== node) return;
    this.nodes.delete(node.data.key);
    this.given.delete(node.data.key);
  }

  // All that was entered has arrived and is kept; what is refused stays.
  settle() {
    for (const key of this.given.keys()) {
      const node = this.nodes.get(key);
      if (!node.isDirty && !node.data.invalid) this.given.delete(key);
    }
  }

  settleScrolling() {
    for (const element of this.root.querySelectorAll('.scroll')) {
      const needsStop = element.style.overflowY === 'auto' || element.style.overflowX === 'auto';
      const hasStop = element.querySelector(FOCUSABLE) !== null;
      element.tabIndex = needsStop && !hasStop ? 0 : -1;
    }
    for (const group of this.nodes.values()) {
      if (group.data.roving) this.settleRoving(group);
    }
  }

  settleRoving(group) {
    const buttons = [...group.element.querySelectorAll('button')];
    const stop = buttons.find((button) => button === document.activeElement) ||
      buttons.find((button) => button.getAttribute('aria-current')) || buttons[0];
    for (const button of buttons) button.tabIndex = button === stop ? 0 : -1;
  }

  settleDialogs(fresh, focused) {
    const dialogs = [...this.root.children].filter((child) =>
      child.getAttribute('role') === 'dialog');
    const top = dialogs[dialogs.length - 1];
    for (const child of this.root.children) child.inert = !!top && child !== top;
    const opened = fresh.find((node) => node.element === top);
    if (opened) {
      this.returnFocus.push(focused === document.body ? this.focusBefore : focused);
      const first = top.querySelector('input,select,textarea') || top.querySelector(FOCUSABLE);
      (first && this.lastInput === 'key' ? first : top).focus({ preventScroll: true });
    }
    while (this.returnFocus.length > dialogs.length) {
      const target = this.returnFocus.pop();
      // After a press nobody wants the keyboard of a phone back.
      const isUnwanted = this.lastInput !== 'key' && target && target.matches('.field');
      if (target && target.isConnected && !isUnwanted) target.focus({ preventScroll: true });
    }
  }

  settleFocus(fresh, hadFocus) {
    const auto = fresh.find((node) => node.data.autofocus);
    if (auto) auto.element.focus();
    if (this.wantedFocus) {
      const node = this.nodes.get(this.wantedFocus);
      if (node) {
        this.wantedFocus = null;
        node.element.focus();
      }
    }
    if (hadFocus && document.activeElement === document.body) {
      const main = document.getElementById('contenido');
      if (main) main.focus({ preventScroll: true });
    }
    this.focusBefore = document.activeElement;
  }

  focusKey(key) {
    const node = this.nodes.get(key);
    if (node) {
      node.element.focus();
    } else {
      this.wantedFocus = key;
    }
  }

  scrollKey(key, x, y) {
    const node = this.nodes.get(key);
    if (node) node.element.scrollTo(x, y);
  }

  // --- What people do ------------------------------------------------------------------------------

  act(kind, node, more) {
    this.send({ type: 'action', kind, key: node.data.key, ...more });
  }

  // What was typed goes before a press that may use it: not every press takes the focus away from
  // the field, and the pause after typing may not be over.
  press(node) {
    this.commitAll();
    this.act('click', node);
  }

  reportScroll(element) {
    this.act('scroll', element.mingaNode, { x: element.scrollLeft, y: element.scrollTop });
  }

  listen() {
    const { root } = this;
    document.addEventListener('click', (event) => this.onClick(event));
    root.addEventListener('input', (event) => this.onInput(event));
    root.addEventListener('change', (event) => this.onChange(event));
    root.addEventListener('focusin', (event) => this.onFocus(event));
    root.addEventListener('focusout', (event) => this.onBlur(event));
    root.addEventListener('pointerover', (event) => this.onHover(event));
    listenToPull(this);
    root.addEventListener('pointerdown', (event) => this.onPointer(event, true));
    window.addEventListener('pointerup', (event) => this.onPointer(event, false));
    window.addEventListener('pointercancel', (event) => this.onPointer(event, false));
    document.addEventListener('pointerleave', () => {
      this.send({ type: 'pointer', x: -1, y: -1, down: false, touch: false });
    });
    document.addEventListener('keydown', (event) => handleKey(this, event), true);
    document.addEventListener('visibilitychange', () => {
      if (document.visibilityState === 'hidden') this.commitAll();
    });
    window.addEventListener('pagehide', () => this.commitAll());
  }

  nodeOf(event) {
    const element = event.target.closest ? event.target.closest('[data-key]') : null;
    return element ? element.mingaNode : null;
  }

  onClick(event) {
    const node = pressedNode(this, event);
    if (!node) return;
    const { role } = node.data;
    if (node !== this.nodeOf(event)) {
      event.preventDefault();
      makeUpFor(this, node);
      return;
    }
    if (role === 'link') event.preventDefault();
    if (role === 'button' || role === 'link' || role === 'tab') this.press(node);
    if (role === 'checkbox') {
      this.given.set(node.data.key, node.element.checked);
      this.press(node);
      this.reconcileLater(node);
    }
    if (role === 'textbox' && node.data.hint === 'date' && event.detail > 0 &&
        node.element.showPicker) {
      try {
        node.element.showPicker();
      } catch (error) {
        // The browser refuses pickers outside of a gesture; typing works all the same.
      }
    }
  }

  // What the application refuses is shown as it was.
  reconcileLater(node) {
    setTimeout(() => {
      const { data, element } = node;
      if (data.role === 'combobox') {
        element.value = data.value || '';
      } else {
        element.checked = !!data.checked;
      }
    }, RECONCILE_MS);
  }

  onInput(event) {
    const node = this.nodeOf(event);
    if (!node || node.data.role !== 'textbox') return;
    node.isDirty = true;
    this.given.set(node.data.key, node.element.value);
    this.act('set_value', node, { value: node.element.value });
    clearTimeout(node.timer);
    node.timer = setTimeout(() => this.commit(node), COMMIT_PAUSE_MS);
  }

  onChange(event) {
    const node = this.nodeOf(event);
    if (!node) return;
    if (node.data.role === 'textbox') this.commit(node);
    if (node.data.role === 'file' && node.element.files.length > 0) {
      const [file] = node.element.files;
      this.commitAll();
      this.send({ type: 'file', key: node.data.key, file, edge: node.data.maxlength || 0 });
      node.element.value = '';  // so that the same file can be chosen again
    }
    if (node.data.role === 'combobox') {
      this.commitAll();
      this.given.set(node.data.key, node.element.value);
      this.act('commit', node, { value: node.element.value });
      this.reconcileLater(node);
    }
    if (node.data.role === 'radio') {
      this.given.set(node.data.key, true);
      this.press(node);
      this.reconcileLater(node);
    }
  }

  commit(node) {
    clearTimeout(node.timer);
    if (!node.isDirty) return;
    node.isDirty = false;
    this.act('commit', node, { value: node.element.value });
  }

  commitAll() {
    for (const node of this.nodes.values()) this.commit(node);
  }

  onFocus(event) {
    const node = this.nodeOf(event);
    watchSight(this, event.target);
    if (node) this.act('focus', node, { keyboard: this.lastInput === 'key' });
  }

  onBlur(event) {
    this.sight = null;
    const node = this.nodeOf(event);
    if (!node) return;
    if (node.data.role === 'textbox') {
      if (node.isDirty) {
        this.commit(node);
      } else {
        this.showValue(node);
      }
    }
    this.act('blur', node);
  }

  onHover(event) {
    if (event.pointerType !== 'mouse' || event.target === this.hovered) return;
    this.hovered = event.target;
    this.send({
      type: 'pointer', x: event.clientX, y: event.clientY, down: event.buttons === 1, touch: false,
    });
  }

  onPointer(event, down) {
    this.lastInput = 'pointer';
    const node = down ? this.nodeOf(event) : null;
    if (down) this.pressed = node && { node, x: event.clientX, y: event.clientY };
    if (event.type === 'pointercancel') this.pressed = null;
    this.send({
      type: 'pointer', x: event.clientX, y: event.clientY, down,
      touch: event.pointerType !== 'mouse',
    });
  }
}

function setAttribute(element, name, value) {
  if (value === null) {
    element.removeAttribute(name);
  } else if (element.getAttribute(name) !== String(value)) {
    element.setAttribute(name, String(value));
  }
}

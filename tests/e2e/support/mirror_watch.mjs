// Whether the page's elements are what the application last said they are.

/// Keeps every patch that the worker sends, for all pages of the context.
export function watchMirror(context) {
  return context.addInitScript(() => {
    const nodes = new Map();
    const orders = new Map();
    window.mirrorWatch = { nodes, orders };
    const take = (patch) => {
      for (const node of patch.set) nodes.set(node.key, node);
      for (const [parent, keys] of Object.entries(patch.order)) orders.set(parent, keys);
      for (const key of patch.gone) {
        nodes.delete(key);
        orders.delete(key);
      }
    };
    const Plain = window.Worker;
    window.Worker = class extends Plain {
      constructor(...options) {
        super(...options);
        this.addEventListener('message', ({ data }) => {
          const texts = data.type === 'page' ? data.texts : [];
          for (const message of texts.map((text) => JSON.parse(text))) {
            if (!Array.isArray(message)) take(message);
          }
        });
      }
    };
  });
}

/// Lines that say what is missing, misplaced or left over; none when all is well.
export function differencesOf(page) {
  return page.evaluate(() => {
    const root = '0'.repeat(16);
    const { nodes, orders } = window.mirrorWatch;
    const elements = new Map([[root, document.getElementById('mirror')]]);
    for (const element of document.querySelectorAll('#mirror [data-key]')) {
      elements.set(element.dataset.key, element);
    }
    const found = [];
    for (const { key, role, name } of nodes.values()) {
      if (!elements.has(key)) found.push(`missing: ${role} “${name}”`);
    }
    for (const [key, element] of elements) {
      if (key === root || nodes.has(key)) continue;
      found.push(`left over: ${element.outerHTML.slice(0, 80)}`);
    }
    for (const [key, children] of orders) {
      const shown = elements.has(key)
        ? [...elements.get(key).children].map((child) => child.dataset.key).filter(Boolean) : [];
      if (String(shown) !== String(children)) {
        const { role, name } = nodes.get(key) || {};
        found.push(`in ${role} “${name}”: ${shown.length} elements, ${children.length} expected`);
      }
    }
    return found;
  });
}

/// What a press at its middle would not hit, of all controls in sight; a title that is not the
/// screen's; what can be come to behind an open dialog. None when all is well.
export function missedAt(page) {
  return page.evaluate(() => {
    const found = [];
    const mirror = document.getElementById('mirror');
    const heading = mirror.querySelector('h1').textContent;
    if (document.title !== `${heading} · Minga`) {
      found.push(`the title “${document.title}” of “${heading}”`);
    }
    const dialog = [...mirror.querySelectorAll('[role=dialog]')].at(-1);
    const isReached = (element) => !element.disabled && !element.closest('[inert]');
    // Not scrolled out of what it lies in.
    const isSeen = (element, x, y) => {
      const pane = element.parentElement.closest('.scroll');
      if (!pane) return x > 0 && y > 0 && x < innerWidth && y < innerHeight;
      const { left, top, right, bottom } = pane.getBoundingClientRect();
      return x > left && x < right && y > top && y < bottom && isSeen(pane, x, y);
    };
    for (const element of mirror.querySelectorAll('.press, .field')) {
      if (!isReached(element)) continue;
      const name = element.getAttribute('aria-label') || element.textContent;
      if (dialog && !dialog.contains(element)) found.push(`behind the dialog: “${name}”`);
      const { left, top, width, height } = element.getBoundingClientRect();
      const [x, y] = [left + width / 2, top + height / 2];
      if (!isSeen(element, x, y)) continue;
      const hit = document.elementFromPoint(x, y)?.closest('[data-key]');
      if (hit !== element) found.push(`a press at “${name}” hits “${hit?.textContent}”`);
    }
    return found;
  });
}

// The keyboard on the mirror: what the focused element does not want goes to the screens' shortcuts.

function handleKey(mirror, event) {
  if (event.isComposing || event.keyCode === 229) return;
  if (!['Shift', 'Control', 'Alt', 'Meta'].includes(event.key)) mirror.lastInput = 'key';
  const node = event.target.mingaNode;
  if (node && moveWithin(mirror, node, event)) return;
  const name = (event.ctrlKey || event.metaKey ? 'ctrl+' : '') + event.key;
  const isEnter = event.key === 'Enter';
  if (node && node.data.role === 'textbox') {
    if (event.key === 'Escape' || (isEnter && !node.data.multiline)) mirror.commit(node);
    const passes = event.key === 'Escape' || name.startsWith('ctrl+') ||
      (isEnter && !node.data.multiline);
    if (!passes) return;
  }
  if (isEnter && node && node.data.role === 'textbox' && !mirror.shortcuts.has(name)) {
    goToNext(node);
    return;
  }
  // In the middle of typing, the field's own way back is the nearer one.
  if (node && node.isDirty && ['ctrl+z', 'ctrl+y', 'ctrl+Z'].includes(name)) return;
  if (!mirror.shortcuts.has(name)) return;
  if (node && !leavesKey(mirror, node, event)) return;
  event.preventDefault();
  mirror.commitAll();
  mirror.send({ type: 'key', key: name });
}

// Enter leads through a form, field by field; who searches stays where they are.
function goToNext({ data, element }) {
  if (data.hint === 'search') return;
  const form = element.closest('.scroll') || document;
  const fields = [...form.querySelectorAll('input.field,textarea,select')]
    .filter((field) => field === element || !(field.disabled || field.readOnly));
  fields[fields.indexOf(element) + 1]?.focus();
}

// Whether an element has no use of its own for a key.
function leavesKey(mirror, { data }, { key }) {
  if (['button', 'link', 'tab', 'checkbox', 'file'].includes(data.role)) {
    return key !== 'Enter' && key !== ' ';
  }
  if (data.role === 'combobox') return key === 'Escape';
  if (data.role === 'radio') {
    if (key === ' ' || key === 'ArrowUp' || key === 'ArrowDown') return false;
    const group = mirror.nodes.get(data.parent);
    if (key === 'ArrowLeft' || key === 'ArrowRight') return !!(group && group.data.vertical);
  }
  return true;
}

// Arrows among tabs, and among the buttons of a group that is one stop.
function moveWithin(mirror, node, event) {
  const steps = { ArrowLeft: -1, ArrowRight: 1, ArrowUp: -1, ArrowDown: 1 };
  let parent = mirror.nodes.get(node.data.parent);
  if (!parent || event.ctrlKey || event.metaKey || event.altKey) return false;
  const isVerticalRadio = node.data.role === 'radio' && parent.data.vertical;
  if (isVerticalRadio && (event.key === 'ArrowLeft' || event.key === 'ArrowRight')) {
    // Left to shortcuts; without one, nothing should be chosen by accident.
    event.preventDefault();
    return false;
  }
  const isTab = node.data.role === 'tab';
  // The stop may be the table around the cell that the button is in.
  while (!isTab && parent && !parent.data.roving) parent = mirror.nodes.get(parent.data.parent);
  if (!parent) return false;
  const items = [...parent.element.querySelectorAll(isTab ? '[role=tab]' : 'button')];
  const index = items.indexOf(node.element);
  let target = index + (steps[event.key] || 0);
  if (event.key === 'Home') target = 0;
  if (event.key === 'End') target = items.length - 1;
  if (!isTab && (event.key === 'ArrowUp' || event.key === 'ArrowDown')) {
    target = nearestInColumn(items, index, steps[event.key]);
  }
  if (target === index || !items[target]) return false;
  event.preventDefault();
  items[target].focus();
  if (isTab) {
    items[target].click();
  } else {
    mirror.settleRoving(parent);
  }
  return true;
}

function nearestInColumn(items, index, direction) {
  const from = items[index].getBoundingClientRect();
  let best = index;
  let bestDistance = Infinity;
  items.forEach((item, at) => {
    const box = item.getBoundingClientRect();
    const rows = (box.top - from.top) * direction;
    if (rows < from.height / 2) return;
    const distance = rows * 4 + Math.abs(box.left - from.left);
    if (distance < bestDistance) {
      best = at;
      bestDistance = distance;
    }
  });
  return best;
}

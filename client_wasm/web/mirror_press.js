// Presses on the mirror. The layout may move between down and up, as when the keyboard of a phone
// closes or an exchange ends: a press is meant for what was under the finger as it came down.

const PRESS_SLOP = 12;  // how far a finger may roll between down and up, in CSS pixels

// The node that a click is meant for. Where the layout moved, the browser names whatever both places
// have in common.
function pressedNode(mirror, event) {
  const { pressed } = mirror;
  mirror.pressed = null;
  if (!pressed || event.detail === 0) return mirror.nodeOf(event);
  const moved = Math.hypot(event.clientX - pressed.x, event.clientY - pressed.y);
  const isThere = mirror.nodes.get(pressed.node.data.key) === pressed.node &&
    !pressed.node.element.closest('[inert]') && !pressed.node.data.disabled;
  return moved <= PRESS_SLOP && isThere ? pressed.node : mirror.nodeOf(event);
}

// The browser took a press for another element: what it would have done by itself is done here.
function makeUpFor(mirror, node) {
  const { data, element } = node;
  if (data.role === 'file') {
    element.click();
  } else if (data.role === 'textbox' || data.role === 'combobox') {
    element.focus();
  } else if (element.matches('.press')) {
    mirror.press(node);
  }
}

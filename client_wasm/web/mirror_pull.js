// Pulling the page down with a finger: how far goes to the module, which knows what comes of it. It
// begins where nothing is left to scroll: at the top of the page and of all that scrolls within it.

const PULL_SLOP = 16;  // a way of the finger that means nothing yet, in CSS pixels

// What a finger at this element would pull, or null.
function pulledPane(element) {
  let pane = element.closest('.field:focus') ? null : element.closest('.scroll');
  while (pane && pane.scrollTop <= 0 && pane.id !== 'contenido') {
    pane = pane.parentElement.closest('.scroll');
  }
  return pane && pane.scrollTop <= 0 ? pane : null;
}

function listenToPull(mirror) {
  let pull = null;
  const tell = (kind, y) => mirror.act(kind, pull.pane.mingaNode, { y });
  const stop = () => {
    if (pull && pull.isOn) tell('pull', 0);
    pull = null;
  };
  const move = ({ touches: [{ clientX, clientY }] }) => {
    const down = clientY - pull.y;
    const aside = Math.abs(clientX - pull.x);
    if (!pull.isOn && Math.max(Math.abs(down), aside) < PULL_SLOP) return;
    if (pull.pane.scrollTop > 0 || (!pull.isOn && down < 2 * aside)) {
      stop();
      return;
    }
    pull.isOn = true;
    tell('pull', Math.max(down, 1));
  };
  const listen = (type, act) => mirror.root.addEventListener(type, act, { passive: true });
  listen('touchstart', ({ target, touches }) => {
    stop();
    const pane = touches.length === 1 ? pulledPane(target) : null;
    if (pane) pull = { pane, x: touches[0].clientX, y: touches[0].clientY, isOn: false };
  });
  listen('touchmove', (event) => {
    if (pull) move(event);
  });
  listen('touchend', () => {
    if (pull && pull.isOn) tell('release', 0);
    pull = null;
  });
  listen('touchcancel', stop);
}

// The field that is typed into stays in sight: the keyboard of a phone comes after the press, and
// takes half of the page away.

const FIELD_ROOM = 56;  // above and below a field, for its label and its error, in CSS pixels

// Remembers how high the pane around a field is as it gets the focus.
function watchSight(mirror, element) {
  const pane = element.matches('.field') ? element.closest('.scroll') : null;
  mirror.sight = pane && { pane, height: pane.clientHeight };
}

// After the module drew the page anew: where the pane became lower and the field is not wholly seen
// with what belongs to it, it goes to the upper third.
function keepInSight({ sight }) {
  if (!sight || !sight.pane.contains(document.activeElement)) return;
  const { pane, height } = sight;
  sight.height = pane.clientHeight;
  if (sight.height >= height) return;
  const box = document.activeElement.getBoundingClientRect();
  const { top } = pane.getBoundingClientRect();
  const above = box.top - top;
  const room = sight.height - box.height;
  if (above >= FIELD_ROOM && above <= room - FIELD_ROOM) return;
  pane.scrollBy(0, above - Math.max(room / 3, Math.min(FIELD_ROOM, room)));
}

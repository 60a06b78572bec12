// Which element stands for which role, and how a browser is told what is typed into it.

const CONTAINERS = {
  banner: ['header'], navigation: ['nav'], main: ['main'], complementary: ['aside'],
  region: ['section'], dialog: ['div', 'dialog'], scroll: ['div'], group: ['div', 'group'],
  list: ['div', 'list'], listitem: ['div', 'listitem'], radiogroup: ['div', 'radiogroup'],
  tablist: ['div', 'tablist'], tabpanel: ['div', 'tabpanel'], table: ['div', 'table'],
  row: ['div', 'row'], columnheader: ['div', 'columnheader'], rowheader: ['div', 'rowheader'],
  cell: ['div', 'cell'],
};

const LEAVES = {
  text: ['p'], img: ['div', 'img'], progressbar: ['div', 'progressbar'],
  status: ['div', 'status'], alert: ['div', 'alert'], button: ['button'], link: ['a'],
  checkbox: ['input'], radio: ['input'], tab: ['button', 'tab'], combobox: ['select'],
  file: ['input'],
};

const INPUT_TYPES = { date: 'date', email: 'email', tel: 'tel', search: 'search', password: 'password' };
const INPUT_MODES = { numeric: 'numeric', decimal: 'decimal' };
const CAPITALS = { username: 'none', email: 'none', rut: 'characters' };
const FOCUSABLE = 'button,input,select,textarea,a[href]';

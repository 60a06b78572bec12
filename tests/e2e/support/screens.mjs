// Every screen, as a walk that tests of all screens take: how to come to each of them.

import { chip, follow, goTo, waitForServer } from './app.mjs';
import { lineOfEncargado } from './expected.mjs';
import { openLine, showPart } from './plan_actions.mjs';
import { demoPassword } from './server.mjs';

async function closeForm(page) {
  const close = page.getByRole('button', { name: 'Cerrar', exact: true });
  await close.click();
  // The next screen is looked at without it.
  await close.waitFor({ state: 'detached' });
}

async function openPart(page, part) {
  await openLine(page, lineOfEncargado.name);
  await showPart(page, part);
}

/// Before anybody signed in.
const signInScreens = [
  { name: 'sign-in', open: (page) => page.getByLabel('Usuario').waitFor() },
  {
    name: 'sign-in-refused',
    async open(page) {
      await page.getByLabel('Usuario').fill('comite.puertovaras');
      await page.getByLabel('Clave').fill('otra clave');
      await page.getByRole('button', { name: 'Entrar' }).click();
      await page.getByText(/^Usuario o clave incorrectos/).first().waitFor({ state: 'attached' });
    },
  },
];

/// Of a commune. `isMain`: where people stay for long.
const communeScreens = [
  { name: 'home', isMain: true, open: (page) => goTo(page, 'Inicio') },
  {
    name: 'sync-sheet',
    async open(page) {
      await chip(page).click();
      await page.getByRole('dialog', { name: 'Sincronización' }).waitFor();
    },
    close: closeForm,
  },
  {
    name: 'diagnosis',
    isMain: true,
    open: (page) => follow(page, 'diagnostico/14', 'Diagnóstico'),
  },
  {
    name: 'diagnosis-list',
    isOnPhoneOnly: true,
    async open(page) {
      await page.getByRole('button', { name: 'Ver la lista de preguntas' }).click();
      await page.getByRole('button', { name: 'Volver a la pregunta' }).waitFor();
    },
    close: (page) => page.getByRole('button', { name: 'Volver a la pregunta' }).click(),
  },
  {
    name: 'diagnosis-results',
    isMain: true,
    open: (page) => follow(page, 'diagnostico/resultados', 'Diagnóstico'),
  },
  {
    name: 'diagnosis-act',
    isMain: true,
    open: (page) => follow(page, 'diagnostico/acta', 'Diagnóstico'),
  },
  { name: 'plan', isMain: true, open: (page) => goTo(page, 'Plan', 'Plan de mejoras') },
  { name: 'plan-focus', open: (page) => follow(page, 'plan/foco', 'Foco estratégico') },
  {
    name: 'plan-actions',
    isMain: true,
    open: (page) => follow(page, 'plan/ami', 'Acciones de mejora inmediata'),
  },
  {
    name: 'plan-action',
    async open(page) {
      await page.getByRole('button', { name: /^Respuesta tipo/ }).click();
      await page.getByRole('heading', { name: 'Acción inmediata', exact: true }).waitFor();
    },
    close: closeForm,
  },
  { name: 'plan-areas', open: (page) => follow(page, 'plan/areas', 'Áreas de mejora') },
  {
    name: 'plan-area',
    async open(page) {
      await follow(page, 'plan/areas/user_satisfaction', 'Áreas de mejora');
      await page.getByRole('heading', { name: 'Área de mejora', exact: true }).waitFor();
    },
    close: closeForm,
  },
  { name: 'plan-matrix', open: (page) => follow(page, 'plan/matriz', 'Matriz de priorización') },
  {
    name: 'plan-rounds',
    isMain: true,
    open: (page) => follow(page, 'plan/seguimiento', 'Seguimiento del plan'),
  },
  {
    name: 'plan-funding',
    open: (page) => follow(page, 'plan/financiamiento', 'Financiamiento'),
  },
  {
    name: 'plan-activities',
    open: (page) => follow(page, 'plan/actividades', 'Actividades del plan'),
  },
  { name: 'plan-lines', open: (page) => follow(page, 'plan/lineas', 'Líneas por área') },
  { name: 'line', isMain: true, open: (page) => openLine(page, lineOfEncargado.name) },
  {
    name: 'activity',
    async open(page) {
      const { name } = lineOfEncargado.activity[3];
      await page.getByRole('button', { name }).first().click();
      await page.getByRole('heading', { name: 'Actividad', exact: true }).waitFor();
    },
    close: closeForm,
  },
  {
    name: 'new-activity',
    async open(page) {
      await page.getByRole('button', { name: 'Agregar actividad' }).click();
      await page.getByRole('heading', { name: 'Nueva actividad' }).waitFor();
    },
    close: closeForm,
  },
  { name: 'line-form', isMain: true, open: (page) => openPart(page, 'Ficha') },
  { name: 'follow-ups', isMain: true, open: (page) => openPart(page, 'Seguimiento') },
  {
    name: 'new-follow-up',
    async open(page) {
      await page.getByRole('button', { name: 'Registrar seguimiento' }).click();
      await page.getByRole('heading', { name: 'Nuevo seguimiento' }).waitFor();
    },
    close: closeForm,
  },
  {
    name: 'path',
    isMain: true,
    open: (page) => follow(page, 'camino', 'Camino del programa'),
  },
  { name: 'path-phase', open: (page) => follow(page, 'camino/2', 'Camino del programa') },
  {
    name: 'evaluation-ahead',
    open: (page) => follow(page, 'evaluacion', 'Autoevaluación'),
  },
  { name: 'committee', isMain: true, open: (page) => follow(page, 'comite', 'Comité') },
  { name: 'committee-meetings', open: (page) => follow(page, 'comite/reuniones', 'Comité') },
  {
    name: 'new-meeting',
    async open(page) {
      await page.getByRole('button', { name: 'Agregar reunión' }).click();
      await page.getByRole('heading', { name: 'Agregar reunión' }).waitFor();
    },
    close: closeForm,
  },
  { name: 'committee-telling', open: (page) => follow(page, 'comite/difusion', 'Comité') },
  { name: 'committee-practices', open: (page) => follow(page, 'comite/practicas', 'Comité') },
  {
    name: 'comparison',
    isMain: true,
    open: (page) => follow(page, 'comparacion', 'Comparación de ciclos'),
  },
  { name: 'inbox', isMain: true, open: (page) => follow(page, 'bandeja', 'Bandeja') },
  {
    name: 'quarantine',
    isMain: true,
    async open(page) {
      await follow(page, 'cuarentena', 'Cuarentena');
      // The server has answered.
      await page.getByRole('button', { name: 'Actualizar', exact: true }).waitFor();
    },
  },
  { name: 'documents', open: (page) => follow(page, 'documentos', 'Documentos y fotos') },
  {
    name: 'new-document',
    async open(page) {
      await page.getByRole('button', { name: 'Agregar documento' }).click();
      await page.getByRole('heading', { name: 'Agregar documento' }).waitFor();
    },
    close: closeForm,
  },
  { name: 'search-empty', open: (page) => follow(page, 'buscar', 'Buscar') },
  {
    name: 'search',
    isMain: true,
    async open(page) {
      await follow(page, 'buscar', 'Buscar');
      await page.getByRole('searchbox', { name: 'Palabras que busca' }).fill('gestion');
      await page.getByRole('list', { name: 'Lo que se encontró' }).waitFor();
      await page.getByRole('status').filter({ hasText: /^\d+ resultados$/ }).waitFor();
    },
  },
  { name: 'more', open: (page) => follow(page, 'mas', 'Más') },
  { name: 'institution', open: (page) => follow(page, 'institucion', 'Institución') },
  { name: 'settings', isMain: true, open: (page) => follow(page, 'ajustes', 'Ajustes') },
];

/// Of a commune in the middle of its self-assessment.
const evaluationScreens = [
  {
    name: 'evaluation',
    isMain: true,
    open: (page) => follow(page, 'evaluacion/7', 'Autoevaluación'),
  },
  {
    name: 'evaluation-list',
    isOnPhoneOnly: true,
    async open(page) {
      await page.getByRole('button', { name: 'Ver la lista de elementos' }).click();
      await page.getByRole('button', { name: 'Volver al elemento' }).waitFor();
    },
    close: (page) => page.getByRole('button', { name: 'Volver al elemento' }).click(),
  },
  {
    name: 'evaluation-results',
    isMain: true,
    open: (page) => follow(page, 'evaluacion/resultados', 'Autoevaluación'),
  },
  {
    name: 'evaluation-report',
    open: (page) => follow(page, 'evaluacion/informe', 'Autoevaluación'),
  },
  { name: 'path-middle', open: (page) => follow(page, 'camino', 'Camino del programa') },
];

/// Of those who look over all communes.
const nationalScreens = [
  {
    name: 'consolidated',
    isMain: true,
    async open(page) {
      await follow(page, 'consolidado', /Consolidado/);
      await page.getByText(/Puerto Varas/).first().waitFor({ state: 'attached' });
    },
  },
  {
    name: 'commune-closed',
    async open(page) {
      await page.getByRole('button', { name: /^(Ver )?Puerto Varas$/ }).click();
      await page.getByRole('heading', { name: 'Comuna', exact: true }).waitFor();
    },
  },
  {
    name: 'commune-open',
    async open(page) {
      await page.getByRole('button', { name: 'Abrir la comuna' }).click();
      await page.getByRole('button', { name: 'Ir a la comuna' }).waitFor();
    },
    close: closeForm,
  },
  {
    name: 'commune-home',
    async open(page) {
      await page.getByRole('list', { name: 'Comunas abiertas en este equipo' })
        .getByRole('button', { name: /^Puerto Varas/ }).click();
      await page.getByRole('button', { name: 'Ir a la comuna' }).click();
      await page.getByRole('heading', { level: 1, name: 'Inicio' }).waitFor();
    },
  },
];

async function enter(page, user) {
  await page.getByLabel('Usuario').fill(user);
  await page.getByLabel('Clave').fill(demoPassword);
  await page.getByRole('button', { name: 'Entrar' }).click();
  await page.getByRole('heading', { level: 1, name: /Inicio|Consolidado/ }).waitFor();
}

async function visit(device, screens, look) {
  for (const screen of screens) {
    if (screen.isOnPhoneOnly && !device.isPhone) continue;
    await screen.open(device.page);
    await look(screen);
    if (screen.close) await screen.close(device.page);
  }
}

/// Takes `look(screen)` to every screen on that device.
export async function walk(device, url, look) {
  const page = await device.open(url);
  await visit(device, signInScreens, look);
  await enter(page, 'comite.puertovaras');
  await waitForServer(page);
  await visit(device, communeScreens, look);
}

/// The same to the self-assessment, on a device of its own.
export async function walkEvaluation(device, url, look) {
  const page = await device.open(url);
  await enter(page, 'comite.loprado');
  await waitForServer(page);
  await visit(device, evaluationScreens, look);
}

/// The same for those who look over all communes, on a device of their own.
export async function walkNational(device, url, look) {
  const page = await device.open(url);
  await enter(page, 'subdere');
  await visit(device, nationalScreens, look);
}

/// The same to the screens where people stay; of those, one in `parts`, beginning with `first`.
export async function walkMain(device, url, { user, first = 0, parts = 1 }, look) {
  const page = await device.open(url);
  await enter(page, user);
  const isNational = user === 'subdere';
  if (!isNational) await waitForServer(page);
  const screens = isNational ? nationalScreens : communeScreens;
  const main = screens.filter((screen) => screen.isMain);
  await visit(device, main.filter((_, index) => index % parts === first), look);
}

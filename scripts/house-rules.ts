/**
 * Who may import whom, read from the import lines themselves. `npm run check` prints what breaks a rule and a test keeps
 * it so. Types may be imported from further away than values: a row's shape is not a dependency at run time.
 */
import { readdirSync, readFileSync } from 'node:fs';
import { dirname, join, relative } from 'node:path';
import { fileURLToPath } from 'node:url';

const SRC = fileURLToPath(new URL('../src', import.meta.url));

/** Room → rooms whose values it may use. Its own room and the plain files of src/ named here are always allowed. */
const MAY_USE: Record<string, readonly string[]> = {
  access: [],
  flows: [],
  understanding: [],
  privacy: ['understanding'],
  pictures: ['flows'],
  vietqr: ['pictures'],
  'bot/channels': ['bot/channel'],
  bot: ['flows', 'db', 'share', 'text', 'clock', 'understanding', 'privacy', 'vietqr'],
  db: ['text', 'clock', 'bot/channel', 'access'],
  paper: ['flows', 'pictures', 'vietqr', 'text', 'bot/step-words'],
  broadcast: ['access', 'bot', 'db', 'text', 'clock'],
  content: ['flows', 'db', 'text', 'clock', 'understanding', 'privacy'],
  report: ['db', 'clock', 'share', 'text', 'pictures/typeface'],
  lists: ['db', 'clock', 'report/period', 'privacy'],
  demo: ['db', 'clock'],
  simulator: ['db', 'clock', 'bot', 'flows', 'text', 'privacy', 'pictures'],
  web: [
    'access',
    'share',
    'bot',
    'broadcast',
    'content',
    'flows',
    'lists',
    'report',
    'simulator',
    'text',
    'clock',
    'metrics',
    'db',
    'privacy',
    'paper',
    'vietqr',
    'understanding',
  ],
  voice: [],
  text: ['languages'],
  languages: [],
  chores: [],
  clock: [],
  share: [],
  config: [],
  metrics: [],
  jobs: [],
  log: ['privacy'],
  home: ['config', 'db'],
  'step-pictures': ['bot', 'flows', 'pictures', 'text'],
  'step-voices': ['bot', 'voice'],
  'step-preview': ['bot', 'flows', 'text'],
  'scam-book': ['db', 'understanding'],
  'answer-chooser': ['understanding', 'bot'],
  'content-desk': ['content', 'flows', 'step-pictures', 'step-preview', 'text'],
  // What each part of the composition is made of.
  'app/published': ['content', 'db', 'flow-words', 'flows', 'pictures', 'step-pictures'],
  'app/voices': ['step-voices', 'voice'],
  'app/media': ['db', 'paper', 'vietqr'],
  'app/sealed': ['db'],
  'app/platforms': ['app/sealed', 'bot', 'db', 'simulator'],
  'app/simulator': ['app/platforms', 'demo', 'simulator', 'web'],
  'app/performers': ['app/sealed', 'broadcast', 'db', 'web'],
  'app/turns': ['answer-chooser', 'app/performers', 'app/platforms', 'app/sealed', 'app/voices', 'bot', 'vietqr'],
  'app/timed': ['bot', 'chores', 'db'],
  'app/metrics': ['metrics'],
  'app/officials': ['bot', 'content-desk', 'flow-words'],
  'app/routes': ['app/officials', 'log', 'web'],
};
/** Files that know everybody. */
const ROOTS = new Set(['app', 'service', 'main']);

/** Library → where it lives. */
const HOMES: Record<string, readonly string[]> = {
  telegraf: ['bot/channels/telegram-transport.ts'],
  axios: ['bot/channels/zalo-client.ts'],
  'drizzle-orm': ['db/'],
  postgres: ['db/'],
  'pg-boss': ['jobs.ts'],
  i18next: ['text.ts'],
  'prom-client': ['metrics.ts'],
  fastify: ['app/routes.ts', 'log.ts', 'web/'],
  '@fastify': ['web/'],
  exceljs: ['report/', 'lists/'],
  '@resvg/resvg-js': ['pictures/', 'vietqr/'],
  pdfkit: ['vietqr/', 'paper/', 'report/'],
  fontkit: ['pictures/'],
};

export interface ImportProblem {
  file: string;
  imports: string;
  rule: string;
}

interface ImportLine {
  from: string;
  isType: boolean;
}

const IMPORT = /^(?:import|export)\s+(type\s+)?(?:[\s\S]*?\sfrom\s+)?'([^']+)'/gm;

const importsOf = (source: string): ImportLine[] =>
  [...source.matchAll(IMPORT)].map((match) => ({
    from: match[2] ?? '',
    isType: match[1] !== undefined || onlyTypes(match[0]),
  }));

/** `import { type A, type B } from …` uses no value either. */
function onlyTypes(statement: string): boolean {
  const names = /\{([\s\S]*)\}/.exec(statement)?.[1];
  return names?.split(',').every((name) => name.trim() === '' || name.trim().startsWith('type ')) ?? false;
}

const filesBelow = (folder: string): string[] =>
  readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile() && /\.tsx?$/.test(entry.name))
    .map((entry) => join(entry.parentPath, entry.name));

/** The room a path below src/ belongs to: the longest name of the table that begins it; a file in none is its own. */
function roomOf(path: string): string {
  const plain = path.replace(/\.tsx?$/, '');
  const names = Object.keys(MAY_USE).sort((a, b) => b.length - a.length);
  return names.find((name) => plain === name || plain.startsWith(`${name}/`)) ?? plain;
}

/** Every import that goes a way it must not. */
export function importProblems(): ImportProblem[] {
  return filesBelow(SRC).flatMap((file) => {
    const path = relative(SRC, file).replaceAll('\\', '/');
    const room = roomOf(path);
    return importsOf(readFileSync(file, 'utf8')).flatMap(({ from, isType }) =>
      from.startsWith('.')
        ? roomProblem(path, room, relative(SRC, join(dirname(file), from)).replaceAll('\\', '/'), isType)
        : libraryProblem(path, from, isType),
    );
  });
}

function roomProblem(path: string, room: string, target: string, isType: boolean): ImportProblem[] {
  const targetRoom = roomOf(target);
  if (isType || ROOTS.has(room) || targetRoom === room || target.startsWith('..')) return [];
  const plain = target.replace(/\.tsx?$/, '');
  const allowed = (MAY_USE[room] ?? []).some(
    (name) => plain === name || plain.startsWith(`${name}/`) || targetRoom === name,
  );
  if (allowed) return [];
  return [
    {
      file: path,
      imports: target,
      rule: `${room} may use ${(MAY_USE[room] ?? []).join(', ') || 'nothing outside itself'}`,
    },
  ];
}

function libraryProblem(path: string, from: string, isType: boolean): ImportProblem[] {
  const library = Object.keys(HOMES).find((name) => from === name || from.startsWith(`${name}/`));
  const homes = library === undefined ? undefined : HOMES[library];
  if (isType || !homes || homes.some((home) => path.startsWith(home))) return [];
  return [{ file: path, imports: from, rule: `${library} lives in ${homes.join(', ')}` }];
}

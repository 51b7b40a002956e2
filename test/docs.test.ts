/** What the papers promise: that they name what there is, name nothing that is not, and that their recipes work. */
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { dirname, join, relative } from 'node:path';
import { fileURLToPath } from 'node:url';
import { getTableName, is } from 'drizzle-orm';
import { PgTable } from 'drizzle-orm/pg-core';
import { transform } from 'esbuild';
import { describe, expect, it } from 'vitest';
import { SEND_FAILURES } from '../src/bot/channel.ts';
import { TELEGRAM_LIMITS } from '../src/bot/channels/telegram-render.ts';
import { ZALO_LIMITS } from '../src/bot/channels/zalo-render.ts';
import type { TokenState } from '../src/bot/channels/zalo-token.ts';
import { readConfig, SETTINGS } from '../src/config.ts';
import * as schema from '../src/db/schema.ts';
import { readFlowWords } from '../src/flow-words.ts';
import { advance, newRun } from '../src/flows/advance.ts';
import { expand } from '../src/flows/expand.ts';
import type { Flow } from '../src/flows/flow.ts';
import { groupOf } from '../src/flows/groups.ts';
import { blocks, published } from '../src/flows/index.ts';
import { inspect } from '../src/flows/inspect.ts';
import { hardTexts } from '../src/flows/inspect-reading.ts';
import type { FlowWords, WordsLookup } from '../src/flows/words.ts';

const ROOT = fileURLToPath(new URL('..', import.meta.url));
const read = (path: string) => readFileSync(join(ROOT, path), 'utf8');
const readJson = <T>(path: string): T => JSON.parse(read(path)) as T;

const filesBelow = (folder: string): string[] =>
  readdirSync(join(ROOT, folder), { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => relative(ROOT, join(entry.parentPath, entry.name)).replaceAll('\\', '/'));

const PAPERS = [...readdirSync(ROOT), ...filesBelow('docs')].filter((path) => path.endsWith('.md'));
const READMES = ['README.md', 'README.vi.md'];
const packageJson = readJson<{ scripts: Record<string, string>; dependencies: Record<string, string> }>('package.json');

/** The part of a paper below a heading, up to the next of the same level or above. */
function section(paper: string, heading: string): string {
  const [, level = ''] = new RegExp(`^(#+) ${heading}$`, 'm').exec(paper) ?? [];
  expect(level, `a section "${heading}"`).not.toBe('');
  const from = paper.indexOf(`${level} ${heading}\n`) + level.length;
  const next = paper.slice(from).search(new RegExp(`^#{1,${level.length}} `, 'm'));
  return next < 0 ? paper.slice(from) : paper.slice(from, from + next);
}

/** The rows of every table in a text, cell by cell, without headings. */
const rowsOf = (text: string): string[][] =>
  [...text.matchAll(/^\|(.+)\|$/gm)]
    .map(([, cells = '']) => cells.split(/(?<!\\)\|/).map((cell) => cell.trim()))
    .filter((cells, index, all) => !isRule(cells) && !isRule(all[index + 1] ?? []));
const isRule = (cells: string[]): boolean => cells.length > 0 && cells.every((cell) => /^:?-+:?$/.test(cell));

const codesIn = (text: string): string[] => [...text.matchAll(/`([^`]+)`/g)].map(([, code = '']) => code);
const fencesIn = (text: string, language: string): string[] =>
  [...text.matchAll(/^ *```(\w*)\n([\s\S]*?)^ *```$/gm)].flatMap(([, named, body = '']) =>
    named === language ? [body] : [],
  );
const linksIn = (text: string): string[] => [...text.matchAll(/\]\(([^)\s]+)\)/g)].map(([, target = '']) => target);
/** Without what stands between ``` and ```. */
const proseOf = (paper: string): string => paper.replace(/^ *```[\s\S]*?^ *```$/gm, '');
const sorted = (names: Iterable<string>): string[] => [...new Set(names)].sort();

describe('settings', () => {
  const example = new Map(
    [...read('.env.example').matchAll(/^#?([A-Z][A-Z0-9_]*)=(.*)$/gm)].map(([, name = '', value = '']) => [
      name,
      value,
    ]),
  );
  const table = rowsOf(section(read('docs/operating.md'), 'Settings'));

  it('are all in .env.example and in the table, and no others', () => {
    expect(sorted(example.keys())).toEqual(sorted(Object.keys(SETTINGS)));
    expect(sorted(table.map(([name = '']) => codesIn(name)[0] ?? ''))).toEqual(sorted(Object.keys(SETTINGS)));
  });

  it('have the defaults the table names', () => {
    const bare = readConfig({});
    const full = readConfig({
      TELEGRAM_BOT_TOKEN: '1:token',
      ZALO_APP_ID: '1',
      ZALO_APP_SECRET: 'secret',
      ZALO_OA_ID: '2',
      ZALO_OA_SECRET: 'secret',
    });
    const defaults: Record<string, unknown> = {
      DATA_DIR: bare.dataDir,
      HOST: bare.host,
      PORT: bare.port,
      PROCESS_ROLE: bare.role,
      LOG_LEVEL: bare.logLevel,
      TELEGRAM_API_ROOT: full.telegram?.apiRoot,
      ZALO_API_ROOT: full.zalo?.apiRoot,
      ZALO_BUSINESS_API_ROOT: full.zalo?.businessApiRoot,
      ZALO_OAUTH_ROOT: full.zalo?.oauthRoot,
    };
    for (const [name, value] of Object.entries(defaults)) {
      const [, cell = ''] = table.find(([first]) => first === `\`${name}\``) ?? [];
      expect(codesIn(cell), name).toEqual([String(value)]);
    }
    expect([bare.demo, full.demo]).toEqual([true, false]);
  });

  it('are accepted as the example writes them', () => {
    const filled = [...example].map(([name, value]) => [name, value || 'x'] as const);
    const key = Buffer.alloc(32, 1).toString('base64');
    const env = { ...Object.fromEntries(filled), ENCRYPTION_KEY: key, DEMO: '1' };
    expect(() => readConfig(env)).not.toThrow();
  });
});

describe('commands', () => {
  const named = (text: string) =>
    [...text.matchAll(/npm (?:run (?:--silent )?([a-z:-]+)|(start|test))\b/g)].map(
      ([, run, plain]) => run ?? plain ?? '',
    );

  it.each(READMES)('are all in %s', (path) => {
    expect(sorted(named(read(path)))).toEqual(
      sorted(Object.keys(packageJson.scripts).filter((name) => name !== 'postinstall')), // npm's own, nobody types it
    );
  });

  it.each(PAPERS)('in %s exist', (path) => {
    expect(named(read(path)).filter((name) => !(name in packageJson.scripts))).toEqual([]);
  });
});

describe('operating', () => {
  const operating = read('docs/operating.md');
  const sources = filesBelow('src').filter((path) => /\.tsx?$/.test(path));
  const source = sources.map(read).join('\n');
  const firstCodes = (rows: string[][]) => rows.map(([first = '']) => codesIn(first)[0] ?? '');

  it('explains every failure of a message, and no others', () => {
    const failures = rowsOf(section(operating, 'When a message does not arrive')).filter((cells) => cells.length === 4);
    expect(sorted(firstCodes(failures))).toEqual(sorted(Object.keys(SEND_FAILURES)));
  });

  it('explains every state of a message that other programs see', () => {
    // Contract of `report.deliveries`.
    const states = ['queued', 'sending', 'sent', 'delivered', 'failed', 'expired', 'uncertain', 'cancelled'];
    const rows = rowsOf(section(operating, 'When a message does not arrive')).filter((cells) => cells.length === 2);
    expect(sorted(firstCodes(rows))).toEqual(sorted(states));
  });

  it("explains every state of Zalo's token", () => {
    const states = { ready: 1, refreshing: 1, 'refresh-lost': 1, 'needs-consent': 1 } satisfies Record<TokenState, 1>;
    const rows = rowsOf(section(operating, "Zalo's token"));
    expect(sorted(firstCodes(rows).filter(Boolean))).toEqual(sorted(Object.keys(states)));
  });

  it('explains every metric', () => {
    const metrics = source.match(/(?<=')tls_[a-z_]+(?=')/g) ?? [];
    const rows = rowsOf(section(operating, 'Health and metrics'));
    expect(sorted(firstCodes(rows).map((name) => name.replace(/\{.*/, '')))).toEqual(sorted(metrics));
  });

  it('quotes the log as it is written', () => {
    const sentences = firstCodes(rowsOf(section(operating, 'Logs')));
    expect(sentences.length).toBeGreaterThan(5);
    const isWritten = (sentence: string) =>
      source.includes(sentence) || source.includes(sentence.replace(/: [a-z-]+\.$/, `: \${failure}.`));
    expect(sentences.filter((sentence) => !isWritten(sentence))).toEqual([]);
  });
});

it('architecture.md names every room, every table and every decision', () => {
  const architecture = read('docs/architecture.md');
  const rooms = rowsOf(section(architecture, 'Rooms')).flatMap(([first = '']) => codesIn(first));
  const folders = readdirSync(join(ROOT, 'src'), { withFileTypes: true }).filter((entry) => entry.isDirectory());
  expect(sorted(rooms.filter((room) => !room.includes('/')))).toEqual(sorted(folders.map(({ name }) => name)));
  const tables = Object.values(schema).flatMap((value) => (is(value, PgTable) ? [getTableName(value)] : []));
  const named = rowsOf(section(architecture, 'Tables')).flatMap(([first = '']) => codesIn(first));
  expect(sorted(named)).toEqual(sorted(tables));
  const decisions = filesBelow('docs/decisions').map((path) => path.replace('docs/', ''));
  expect(decisions.filter((path) => !architecture.includes(`(${path})`))).toEqual([]);
});

describe.each(PAPERS)('%s', (path) => {
  const paper = read(path);
  const prose = proseOf(paper);

  /** As GitHub makes them of headings. */
  const anchorsOf = (text: string): string[] =>
    [...text.matchAll(/^#+ (.+)$/gm)].map(([, heading = '']) =>
      heading
        .toLowerCase()
        .replace(/[^\p{L}\p{M}\p{N} -]/gu, '')
        .replaceAll(' ', '-'),
    );

  it('links to what exists', () => {
    const broken = linksIn(prose).filter((target) => {
      if (/^https?:/.test(target)) return false;
      const [file = '', anchor] = target.split('#');
      const linked = file === '' ? path : join(dirname(path), file);
      if (!existsSync(join(ROOT, linked))) return true;
      return anchor !== undefined && !anchorsOf(read(linked)).includes(anchor);
    });
    expect(broken).toEqual([]);
  });

  it('names files that exist', () => {
    /** Made by a command, or by whoever follows the recipe. */
    const made = /^bench\/results\.md$|temporary-residence/;
    const names = codesIn(prose).filter((code) =>
      /^(src|test|scripts|docs|locales|content|bench)\/[\w./-]+$/.test(code),
    );
    expect(names.filter((name) => !made.test(name) && !existsSync(join(ROOT, name)))).toEqual([]);
  });
});

it('no file names the machine it was written on', () => {
  const folders = ['src', 'scripts', 'test', 'bench', 'docs', 'locales', 'content', '.ci'].flatMap(filesBelow);
  const plain = readdirSync(ROOT, { withFileTypes: true }).filter((entry) => entry.isFile());
  const texts = [...folders, ...plain.map(({ name }) => name)].filter(
    (path) => !/\.(png|pdf|xlsx|ttf|log)$|^package-lock\.json$|^\.env$|^test\/docs\.test\.ts$/.test(path),
  );
  const machine = /\/work\/|\/root\/|registry\.npmjs/;
  expect(texts.filter((path) => machine.test(read(path)))).toEqual([]);
});

describe('the two READMEs', () => {
  const [english = '', vietnamese = ''] = READMES.map(read);
  const withoutComments = (code: string) => code.replace(/ +(#|--) .*$/gm, '').replace(/<tên xã>/g, '<your commune>');

  it('have the same sections', () => {
    const levels = (text: string) => [...text.matchAll(/^(#+) /gm)].map(([, level]) => level);
    expect(levels(vietnamese)).toEqual(levels(english));
  });

  it('have the same commands, pictures and links', () => {
    for (const language of ['', 'sql']) {
      const codes = (text: string) => fencesIn(text, language).map(withoutComments);
      expect(codes(vietnamese)).toEqual(codes(english));
    }
    const firstCells = (text: string) => rowsOf(text).flatMap(([first = '']) => codesIn(first));
    expect(firstCells(vietnamese)).toEqual(firstCells(english));
    const links = (text: string) =>
      linksIn(text).filter((target) => !target.startsWith('#') && !READMES.includes(target));
    expect(links(vietnamese)).toEqual(links(english));
  });

  it.each(READMES)('%s calls the simulator’s suggestions and buttons by their names', (path) => {
    const text = read(path);
    const shown = ['simulator', 'common', 'volunteer', 'broadcast', 'officials']
      .map((name) => read(`locales/vi/${name}.json`))
      .join('\n');
    const { guide } = readJson<{ guide: { items: Record<string, { title: string }> } }>('locales/vi/simulator.json');
    for (const { title } of Object.values(guide.items)) expect(text).toContain(`**“${title}”**`);
    const tour = section(
      proseOf(text),
      path === 'README.md' ? 'Five minutes in the simulator' : 'Năm phút trong trang giả lập',
    );
    const buttons = [...tour.matchAll(/(?<!\*)\*([^*]+)\*(?!\*)/g)].map(([, name = '']) => name.replace(/\s+/g, ' '));
    expect(buttons.length).toBeGreaterThan(8);
    expect(buttons.filter((name) => !shown.includes(name))).toEqual([]);
  });
});

describe('THIRD-PARTY-NOTICES.md', () => {
  const notices = read('THIRD-PARTY-NOTICES.md');
  const prose = notices.replace(/\s+/g, ' ');

  it('names every package of production with its licence', () => {
    const installed = Object.keys(packageJson.dependencies).map((name) => {
      const { license } = readJson<{ license: string }>(`node_modules/${name}/package.json`);
      return `${name}: ${license}`;
    });
    const rows = rowsOf(section(notices, 'npm packages at run time'));
    expect(sorted(rows.map(([name = '', license]) => `${codesIn(name)[0]}: ${license}`))).toEqual(sorted(installed));
  });

  it('names every licence of what those packages need', () => {
    interface Locked {
      license?: string;
      dev?: true;
      devOptional?: true;
    }
    const { packages } = readJson<{ packages: Record<string, Locked> }>('package-lock.json');
    const used = Object.entries(packages).filter(([path, { dev, devOptional }]) => path && !dev && !devOptional);
    const unnamed = used.filter(([path, { license }]) => !prose.includes(license ?? `\`${path.split('/').at(-1)}\``));
    expect(unnamed.map(([path]) => path)).toEqual([]);
  });
});

describe('the flow in adding-a-flow.md', async () => {
  const recipe = read('docs/adding-a-flow.md');
  const [definition = ''] = fencesIn(recipe, 'ts');
  const [vietnamese, english] = fencesIn(recipe, 'json').map((json) => JSON.parse(json) as FlowWords);
  const { code } = await transform(definition, { loader: 'ts', format: 'esm' });
  const { temporaryResidence } = (await import(`data:text/javascript,${encodeURIComponent(code)}`)) as {
    temporaryResidence: Flow;
  };
  const registry = new Map([...published, ...blocks, temporaryResidence].map((flow) => [flow.id, flow]));
  const flow = expand(temporaryResidence, registry);
  const others = readFlowWords();
  const words: WordsLookup = (language, namespace) =>
    namespace === `flows/${flow.id}` ? (language === 'vi' ? vietnamese : english) : others(language, namespace);

  it('has no problems and reads easily', () => {
    expect(inspect(flow, words, [TELEGRAM_LIMITS, ZALO_LIMITS])).toEqual([]);
    expect(hardTexts(flow, words, readJson('locales/reading-exceptions.json'))).toEqual([]);
    expect(() => groupOf(flow)).not.toThrow();
  });

  it('is completed by its first buttons', () => {
    let { state, effects } = advance(flow, newRun(flow), { type: 'started' });
    for (let press = 0; press < 60 && state.step !== null; press += 1)
      ({ state, effects } = advance(flow, state, { type: 'forward' }));
    expect(effects.at(-1)).toEqual({ type: 'ended', outcome: 'completed' });
  });
});

/**
 * Publishing while people are under way: who sees what when, in this process and in others, and that nobody is left
 * standing. Over a real PostgreSQL, with chats.
 */
import { mkdtemp } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { buildAssistant } from '../../src/app.ts';
import { readConfig } from '../../src/config.ts';
import type { Edits } from '../../src/content/edits.ts';
import { createLiveContent, type LiveContent } from '../../src/content/live.ts';
import { surveyRuns } from '../../src/content/survey.ts';
import { connect, type Database, type Sql } from '../../src/db/client.ts';
import { recordLocalFact } from '../../src/db/local-facts.ts';
import {
  type Author,
  historyOf,
  newestNumber,
  publish,
  readDraft,
  saveDraft,
  type ToPublish,
} from '../../src/db/publications.ts';
import { recordScreenCheck } from '../../src/db/screen-checks.ts';
import { readFlowWords } from '../../src/flow-words.ts';
import { blocks, flowOf, published } from '../../src/flows/index.ts';
import { loadTexts } from '../../src/text.ts';
import { createTestDatabase, type TestDatabase } from '../support/database.ts';
import { type Chat, type House, MORNING, openHouse, TEST_KEY } from '../support/house.ts';

const LAN = { ref: 'contact:1', name: 'chị Lan' };
const FILE = 'flows/vneid-install';

/** A label of a block: it stands in many flows at once. */
const INSTALL = {
  text: 'Tải xuống',
  confidence: 'M',
  source: 'chị Lan xem trên máy',
  verifiedOn: '2026-11-24',
} as const;

const publishNew = (sql: Sql, what: ToPublish, by: Author, now: Date) => sql.begin((tx) => publish(tx, what, by, now));

const settle = (ms: number) => new Promise((resolve) => setTimeout(resolve, ms));

describe('one house', () => {
  let house: House;
  beforeAll(async () => {
    house = await openHouse();
  });
  afterAll(() => house.close());

  const publishNow = async (file: string, edits: Edits, options: { mustSee?: string[]; returnsTo?: number } = {}) => {
    const after = await newestNumber(house.db.sql, file, false);
    const number = await publishNew(
      house.db.sql,
      {
        file,
        edits,
        reason: 'thử',
        mustSee: options.mustSee ?? [],
        returnsTo: options.returnsTo ?? null,
        simulated: false,
        after,
        seen: [],
      },
      LAN,
      house.clock.now(),
    );
    await house.assistant.content.refresh();
    return number;
  };

  /** Somebody new, led to the step that presses the label to be changed. */
  async function atInstall(name: string, channel: 'telegram' | 'zalo'): Promise<Chat> {
    const chat = house.person(name, channel);
    await chat.start('f-vneid-install');
    for (let press = 0; press < 12; press += 1) {
      if (chat.shown.slice(-3).some(({ text }) => /Tải xuống|Cài đặt/.test(text) && /👉/.test(text))) return chat;
      await chat.pressFirst();
    }
    throw new Error(`${name} never came to the label: ${chat.last().text}`);
  }
  const lastStep = (chat: Chat) => chat.shown.findLast(({ text }) => text.includes('👉'))?.text ?? '';

  it('one label moves the message and the picture’s alt text of somebody under way, who goes on unharmed', async () => {
    for (const channel of ['telegram', 'zalo'] as const) {
      const chat = await atInstall(`bác Sáu ${channel}`, channel);
      expect(lastStep(chat)).toContain('chữ “Cài đặt”');
      const altNow = async () => {
        const [row] = await house.db.sql<{ alt: string; hash: string }[]>`
          select body -> 'media' ->> 'alt' as alt, body -> 'media' ->> 'hash' as hash from outbound
          where kind = 'picture' order by id desc limit 1`;
        return row;
      };
      const before = await altNow();
      expect(before?.alt).toContain('“Cài đặt”');
      await publishNow('blocks/right-app', { 'label install': INSTALL });
      await chat.press('Chỉ lại');
      expect(lastStep(chat)).toContain('chữ “Tải xuống”');
      const after = await altNow();
      expect(after?.alt).toContain('“Tải xuống”');
      expect(after?.hash).not.toBe(before?.hash);
      const progress = /Bước (\d+)\//.exec(lastStep(chat))?.[1];
      await chat.pressFirst();
      expect(chat.shown.some(({ text }) => text.includes('Ứng dụng mới đổi'))).toBe(false);
      for (let press = 0; press < 10 && !chat.shown.some(({ text }) => text.includes('Mừng')); press += 1)
        await chat.pressFirst();
      expect(
        chat.shown.some(({ text }) => text.includes('Mừng')),
        `went on from step ${progress} to the end`,
      ).toBe(true);
      await publishNow('blocks/right-app', {});
    }
  });

  it('a change nobody may miss is shown once more before the person goes on, once', async () => {
    const chat = await atInstall('cô Bảy', 'telegram');
    await publishNow('blocks/right-app', { 'label install': INSTALL }, { mustSee: ['install-android'] });
    await house.jump(1000);
    const seenBefore = chat.shown.length;
    await chat.pressFirst();
    const shown = chat.shown.slice(seenBefore).map(({ text }) => text);
    expect(shown[0]).toContain('Bước này mới sửa lại');
    expect(shown[1]).toContain('Tải xuống');
    await chat.pressFirst();
    expect(chat.shown.slice(seenBefore + 2).some(({ text }) => text.includes('mới sửa lại'))).toBe(false);
    await publishNow('blocks/right-app', {});
  });

  it('goes back to what was delivered, and the history keeps everything', async () => {
    await publishNow(FILE, { 'vi title': 'Cài VNeID mới' });
    const title = () => house.assistant.texts.say('vi', `${FILE}:title`);
    expect(title()).toBe('Cài VNeID mới');
    await publishNow(FILE, {}, { returnsTo: 0 });
    expect(title()).toBe('Cài VNeID');
    const history = await historyOf(house.db.sql, FILE, false);
    expect(history.map(({ number, returnsTo, by }) => [number, returnsTo, by.name])).toEqual([
      [2, 0, 'chị Lan'],
      [1, null, 'chị Lan'],
    ]);
    await expect(house.db.sql`update publications set reason = 'khác'`).rejects.toThrow(/append-only/);
    await expect(house.db.sql`delete from publications`).rejects.toThrow(/append-only/);
  });

  it('says the commune’s own hours where they are known, and "ask the commune" where not', async () => {
    await house.area('94', 'Tỉnh Thử', 'commune');
    await house.area('94-1', 'Xã Một', 'commune', '94');
    await house.area('94-1-a', 'Ấp A', 'hamlet', '94-1');
    await house.area('94-2', 'Xã Hai', 'commune', '94');
    const fact = (areaCode: string, value: string) => ({
      areaCode,
      kind: 'police-hours' as const,
      value,
      source: 'giấy dán cửa',
      verifiedOn: '2026-11-20',
    });
    await recordLocalFact(house.db.sql, fact('94-1', '7:00–11:00'), LAN, MORNING);
    await recordLocalFact(
      house.db.sql,
      { areaCode: '94-1', kind: 'police-phone', value: '0299 382 1234', source: 'x', verifiedOn: '2026-11-20' },
      LAN,
      MORNING,
    );
    await house.assistant.content.refresh();
    const hoursFor = async (name: string, area: string) => {
      const chat = house.person(name, 'telegram');
      await chat.start(`a-${area}_f-vneid-level2-police`);
      for (let press = 0; press < 15; press += 1) {
        const found = chat.shown.find(({ text }) => text.includes('công an xã hay phường nào gần'));
        if (found) return found.text;
        await chat.pressFirst();
      }
      throw new Error(chat.last().text);
    };
    const known = await hoursFor('chú Tư', '94-1-a');
    expect(known).toContain('Công an xã làm việc: 7:00–11:00.');
    const missing = await hoursFor('chú Năm', '94-2');
    expect(missing).toContain('Giờ làm việc thì hỏi ủy ban xã.');
    expect(missing).not.toMatch(/0299|7:00/);
  });

  it('tells citizens kindly, and volunteers with the day, that a screen may have changed – until somebody looks', async () => {
    const chat = await atInstall('bà Tám', 'telegram');
    const told = chat.shown.filter(({ text }) => text.includes('Màn hình có thể khác chút xíu nha.'));
    expect(told).toHaveLength(1); // labels of 2025; once in a run, at the first of them
    const doubt = () => {
      const book = house.assistant.content.editionFor(false).flows;
      const flow = book.current.get('vneid-install');
      const install = Object.keys(flow?.steps ?? {}).find((id) => id.endsWith('/install-android')) ?? '';
      return flow && book.doubt?.(flow, install, MORNING);
    };
    expect(doubt()?.why).toBe('old');
    await recordScreenCheck(
      house.db.sql,
      {
        finding: 'seen',
        about: { file: 'blocks/right-app', step: 'install-android' },
        foundOn: '2026-11-24',
        note: 'coi trên máy Samsung',
        simulated: false,
      },
      LAN,
      MORNING,
    );
    await house.assistant.content.refresh();
    expect(doubt()).toBeNull();
    await recordScreenCheck(
      house.db.sql,
      { finding: 'changed', about: { app: 'VNeID' }, foundOn: '2026-11-24', note: 'bản mới', simulated: false },
      LAN,
      MORNING,
    );
    await house.assistant.content.refresh();
    await chat.press('Chỉ lại');
    expect(lastStep(chat)).toContain('có thể khác');
  });

  it('a picture named before a publication can still be drawn after it, by a process that never named it', async () => {
    const chat = await atInstall('chú Chín', 'telegram');
    const [row] = await house.db.sql<{ hash: string }[]>`
      select body -> 'media' ->> 'hash' as hash from outbound o join contacts c on c.id = o.contact_id
      where c.external_id = ${chat.externalId} and o.kind = 'picture' order by o.id desc limit 1`;
    await publishNow('blocks/right-app', { 'label install': { ...INSTALL, text: 'Chữ tạm' } });
    const config = readConfig({
      DATABASE_URL: 'postgres://unused',
      ENCRYPTION_KEY: TEST_KEY.toString('base64'),
      LOG_LEVEL: 'silent',
      DATA_DIR: await mkdtemp(join(tmpdir(), 'tro-ly-so-test-')),
    });
    const other = await buildAssistant({ config, db: house.db, key: TEST_KEY, clock: house.clock });
    const old = await other.web.inject(`/pictures/${row?.hash}.png`);
    expect([old.statusCode, old.headers['content-type']]).toEqual([200, 'image/png']);
    expect((await other.web.inject(`/pictures/${'0'.repeat(row?.hash.length ?? 64)}.png`)).statusCode).toBe(404);
    await other.web.close();
    await publishNow('blocks/right-app', {});
  });

  it('two people who publish at once: one does, the other is told', async () => {
    const after = await newestNumber(house.db.sql, 'flows/momo', false);
    const what = (title: string) => ({
      file: 'flows/momo',
      edits: { 'vi title': title },
      reason: 'thử',
      mustSee: [],
      returnsTo: null,
      simulated: false,
      after,
      seen: [],
    });
    const numbers = await Promise.all([
      publishNew(house.db.sql, what('Một'), LAN, MORNING),
      publishNew(house.db.sql, what('Hai'), { ref: 'contact:2', name: 'anh Phúc' }, MORNING),
    ]);
    expect(numbers.filter((number) => number === null)).toHaveLength(1);
  });

  it('two people who save a draft at once: the second is told, nothing is lost', async () => {
    const draft = (title: string, from: number) => ({
      file: 'flows/zalopay',
      edits: { 'vi title': title },
      simulated: false,
      from,
    });
    expect(await saveDraft(house.db.sql, draft('Một', 0), LAN, MORNING)).toBe(1);
    expect(await saveDraft(house.db.sql, draft('Hai', 0), LAN, MORNING)).toBeNull();
    expect(await saveDraft(house.db.sql, draft('Ba', 1), LAN, MORNING)).toBe(2);
    expect(await saveDraft(house.db.sql, draft('Bốn', 1), LAN, MORNING)).toBeNull();
    expect((await readDraft(house.db.sql, 'flows/zalopay', false))?.edits).toEqual({ 'vi title': 'Ba' });
    expect(
      await saveDraft(house.db.sql, { ...draft('Năm', 3), file: 'flows/momo' }, LAN, MORNING),
      'a draft that was dropped',
    ).toBeNull();
  });
});

describe('several processes', () => {
  let database: TestDatabase;
  const opened: { db: Database; content: LiveContent }[] = [];

  /** Everything one process holds: its own connections, its own words. */
  const process = async (options: { lookEveryMs?: number; hasSimulated?: boolean } = {}) => {
    const db = connect(database.url, { connections: 3 });
    const content = createLiveContent({
      sql: db.sql,
      definitions: [...published, ...blocks],
      lookup: readFlowWords(),
      earlierVersion: flowOf,
      texts: loadTexts(),
      hasSimulated: options.hasSimulated ?? false,
      onError: (error) => {
        throw error;
      },
      ...(options.lookEveryMs !== undefined && { lookEveryMs: options.lookEveryMs }),
    });
    opened.push({ db, content });
    await content.refresh();
    await content.start();
    return { db, content };
  };
  beforeAll(async () => {
    database = await createTestDatabase();
  });
  afterAll(async () => {
    for (const { db, content } of opened) {
      await content.stop();
      await db.close();
    }
    await database.drop();
  });
  const titleIn = (content: LiveContent, simulated = false) =>
    content.editionFor(simulated).texts.say('vi', 'flows/momo:title');
  const publishTitle = async (db: Database, title: string, simulated = false) => {
    const after = await newestNumber(db.sql, 'flows/momo', simulated);
    await publishNew(
      db.sql,
      {
        file: 'flows/momo',
        edits: { 'vi title': title },
        reason: 'thử',
        mustSee: [],
        returnsTo: null,
        simulated,
        after,
        seen: [],
      },
      LAN,
      MORNING,
    );
  };
  const eventually = async (condition: () => boolean, withinMs: number) => {
    for (let waited = 0; waited < withinMs && !condition(); waited += 20) await settle(20);
    return condition();
  };

  it('what one publishes all take within a second or two, told by the database', async () => {
    const [web, worker, other] = [
      await process({ lookEveryMs: 3_600_000 }),
      await process({ lookEveryMs: 3_600_000 }),
      await process({ lookEveryMs: 3_600_000 }),
    ];
    await publishTitle(web.db, 'Ví MoMo mới');
    for (const { content } of [web, worker, other])
      expect(await eventually(() => titleIn(content) === 'Ví MoMo mới', 5000)).toBe(true);
  });

  it('and when nobody could tell them, they look for themselves', async () => {
    const deaf = await process({ lookEveryMs: 50 });
    await deaf.db.sql`unlisten content`;
    const [listener] = await deaf.db.sql<{ pid: number }[]>`
      select pid from pg_stat_activity where datname = current_database() and query ilike 'listen%' and pid <> pg_backend_pid() limit 1`;
    expect(listener).toBeDefined();
    await deaf.db.sql`alter table publications disable trigger publications_tell`;
    await publishTitle(deaf.db, 'Không ai báo');
    await deaf.db.sql`alter table publications enable trigger publications_tell`;
    expect(await eventually(() => titleIn(deaf.content) === 'Không ai báo', 5000)).toBe(true);
  });

  it('a flow whose words did not change stays the same object, so nothing known of it is lost', async () => {
    const { db, content } = await process({ lookEveryMs: 3_600_000 });
    const flows = () => content.editionFor(false).flows.current;
    const [momo, zalopay] = [flows().get('momo'), flows().get('zalopay')];
    await publishTitle(db, 'Lần nữa');
    await content.refresh();
    expect(flows().get('zalopay')).toBe(zalopay);
    expect(flows().get('momo')).not.toBe(momo);
  });

  it('make-believe officials change the words of make-believe people only', async () => {
    const { db, content } = await process({ hasSimulated: true });
    await publishTitle(db, 'Thật');
    await publishTitle(db, 'Diễn tập', true);
    await content.refresh();
    expect(titleIn(content, false)).toBe('Thật');
    expect(titleIn(content, true)).toBe('Diễn tập');
    const { content: real } = await process();
    expect(titleIn(real, true)).toBe('Thật');
  });

  it('something published before an upgrade took its flow away harms nothing', async () => {
    const { db, content } = await process();
    await publishNew(
      db.sql,
      {
        file: 'flows/long-gone',
        edits: { 'vi title': 'x', 'label y': INSTALL },
        reason: 'thử',
        mustSee: ['z'],
        returnsTo: null,
        simulated: false,
        after: 0,
        seen: [],
      },
      LAN,
      MORNING,
    );
    await expect(content.refresh()).resolves.toBe(true);
    expect(titleIn(content)).toBeTruthy();
  });
});

describe('a thousand people under way', () => {
  it('a publication strands nobody: all of them go on with their next press', async () => {
    const house = await openHouse();
    try {
      const { sql } = house.db;
      const flows = [...house.assistant.content.editionFor(false).flows.current.values()];
      const standing = flows.flatMap((flow) =>
        Object.entries(flow.steps)
          .filter(([, step]) => ['do', 'tell', 'choose', 'check', 'office'].includes(step.kind))
          .map(([step]) => ({ flow, step })),
      );
      const people = Array.from({ length: 1000 }, (_, index) => {
        const { flow, step } = standing[(index * 7) % standing.length] as (typeof standing)[number];
        const state = {
          flowId: flow.id,
          version: flow.version,
          step,
          path: [],
          answers: {},
          misses: 0,
          differs: 0,
          seq: 3,
        };
        return {
          external_id: String(700_000 + index),
          memory: { run: { id: String(index + 1), state, lastAt: MORNING.toISOString(), startedBy: 'self' } },
        };
      });
      await sql`
        insert into contacts (channel, external_id, term, memory, created_at, seen_at)
        select 'telegram', external_id, 'bác', memory, ${MORNING}, ${MORNING}
        from jsonb_to_recordset(${sql.json(people)}) as p(external_id text, memory jsonb)`;
      const edits = (file: string): Edits => {
        const document = house.assistant.content.delivered.get(file);
        const [label, found] = Object.entries(document?.definition.labels ?? {})[0] ?? [];
        return label && found ? { [`label ${label}`]: { ...found, text: 'Chữ mới', verifiedOn: '2026-11-24' } } : {};
      };
      for (const file of house.assistant.content.delivered.keys())
        await publishNew(
          sql,
          {
            file,
            edits: edits(file),
            reason: 'thử',
            mustSee: [],
            returnsTo: null,
            simulated: false,
            after: 0,
            seen: [],
          },
          LAN,
          MORNING,
        );
      await house.assistant.content.refresh();
      expect(await surveyRuns(sql, house.assistant.content.editionFor(false).flows)).toEqual({
        underWay: 1000,
        stranded: 0,
      });

      const press = ({ memory, external_id }: (typeof people)[number]) =>
        house.assistant.intake.receive({
          key: `go-${external_id}`,
          from: { channel: 'telegram', externalId: external_id },
          occurredAt: MORNING,
          what: { kind: 'press', data: `r.${BigInt(memory.run.id).toString(36)}.3.go` },
        });
      await Promise.all(people.map(press));
      await house.settle();
      const [troubled] = await sql<{ count: number }[]>`
        select count(*)::int as count from turns where understood = 'trouble' or (step_from is not distinct from step_to)`;
      expect(troubled?.count).toBe(0);
      const [moved] = await sql<
        { count: number }[]
      >`select count(*)::int as count from turns where step_from is not null`;
      expect(moved?.count).toBe(1000);
      const [told] = await sql<
        { count: number }[]
      >`select count(*)::int as count from outbound where body ->> 'text' like '%Ứng dụng mới đổi%'`;
      expect(told?.count).toBe(0);
    } finally {
      await house.close();
    }
  }, 120_000);
});

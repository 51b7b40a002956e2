/**
 * An official uploads a recording of a step in a real browser: after publishing, Telegram sends that sound as a voice and
 * Zalo's button opens a page that plays it, both as a person's voice. What is no recording is refused with plain words and
 * loses nothing. Skipped plainly without a browser or without ffmpeg.
 */
import { execFileSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { BrowserContext, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { findSoundProgram } from '../../src/voice/programs.ts';
import { browserFor, openPages, type PagesBrowser } from '../support/browser.ts';
import { type Chat, type House, openHouse, walkTo } from '../support/house.ts';
import { photograph, SIZES, sidewaysScroll } from '../support/page-checks.ts';
import { employ, SESSION_COOKIE, sessionOf } from '../support/staff.ts';
import { oggOpus } from '../voice/ogg-made.ts';

const program = browserFor(import.meta.url);
const ffmpeg = findSoundProgram('ffmpeg');

const STEP = '/noi-dung/vneid-activate/activate';
const READ = 'Mình bấm chữ “Kích hoạt”.';

describe.skipIf(!program || !ffmpeg)('a recording of a step', () => {
  let house: House;
  let pages: PagesBrowser;
  let window: BrowserContext;
  let page: Page;
  let dir: string;

  beforeAll(async () => {
    dir = mkdtempSync(join(tmpdir(), 'tro-ly-so-upload-'));
    const speech = { locales: ['vi', 'en'], version: 'quiet', say: async () => oggOpus(4) };
    house = await openHouse({ speech });
    await house.area('79001', 'Xã Một', 'commune');
    const { contact } = await employ(house, { name: 'chị Lan', role: 'official', area: '79001' });
    const { token } = await sessionOf(house, contact);
    pages = await openPages(program, house.assistant.web, { patience: 15_000 });
    window = await pages.newWindow({ viewport: { width: 1024, height: 900 } });
    await window.addCookies([{ name: SESSION_COOKIE, value: token, url: pages.address }]);
    page = await window.newPage();
  });
  afterAll(async () => {
    await pages?.close();
    await house?.close();
    rmSync(dir, { recursive: true, force: true });
  });

  /** A tone as a phone would save it. */
  function tone(name: string, seconds: number): string {
    const file = join(dir, name);
    const what = `sine=frequency=300:duration=${seconds}:sample_rate=44100`;
    execFileSync(ffmpeg as string, ['-y', '-loglevel', 'error', '-f', 'lavfi', '-i', what, file]);
    return file;
  }
  function file(name: string, bytes: Buffer): string {
    writeFileSync(join(dir, name), bytes);
    return join(dir, name);
  }
  const panel = () => page.locator('#giong');
  async function upload(path: string): Promise<void> {
    await page.goto(pages.address + STEP);
    await panel().locator('input[name="giong-vi"]').setInputFiles(path);
    await panel()
      .getByRole('button', { name: /để vào bản nháp/ })
      .first()
      .click();
  }
  async function publish(): Promise<void> {
    await page.goto(`${pages.address}/noi-dung/vneid-activate/xuat-ban`);
    await page.getByLabel('Lý do', { exact: true }).fill('giọng người xã mình');
    await page.getByRole('button', { name: 'Xuất bản', exact: true }).click();
    await page.getByText('Đã xuất bản.').waitFor();
    await house.assistant.content.refresh();
  }
  /** The sound of the first player, as the browser loads it: its name and how long it plays. */
  async function heard(): Promise<{ src: string; seconds: number }> {
    return panel()
      .locator('audio')
      .first()
      .evaluate(async (audio: HTMLAudioElement) => {
        audio.preload = 'auto';
        audio.load();
        await new Promise((done, failed) => {
          audio.onloadedmetadata = done;
          audio.onerror = failed;
        });
        return { src: new URL(audio.currentSrc).pathname, seconds: audio.duration };
      });
  }
  const sent = async (externalId: string) =>
    house.db.sql<{ hash: string; isSynthetic: boolean }[]>`
      select o.body -> 'media' ->> 'hash' as hash, (o.body -> 'media' ->> 'isSynthetic')::bool as "isSynthetic"
      from outbound o join contacts c on c.id = o.contact_id
      where c.external_id = ${externalId} and o.kind = 'voice' order by o.id desc limit 1`;
  async function standing(name: string): Promise<Chat> {
    const chat = house.person(name, 'telegram');
    await chat.start('f-vneid-activate');
    return walkTo(chat, 'Kích hoạt');
  }

  it('uploaded and published is what Telegram plays, as a person’s voice', async () => {
    const sau = await standing('bác Sáu');
    await page.goto(pages.address + STEP);
    expect(await panel().locator('blockquote').first().innerText()).toContain(READ);
    await panel().getByText('Chưa có ai đọc.').first().waitFor();
    await upload(tone('doc.m4a', 7));
    await page.getByText('Đã để giọng đọc vào bản nháp.').waitFor();
    await panel().getByText('chị Lan đọc, 7 giây').first().waitFor();
    const { src, seconds } = await heard();
    expect(seconds).toBeGreaterThan(6.8);
    expect(seconds).toBeLessThan(7.3);
    await photograph(page, 'voice-1024');

    await sau.say('đọc cho tôi nghe');
    expect((await sent(sau.externalId))[0]?.isSynthetic, 'a draft is not heard').toBe(true);
    await page.goto(`${pages.address}/noi-dung/vneid-activate/xuat-ban`);
    await page.getByText('Giọng đọc của bước activate').waitFor();
    await publish();
    await sau.press('Chỉ lại');
    const [voice] = await sent(sau.externalId);
    expect(voice).toEqual({ hash: src.slice('/nghe/'.length, -'.ogg'.length), isSynthetic: false });
    expect(sau.last()).toMatchObject({ voice: true, method: 'sendVoice' });
    expect(sau.last().text).not.toContain('Giọng máy');
    const [row] = await house.db.sql<{ subject: string; route: string }[]>`
      select subject, route from audit_log where route like '%giong' and allowed order by id desc limit 1`;
    expect(row).toEqual({ subject: 'flows/vneid-activate#activate', route: 'POST /noi-dung/:flow/:step/giong' });
  });

  it('is what Zalo’s button opens, and the page says a person speaks', async () => {
    const externalId = '7000000000000000002';
    const act = house.makeBelieve(externalId);
    await act({ kind: 'start', payload: 'f-vneid-activate' });
    await act({ kind: 'text', text: 'Cô Út' });
    await act({ kind: 'text', text: 'nghe' });
    const [voice] = await sent((await standing('cô Chín')).externalId);
    expect(voice).toBeUndefined(); // nobody hears who did not ask to
    for (let turn = 0; turn < 15 && (await sent(externalId))[0]?.isSynthetic !== false; turn += 1) {
      await act({ kind: 'text', text: 'xong rồi' });
    }
    const [spoken] = await sent(externalId);
    expect(spoken?.isSynthetic).toBe(false);
    const frames = await house.db.sql<{ request: { body: string } }[]>`
      select request from simulator_frames where external_id = ${externalId} and direction = 'out' order by id`;
    expect(frames.map(({ request }) => request.body).join('\n')).toContain(`/nghe/${spoken?.hash}`);
    const opened = await window.newPage();
    await opened.goto(`${pages.address}/nghe/${spoken?.hash}`);
    await opened.getByText(READ).waitFor();
    expect(await opened.locator('main').innerText()).not.toContain('máy đọc');
    await opened.close();
  });

  it.each([
    [
      'a picture called .mp3',
      () => file('hinh.mp3', Buffer.from('89504e470d0a1a0a0000000d49484452', 'hex')),
      'không phải tệp tiếng',
    ],
    [
      '20 MB',
      () => file('lon.wav', Buffer.concat([Buffer.from('RIFF'), Buffer.alloc(20 * 1024 * 1024 - 4)])),
      'nhiều nhất 12 MB',
    ],
    ['three minutes', () => tone('dai.mp3', 180), 'Dài quá 60 giây'],
    ['an empty file', () => file('rong.ogg', Buffer.alloc(0)), 'Tệp rỗng'],
  ])('%s is refused in words, and the earlier one is still there', async (_, make, words) => {
    await page.goto(pages.address + STEP);
    const before = await heard();
    await upload(make());
    await page.locator('.error-summary').getByText(words).waitFor();
    expect(await page.locator('#giong').getByText(words).count()).toBeGreaterThan(0);
    expect(await heard()).toEqual(before);
    await page.goto(pages.address + STEP);
    expect(await heard()).toEqual(before);
  });

  it('is replaced by another and taken away again; both count once they are published', async () => {
    await page.goto(pages.address + STEP);
    const before = await heard();
    await upload(tone('lai.ogg', 4));
    await panel().getByText('chị Lan đọc, 4 giây').first().waitFor();
    expect(await panel().locator('.heard').count()).toBe(1);
    const after = await heard();
    expect(after.src).not.toBe(before.src);
    await publish();
    const bay = await standing('cô Bảy');
    await bay.say('đọc cho tôi nghe');
    expect((await sent(bay.externalId))[0]).toEqual({ hash: after.src.slice(6, -4), isSynthetic: false });
    await page.goto(pages.address + STEP);
    await panel().getByRole('button', { name: 'Bỏ giọng này' }).click();
    await page.getByText('Đã bỏ giọng đọc khỏi bản nháp.').waitFor();
    await publish();
    await bay.press('Chỉ lại');
    expect((await sent(bay.externalId))[0]?.isSynthetic).toBe(true);
  });

  it('fits a small phone', async () => {
    await upload(tone('nho.wav', 3));
    await panel().getByText('chị Lan đọc, 3 giây').first().waitFor();
    await page.setViewportSize(SIZES.narrow);
    expect(await sidewaysScroll(page)).toBe(0);
    await photograph(panel(), 'voice-320');
  });
});

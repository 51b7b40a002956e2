/** The pages about words as officials of two communes use them: rights, drafts, publishing, going back, files, facts. */
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { OWN_ORIGIN, type Visitor } from '../support/browse.ts';
import { type House, MORNING, openHouse } from '../support/house.ts';
import { enterNew, twoCommunes } from '../support/staff.ts';

let house: House;
const people = {} as Record<'lan' | 'phuc' | 'admin' | 'tam', Visitor>;

beforeAll(async () => {
  house = await openHouse();
  await twoCommunes(house);
  people.lan = await enterNew(house, { name: 'chị Lan', role: 'official', area: '79001' });
  people.phuc = await enterNew(house, { name: 'anh Phúc', role: 'official', area: '79002' });
  people.admin = await enterNew(house, { name: 'chú Quản', role: 'admin', area: '79001' });
  people.tam = await enterNew(house, { name: 'anh Tâm', role: 'volunteer', area: '79001' });
});
afterAll(() => house.close());

/** Fields of the first form of a page that is sent to `action`, as a browser would send them. */
function fieldsOf(html: string, action: string): Record<string, string> {
  const form = html.split('<form ').find((one) => one.includes(`action="${action}"`)) ?? '';
  const body = form.slice(0, form.indexOf('</form>'));
  const fields: Record<string, string> = {};
  const read = (text: string) =>
    text
      .replaceAll('&quot;', '"')
      .replaceAll('&lt;', '<')
      .replaceAll('&gt;', '>')
      .replaceAll('&#39;', "'")
      .replaceAll('&amp;', '&');
  for (const [tag] of body.matchAll(/<input [^>]*>/g)) {
    const name = /name="([^"]*)"/.exec(tag)?.[1];
    if (name && name !== 'dau' && !/type="(checkbox|file)"/.test(tag))
      fields[name] = read(/value="([^"]*)"/.exec(tag)?.[1] ?? '');
  }
  for (const [, attributes = '', text = ''] of body.matchAll(/<textarea ([^>]*)>([^<]*)<\/textarea>/g))
    fields[/name="([^"]*)"/.exec(attributes)?.[1] ?? ''] = read(text);
  for (const [, attributes = '', options = ''] of body.matchAll(/<select ([^>]*)>(.*?)<\/select>/g)) {
    const chosen = /<option value="([^"]*)" selected/.exec(options) ?? /<option selected value="([^"]*)"/.exec(options);
    fields[/name="([^"]*)"/.exec(attributes)?.[1] ?? ''] = read(chosen?.[1] ?? '');
  }
  return fields;
}

/** Opens a form, changes some fields, sends it. */
async function send(who: Visitor, page: string, action: string, changes: Record<string, string>) {
  const form = await who.get(page);
  expect(form.statusCode, page).toBe(200);
  return who.post(action, { ...fieldsOf(form.body, action), ...changes });
}
const saveStep = (who: Visitor, path: string, changes: Record<string, string>) =>
  send(who, `/noi-dung/${path}`, `/noi-dung/${path}`, { viec: 'luu', ...changes });
const publishFlow = (who: Visitor, flow: string, reason = 'ứng dụng đổi', more: Record<string, string> = {}) =>
  send(who, `/noi-dung/${flow}/xuat-ban`, `/noi-dung/${flow}/xuat-ban`, { 'ly-do': reason, ...more });
/** Processes take what was published a moment after the answer. */
const taken = () => house.assistant.content.refresh();
const said = async (key: string) => {
  await taken();
  return house.assistant.texts.say('vi', key);
};
const localOf = async (area: string) => {
  await taken();
  return house.assistant.content.editionFor(false).flows.local?.(area);
};
const audited = async (action: string) =>
  house.db.sql<{ caller_name: string; subject: string; area_code: string; reason: string; allowed: boolean }[]>`
    select caller_name, subject, area_code, reason, allowed from audit_log where action = ${action} order by id`;

describe('who may', () => {
  it('volunteers see no page about words, officials all', async () => {
    for (const path of [
      '',
      '/vneid-activate',
      '/vneid-activate/activate',
      '/vneid-activate/xuat-ban',
      '/dia-phuong',
      '/diem-mo',
      '/momo/xuat',
    ]) {
      expect((await people.tam.get(`/noi-dung${path}`)).statusCode, path).toBe(403);
      expect((await people.lan.get(`/noi-dung${path}`)).statusCode, path).toBe(200);
    }
    expect((await people.tam.post('/noi-dung/vneid-activate/activate/xem')).statusCode).toBe(404);
  });

  it('an official of one of several communes drafts, and an admin publishes', async () => {
    expect((await saveStep(people.lan, 'momo/gioi-thieu', { 'vi.title': 'Ví MoMo nè' })).statusCode).toBe(303);
    const page = await people.lan.get('/noi-dung/momo/xuat-ban');
    expect(page.body).toContain('Nhờ quản trị xuất bản giúp');
    expect(page.body).not.toContain('action="/noi-dung/momo/xuat-ban"');
    const forced = await people.lan.post('/noi-dung/momo/xuat-ban', { sau: '0', moc: '1', 'ly-do': 'thử' });
    expect(forced.statusCode).toBe(403);
    expect(await said('flows/momo:title')).not.toBe('Ví MoMo nè');
    expect((await publishFlow(people.admin, 'momo')).statusCode).toBe(303);
    expect(await said('flows/momo:title')).toBe('Ví MoMo nè');
    expect(await audited('content.publish')).toEqual([
      { caller_name: 'chú Quản', subject: 'flows/momo', area_code: '79001', reason: 'ứng dụng đổi', allowed: true },
    ]);
  });

  it('the official of the only commune served publishes alone', async () => {
    await house.db.sql`update memberships set until = ${MORNING} where area_code = '79002'`;
    await saveStep(people.lan, 'zalopay/gioi-thieu', { 'vi.title': 'Ví Zalopay nè' });
    expect((await publishFlow(people.lan, 'zalopay')).statusCode).toBe(303);
    expect(await said('flows/zalopay:title')).toBe('Ví Zalopay nè');
    await house.db.sql`update memberships set until = null where area_code = '79002'`;
  });

  it('local facts are the area’s own: the neighbour’s official is refused, and that is written down', async () => {
    const fact = { loai: 'police-phone', 'noi-dung': '0299 382 1234', 'ly-do': 'bảng ở cửa', ngay: '2026-11-20' };
    const mine = await people.lan.post('/noi-dung/dia-phuong?dia-ban=79001', fact);
    expect(mine.statusCode).toBe(303);
    const theirs = await people.phuc.post('/noi-dung/dia-phuong?dia-ban=79001', {
      ...fact,
      'noi-dung': '0299 999 9999',
    });
    expect(theirs.statusCode).toBe(403);
    expect((await audited('local-facts.write')).map(({ caller_name, allowed }) => [caller_name, allowed])).toEqual([
      ['chị Lan', true],
      ['anh Phúc', false],
    ]);
    expect(await localOf('79001')).toEqual({ 'police-phone': '0299 382 1234' });
    expect(await localOf('79002')).toEqual({});
    expect((await people.lan.get('/noi-dung/dia-phuong?dia-ban=79002')).statusCode).toBe(403);
  });

  it.each([
    [{ 'noi-dung': '12' }, 'Số máy chưa đúng'],
    [{ 'ly-do': '' }, 'Chưa ghi nguồn'],
    [{ ngay: '2027-01-01' }, 'Ngày chưa đúng'],
    [{ loai: 'mayor' }, 'Chưa chọn loại'],
  ])('a fact with %j is not taken, and what was typed stays', async (change, message) => {
    const before = await audited('local-facts.write');
    const answer = await people.lan.post('/noi-dung/dia-phuong', {
      loai: 'police-phone',
      'noi-dung': '0299 382 5678',
      'ly-do': 'bảng',
      ngay: '2026-11-20',
      ...change,
    });
    expect(answer.statusCode).toBe(422);
    expect(answer.body).toContain(message);
    if (!('noi-dung' in change)) expect(answer.body).toContain('0299 382 5678');
    expect(await audited('local-facts.write')).toEqual(before);
  });

  it('a fact that is no longer true is taken away, not overwritten', async () => {
    await people.lan.post('/noi-dung/dia-phuong', {
      loai: 'police-phone',
      'ly-do': 'số đã cắt',
      ngay: '2026-11-21',
      bo: '1',
    });
    expect(await localOf('79001')).toEqual({});
    const page = await people.lan.get('/noi-dung/dia-phuong');
    expect(page.body).toContain('0299 382 1234');
    expect(page.body).toContain('đã bỏ');
  });
});

describe('a draft', () => {
  const PATH = 'vnpt-money/gioi-thieu';

  it('of two people at once: the second is told and keeps what was typed', async () => {
    const opened = fieldsOf((await people.phuc.get(`/noi-dung/${PATH}`)).body, `/noi-dung/${PATH}`);
    expect((await saveStep(people.lan, PATH, { 'vi.purpose': 'Lan viết nha.' })).statusCode).toBe(303);
    const second = await people.phuc.post(`/noi-dung/${PATH}`, {
      ...opened,
      'vi.purpose': 'Phúc viết nha.',
      viec: 'luu',
    });
    expect(second.statusCode).toBe(422);
    expect(second.body).toContain('Có người vừa lưu');
    expect(second.body).toContain('Phúc viết nha.');
    expect((await people.lan.get(`/noi-dung/${PATH}`)).body).toContain('Lan viết nha.');
  });

  it('reaches nobody until it is published, and can be dropped', async () => {
    expect(await said('flows/vnpt-money:purpose')).not.toContain('Lan viết');
    const dropped = await send(people.lan, '/noi-dung/vnpt-money/xuat-ban', '/noi-dung/vnpt-money/bo-nhap', {});
    expect(dropped.statusCode).toBe(303);
    expect((await people.lan.get(`/noi-dung/${PATH}`)).body).not.toContain('Lan viết');
  });

  it('that would be dangerous or hard to read is shown as such and cannot be published', async () => {
    await saveStep(people.admin, 'vneid-activate/code', { 'vi.see': '{xung} nhắn mã OTP cho {con} nha.' });
    const page = await people.admin.get('/noi-dung/vneid-activate/xuat-ban');
    expect(page.body).toContain('nghe như xin mã bí mật');
    expect(page.body).not.toContain('action="/noi-dung/vneid-activate/xuat-ban"');
    const forced = await people.admin.post('/noi-dung/vneid-activate/xuat-ban', { sau: '0', moc: '1', 'ly-do': 'thử' });
    expect(forced.statusCode).toBe(422);
    expect(await said('flows/vneid-activate:steps.code.see')).not.toContain('OTP cho');
    await send(people.admin, '/noi-dung/vneid-activate/xuat-ban', '/noi-dung/vneid-activate/bo-nhap', {});
  });

  it('cannot be published without a reason, nor after somebody changed it', async () => {
    await saveStep(people.admin, PATH, { 'vi.title': 'Ví VNPT nè' });
    const opened = fieldsOf(
      (await people.admin.get('/noi-dung/vnpt-money/xuat-ban')).body,
      '/noi-dung/vnpt-money/xuat-ban',
    );
    expect((await people.admin.post('/noi-dung/vnpt-money/xuat-ban', { ...opened, 'ly-do': ' ' })).statusCode).toBe(
      422,
    );
    await saveStep(people.lan, PATH, { 'vi.wish': 'Ví VNPT nè' });
    const late = await people.admin.post('/noi-dung/vnpt-money/xuat-ban', { ...opened, 'ly-do': 'thử' });
    expect(late.statusCode).toBe(422);
    expect(late.body).toContain('Có người vừa lưu');
    await send(people.admin, '/noi-dung/vnpt-money/xuat-ban', '/noi-dung/vnpt-money/bo-nhap', {});
  });

  it('is looked at without being written into the audit log', async () => {
    const before = await house.db.sql`select count(*)::int as n from audit_log`;
    const looked = await send(people.lan, '/noi-dung/vneid-activate/activate', '/noi-dung/vneid-activate/activate', {});
    expect(looked.statusCode).toBe(303);
    const form = fieldsOf(
      (await people.lan.get('/noi-dung/vneid-activate/activate')).body,
      '/noi-dung/vneid-activate/activate',
    );
    const after = await house.db.sql`select count(*)::int as n from audit_log`;
    const shown = await people.lan.post('/noi-dung/vneid-activate/activate/xem', {
      ...form,
      'label.activate.text': 'Bật tài khoản',
    });
    expect(shown.statusCode).toBe(200);
    expect(shown.body).toContain('👉 Bác bấm chữ “Bật tài khoản”.');
    expect(shown.body).toMatch(/class="alt-text">Bước \d\/\d+: bấm chữ “Bật tài khoản”/);
    expect(shown.body).toMatch(/class="voice-text">[^<]*“Bật tài khoản”/);
    expect(shown.body).toContain('<img src="/noi-dung/hinh/');
    expect(await house.db.sql`select count(*)::int as n from audit_log`).toEqual(after);
    expect(after[0]?.n).toBe((before[0]?.n ?? 0) + 1); // the save, not the look
    await send(people.lan, '/noi-dung/vneid-activate/xuat-ban', '/noi-dung/vneid-activate/bo-nhap', {});
  });

  it('with a broken picture or label says what is wrong beside the field', async () => {
    const wrong = await saveStep(people.lan, 'vneid-activate/activate', {
      'picture.rows': '',
      'label.activate.source': '',
    });
    expect(wrong.statusCode).toBe(422);
    expect(wrong.body).toContain('chưa ghi nguồn');
    expect(wrong.body).toContain('hình chưa đủ phần');
  });
});

describe('versions', () => {
  it('are compared, and gone back to', async () => {
    await saveStep(people.admin, 'momo/gioi-thieu', { 'vi.title': 'Ví MoMo lần hai' });
    await publishFlow(people.admin, 'momo', 'lần hai');
    const second = await people.admin.get('/noi-dung/momo/ban/2');
    expect(second.body).toMatch(/<del>.*?nè<\/del>/);
    expect(second.body).toMatch(/<ins>.*?lần hai<\/ins>/);
    expect((await people.admin.get('/noi-dung/momo/ban/2?so=0')).body).toContain('So với chữ gốc');
    expect((await people.admin.get('/noi-dung/momo/ban/9')).statusCode).toBe(404);
    const back = await send(people.admin, '/noi-dung/momo/ban/1', '/noi-dung/momo/tro-lai/1', { 'ly-do': 'nhầm' });
    expect(back.statusCode).toBe(303);
    expect(await said('flows/momo:title')).toBe('Ví MoMo nè');
    const page = await people.admin.get('/noi-dung/momo');
    expect(page.body).toContain('Trở lại bản 1.');
    expect((await people.lan.post('/noi-dung/momo/tro-lai/0', { sau: '3', 'ly-do': 'thử' })).statusCode).toBe(403);
  });
});

describe('the page of a step', () => {
  const BUDGET_BYTES = 100 * 1024; // dashboard §5

  it.each(['einvoice-etax/look', 'feedback-choose/place', 'vneid-activate/activate', 'right-app/install-android'])(
    '%s is light: pictures come by address, once for both phones',
    async (step) => {
      const { rawPayload, body } = await people.lan.get(`/noi-dung/${step}`);
      expect(rawPayload.length).toBeLessThanOrEqual(BUDGET_BYTES);
      expect(body).not.toContain('data:image/png');
      const pictures = [...body.matchAll(/<img src="([^"]+)"/g)].map(([, src]) => src ?? '');
      for (const src of new Set(pictures)) {
        const { statusCode, headers } = await people.lan.get(src);
        expect([src, statusCode, headers['content-type']]).toEqual([src, 200, 'image/png']);
        expect((await people.tam.get(src)).statusCode).toBe(403);
      }
      if (step === 'vneid-activate/activate') expect([pictures.length, new Set(pictures).size]).toEqual([4, 2]);
    },
  );

  it('has no picture under a name nobody drew', async () => {
    for (const name of ['0'.repeat(64), '..%2f..%2fsettings', 'x'])
      expect((await people.lan.get(`/noi-dung/hinh/${name}.png`)).statusCode).toBe(404);
  });
});

describe('files', () => {
  const upload = async (who: Visitor, text: string) => {
    await who.get('/noi-dung');
    const boundary = 'x-bound';
    const part = (name: string, value: string, extra = '') =>
      `--${boundary}\r\ncontent-disposition: form-data; name="${name}"${extra}\r\n\r\n${value}\r\n`;
    const cookie = [...who.cookies].map(([name, value]) => `${name}=${value}`).join('; ');
    return house.assistant.web.inject({
      method: 'POST',
      url: '/noi-dung/nhap',
      headers: { ...OWN_ORIGIN, cookie, 'content-type': `multipart/form-data; boundary=${boundary}` },
      payload: `${part('dau', who.token())}${part('tep', text, '; filename="a.json"\r\ncontent-type: application/json')}--${boundary}--\r\n`,
    });
  };

  it('downloaded, changed, uploaded, published: and downloaded again it is the file that was uploaded', async () => {
    const before = (await people.admin.get('/noi-dung/bank-mb/xuat')).body;
    const changed = before.replace('"vi title": "Tài khoản MBBank"', '"vi title": "Mở MBBank"');
    expect(changed).not.toBe(before);
    const answer = await upload(people.admin, changed);
    expect([answer.statusCode, answer.headers.location]).toEqual([
      303,
      expect.stringMatching(/^\/noi-dung\/bank-mb\/xuat-ban/),
    ]);
    expect((await publishFlow(people.admin, 'bank-mb')).statusCode).toBe(303);
    expect((await people.admin.get('/noi-dung/bank-mb/xuat')).body).toBe(changed);
  });

  it('that are not ours, or hold what may not be there, are refused with the places', async () => {
    expect((await upload(people.admin, '{"a":1}')).statusCode).toBe(422);
    const file = JSON.parse((await people.admin.get('/noi-dung/bank-mb/xuat')).body);
    file.content['vi title'] = { $: 1 };
    const wrong = await upload(people.admin, JSON.stringify(file));
    expect(wrong.statusCode).toBe(422);
    expect(wrong.body).toContain('vi title: phải là chữ');
  });
});

describe('open points and real phones', () => {
  it('an answer with its source closes a point, changes no text, and can be opened again', async () => {
    const page = await people.lan.get('/noi-dung/diem-mo?viec=vneid-activate');
    const action = /action="(\/noi-dung\/diem-mo\/[0-9a-f]{16})"/.exec(page.body)?.[1] ?? '';
    const before = await said('flows/vneid-activate:steps.send.do');
    const empty = await people.lan.post(action, { 'tra-loi': 'Chừng một ngày' });
    expect(empty.statusCode).toBe(422);
    expect(
      (await people.lan.post(action, { 'tra-loi': 'Chừng một ngày', 'ly-do': 'đồng chí Tâm, 23/11' })).statusCode,
    ).toBe(303);
    expect((await people.lan.get('/noi-dung/diem-mo?viec=vneid-activate')).body).not.toContain(action);
    const answered = await people.lan.get('/noi-dung/diem-mo?viec=vneid-activate&xem=xong');
    expect(answered.body).toContain('Chừng một ngày');
    expect(answered.body).toContain('đồng chí Tâm, 23/11');
    expect(await said('flows/vneid-activate:steps.send.do')).toBe(before);
    await people.lan.post(action, { 'mo-lai': '1', 'ly-do': 'nghe lại khác' });
    expect((await people.lan.get('/noi-dung/diem-mo?viec=vneid-activate')).body).toContain(action);
  });

  it('an app reported as changed marks its steps; a step that was looked at is no longer marked', async () => {
    const marked = async () => {
      await taken();
      return /class="notice warn"[^>]*>[^<]*◆/.test((await people.lan.get('/noi-dung/vneid-activate/open-app')).body);
    };
    expect(await marked()).toBe(false);
    expect((await people.lan.post('/noi-dung/ung-dung', { 'ung-dung': 'VNeID', 'ly-do': 'bản mới' })).statusCode).toBe(
      303,
    );
    expect(await marked()).toBe(true);
    expect(
      (await people.lan.post('/noi-dung/vneid-activate/open-app/da-coi', { 'ly-do': 'coi trên máy Oppo' })).statusCode,
    ).toBe(303);
    expect(await marked()).toBe(false);
    expect((await people.lan.post('/noi-dung/ung-dung', { 'ung-dung': 'Không có', 'ly-do': 'x' })).statusCode).toBe(
      422,
    );
  });

  it('publishing a label with its new day takes the doubt of its steps away', async () => {
    const marked = async () => {
      await taken();
      return (await people.admin.get('/noi-dung/vneid-activate/send')).body.includes('Bà con đang được nhắc');
    };
    expect(await marked()).toBe(true);
    await saveStep(people.admin, 'vneid-activate/send', {
      'label.send.text': 'Gửi yêu cầu đi',
      'label.send.verifiedOn': '2026-11-24',
      'label.send.source': 'chú Quản coi',
      'label.activate.verifiedOn': '2026-11-24',
    });
    expect((await publishFlow(people.admin, 'vneid-activate')).statusCode).toBe(303);
    expect(await marked()).toBe(false);
  });
});

describe('where people are', () => {
  it('counts who stands at a step, and where most stopped, without a name', async () => {
    const chat = house.person('bác Sáu', 'telegram');
    await chat.start('f-vneid-activate');
    for (let press = 0; press < 5 && !chat.last().text.includes('ra đó làm rồi chưa'); press += 1)
      await chat.pressFirst();
    const page = await people.lan.get('/noi-dung/vneid-activate/registered');
    expect(page.body).toContain('Ai đang ở bước này: 1 người.');
    expect((await people.lan.get('/noi-dung/vneid-activate/activate')).body).toContain('Ai đang ở bước này: 0 người.');
    expect((await people.lan.get('/noi-dung/vneid-activate')).body).toContain('chưa có ai dừng giữa chừng');
    // The same run left alone for three days.
    await house.db.sql`alter table turns disable trigger turns_append_only`;
    await house.db.sql`update turns set at = at - interval '3 days'`;
    await house.db.sql`alter table turns enable trigger turns_append_only`;
    expect((await people.lan.get('/noi-dung/vneid-activate')).body).toMatch(/dừng nhiều nhất ở bước [^:]+: 1 người/);
  });
});

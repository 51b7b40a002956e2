/** Announcements of the make-believe commune, made and decided by its officials without pages. */
import { type Act, act } from '../../src/broadcast/act.ts';
import { type DraftInput, draft } from '../../src/broadcast/draft.ts';
import { personCaller } from '../../src/db/access.ts';
import { COMMUNE } from '../../src/demo/commune.ts';
import type { House } from './house.ts';

/** Pays for everybody who can be paid for, so that it reaches more than 100 and needs a second person. */
export const FOR_MANY: DraftInput = {
  kind: 'notice',
  content: {
    words: {
      vi: {
        what: 'Thứ Bảy 28/11, 7 giờ sáng. Chợ Rạch Mẫu có bàn cài ví.',
        bring: 'Bà con nhớ mang thẻ căn cước.',
        ask: 'cô Lan, số 0900 000 000',
      },
      en: { what: 'Saturday 28/11 at 7. Help with wallets at the market.', bring: '', ask: '' },
    },
    extras: [{ kind: 'coming' }],
    picture: null,
  },
  audience: { area: COMMUNE.code },
  sendAt: null,
  spreadMinutes: 0,
  budgetVnd: 100_000,
  neverTwice: false,
  corrects: null,
  officerId: null,
};

/** A few words to everybody of an area. */
export const plainNotice = (area: string): DraftInput => ({
  kind: 'notice',
  content: { words: { vi: { what: 'Chợ có bàn làm mã QR.', bring: '', ask: '' } }, extras: [], picture: null },
  audience: { area },
  sendAt: null,
  spreadMinutes: 0,
  budgetVnd: 0,
  neverTwice: false,
  corrects: null,
  officerId: null,
});

export async function callerNamed(house: House, name: string) {
  const [row] = await house.db.sql<{ id: string }[]>`
    select contact_id::text as id from memberships where name = ${name} and until is null`;
  return (await personCaller(house.db.sql, row!.id))!;
}

/** A written announcement with these acts done by its author; its number. */
export async function announce(
  house: House,
  name: string,
  acts: readonly Act[] = [],
  change: Partial<DraftInput> = {},
): Promise<string> {
  const caller = await callerNamed(house, name);
  const room = { texts: house.assistant.texts, flows: { stepsOf: () => [] } };
  const input = { ...FOR_MANY, ...change };
  const drafted = await house.db.sql.begin((tx) => draft(tx, caller, input, room, house.clock.now()));
  if (!drafted.ok) throw new Error(JSON.stringify(drafted.problems));
  for (const what of acts) await decide(house, name, drafted.broadcast.id, what);
  return drafted.broadcast.id;
}

export async function decide(house: House, name: string, id: string, what: Act): Promise<void> {
  const caller = await callerNamed(house, name);
  const answer = await house.db.sql.begin((tx) => act(tx, caller, id, what, house.assistant.texts, house.clock.now()));
  if (!answer.ok) throw new Error(`${what}: ${answer.say}`);
}

/**
 * Names of apps as people hear them: "vietel mo ni", "da lô pai", "vê nê i đê". A run of words that sounds like a name, or
 * within one slip of it, is read as that name. Data and the search for it; pure.
 */
import { list, type Word, words } from './phrases.ts';
import { soundKey } from './sound.ts';
import { isSyllable } from './spelling.ts';

/** Name as it is written → how else it is spelled out or heard. Plain misspellings need no entry: the sound finds them. */
const HEARD: Readonly<Record<string, readonly string[]>> = {
  vneid: list(
    'vê en e i đê, vê nê i đê, vi en i đi, vê nờ e i đê, vờ nờ e i đê, vn id, vn eid, vn ai đi, vê nê ít, vờ nê ít, vê nây ai đi',
  ),
  'viettel money': list(
    'viettel mo ni, viettel mân ni, việt teo mo ni, việt teo mân ni, viettel mâu ni, viettel mói ni',
  ),
  'viettel pay': list('viettel bay, viettel pai, việt teo pay, việt teo bay, viettelpay'),
  'vnpt money': list('vi en pi ti mo ni, vê nê pê tê mo ni, vnpt mo ni, vi en bi ti mo ni'),
  'vnpt pay': list('vi en pi ti pay, vnpt pai'),
  momo: list('mô mô, mo mo, mâu mâu'),
  zalopay: list('zalo pay, zalo pai, da lô pay, gia lô pay, da lô pai, gia lo bay, za lo bay'),
  zalo: list('da lô, za lô, gia lô'),
  'ví điện tử': list('ví teo, ví điện tữ'),
  vietqr: list('việt qr, viet qr, việt quy a, việt quy e'),
  qr: list('quy a, quy e, cu a rờ, kiu a'),
  etax: list('i tắc, ê tắc, e tax, i tax'),
  vetc: list('vê tê xê, vê tec, vi e ti xi'),
  epass: list('e pass, i pát, i pass, e pát'),
  etc: list('e tê xê, ê tê xê'),
  vssid: list('vê ét ét ai đi, vi ét ét ai đi, vss id, vê ét ét i đê'),
  shopee: list('xốp pi, sốp pi, shop pi, sóp pi, xóp pi'),
  tiktok: list('tích tóc, tóp tóp, tíc tóc, tik tok'),
  facebook: list('phây búc, phây bút, phết búc, face book, fây búc, phây'),
  agribank: list('a gờ ri banh, agri bank, ác ri banh, ắc ri banh'),
  vietcombank: list('việt com banh, viet com bank, vi ét com banh'),
  vietinbank: list('việt tin banh, vietin bank, viettinbank'),
  mbbank: list('em bi banh, em bê banh, mb bank, em bi bank'),
  bidv: list('bi ai đi vi, bê i đê vê'),
  sacombank: list('xa com banh, sa com bank'),
  otp: list('ô tê pê, o ti pi, ô ti pi'),
  lazada: list('la za đa, la da đa'),
};

/** A shorter sound is too easily something else. */
const SHORTEST = 4;
/** From this length on, one slip in the sound is forgiven. */
const FORGIVING = 7;
/** "vê en e i đê" has five written words, "vi en pi ti mo ni" six. */
const WIDEST = 6;

interface Name {
  words: readonly Word[];
}

const spokenForms = new Map<string, Name>();
const bySound = new Map<string, Name>();
const byNearSound = new Map<string, Name>();
const known = new Set<string>();

for (const [name, forms] of Object.entries(HEARD)) {
  const entry: Name = { words: words(name) };
  known.add(foldedOf(entry.words));
  for (const form of forms) spokenForms.set(foldedOf(words(form)), entry);
  for (const form of [name, ...forms].map(words)) {
    const sound = soundOf(form);
    if (sound.length >= SHORTEST && form.some(({ folded }) => !isSyllable(folded))) {
      bySound.set(sound, entry);
      if (sound.length >= FORGIVING) for (const near of deletions(sound)) byNearSound.set(near, entry);
    }
  }
}

/** Words a listed form or a name begins with: most words begin none. */
const firstWords = new Set([...spokenForms.keys(), ...known].map((form) => form.split(' ')[0] as string));

function foldedOf(run: readonly Word[]): string {
  return run.map(({ folded }) => folded).join(' ');
}

function soundOf(run: readonly Word[]): string {
  return soundKey(run.map(({ folded }) => folded).join(''));
}

function deletions(sound: string): string[] {
  return [sound, ...Array.from(sound, (_, at) => sound.slice(0, at) + sound.slice(at + 1))];
}

/** The name written out wherever a run of the message says one. `isWord` tells words that are certainly no name. */
export function writeNames(message: readonly Word[], isWord: (folded: string) => boolean): readonly Word[] {
  const foreign = message.map(({ folded }) => !isSyllable(folded));
  const result: Word[] = [];
  let found = false;
  for (let at = 0; at < message.length; ) {
    const [name, width] = nameAt(message, at, foreign, isWord);
    result.push(...(name?.words ?? message.slice(at, at + width)));
    found ||= name !== undefined;
    at += width;
  }
  return found ? result : message;
}

/** The widest name that begins here, and how many words it takes; a name that is right already stays as it is. */
function nameAt(
  message: readonly Word[],
  at: number,
  foreign: readonly boolean[],
  isWord: (folded: string) => boolean,
): [Name | undefined, number] {
  const mayBeForm = firstWords.has((message[at] as Word).folded);
  for (let width = Math.min(WIDEST, message.length - at); width >= 1; width--) {
    const isForeign = foreign.slice(at, at + width).includes(true);
    if (!isForeign && !mayBeForm) continue;
    const run = message.slice(at, at + width);
    const folded = foldedOf(run);
    if (known.has(folded)) return [undefined, width];
    const spoken = spokenForms.get(folded);
    if (spoken) return [spoken, width];
    if (!isForeign) continue;
    const sound = soundOf(run);
    const isStrange = run.some((word) => !isSyllable(word.folded) && !isWord(word.folded));
    const heard = bySound.get(sound) ?? (isStrange ? nearly(sound) : undefined);
    if (heard) return [heard, width];
  }
  return [undefined, 1];
}

function nearly(sound: string): Name | undefined {
  if (sound.length < FORGIVING || sound.length > 24) return undefined;
  for (const near of deletions(sound)) {
    const name = byNearSound.get(near);
    if (name) return name;
  }
  return undefined;
}

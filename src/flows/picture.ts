/**
 * What a step picture shows, as data. `src/pictures` draws it; nothing here knows how.
 *
 * Texts are what stands on somebody's screen, so they stay Vietnamese in every language. A text of the form `@id`
 * names an entry of the flow's `labels`, so that correcting a label moves the picture too (see `resolvePicture`).
 * Exactly one spot is highlighted in every picture (conversation-design §10).
 */
export type Picture =
  /** A menu or list; `target` is the index of the row to press. */
  | { kind: 'list'; title: string; rows: string[]; target: number }
  /** A form; `target` is a field's index, or `'button'` for the button below. */
  | {
      kind: 'form';
      title: string;
      fields: { label: string; hint?: string }[];
      button?: string;
      target: number | 'button';
    }
  /** A question box on top of an app, such as a permission. */
  | { kind: 'permission'; title: string; question: string; answers: string[]; target: number }
  /** The phone's home screen or a store's result list, with app tiles. */
  | { kind: 'home'; apps: string[]; target: number }
  /** A keypad with hidden digits: only how many are wanted, never which. */
  | { kind: 'keypad'; title: string; digits: number }
  /** A camera frame around a card, a face or a code. */
  | { kind: 'camera'; title: string; subject: 'card' | 'face' | 'qr' }
  /** The phone held to a chip card. */
  | { kind: 'nfc'; title: string }
  /** A screen that says it worked. */
  | { kind: 'result'; title: string; message: string }
  /** A payment code on a screen, with the holder's name as dots. */
  | { kind: 'qr'; title: string }
  /** A counter with a person behind it: police, bank, shop. */
  | { kind: 'counter'; place: string };

export type PictureKind = Picture['kind'];

/** Replaces every `@id` in a picture by that label's text. An unknown id is a definition error and throws. */
export function resolvePicture(picture: Picture, labels: Readonly<Record<string, { text: string }>>): Picture {
  const resolve = (value: unknown): unknown => {
    if (typeof value === 'string' && value.startsWith('@')) {
      const label = labels[value.slice(1)];
      if (!label) throw new Error(`Picture names the label "${value}", which the flow does not define.`);
      return label.text;
    }
    if (Array.isArray(value)) return value.map(resolve);
    if (value !== null && typeof value === 'object') {
      return Object.fromEntries(Object.entries(value).map(([key, inner]) => [key, resolve(inner)]));
    }
    return value;
  };
  return resolve(picture) as Picture;
}

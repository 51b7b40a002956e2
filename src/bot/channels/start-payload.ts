/**
 * Recognises the payload of a printed code that reached us as plain text: Zalo has no `/start`, so people scan or type
 * it (see docs on ways in: `f-` flow, `a-` area, `h-` household, `i-` invitation, `s-` source, joined by `_`).
 */

/** Telegram's limit for a `start` parameter; both platforms share one grammar. */
const PAYLOAD_CHARACTERS = 64;

/** One part each. `i-phone` and `i-pad` are what people call their phones, not invitations. */
const PART = [
  'f-[a-z][a-z0-9-]*', // flow ids are kebab-case
  'a-[0-9]+', // administrative codes are digits
  'h-[A-Za-z0-9-]{4,}',
  'i-(?!phone|pad|mac)[A-Za-z0-9-]{4,}',
  's-[a-z0-9-]{2,}',
].join('|');

const PAYLOAD = new RegExp(`^(?:${PART})(?:_(?:${PART}))*$`);

/**
 * The payload, if the whole text is one; otherwise null. A phone keyboard capitalises the first letter of what is
 * typed, so that letter may come as a capital.
 */
export function startPayload(text: string): string | null {
  const trimmed = text.trim();
  if (trimmed.length > PAYLOAD_CHARACTERS) return null;
  const payload = trimmed.charAt(0).toLowerCase() + trimmed.slice(1);
  return PAYLOAD.test(payload) ? payload : null;
}

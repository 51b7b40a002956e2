/** Ways into the chat as they are printed: a payload both platforms understand, and the addresses that carry it. */
import { PrintRefused } from './printable.ts';

/** What a printed code tells the assistant (read back by `readPayload` of the conversation). */
export interface WayIn {
  flow: string;
  /** Administrative code of the hamlet or commune, digits. */
  area?: string;
  /** Which leaflet brought the person: 2–12 of a–z, 0–9, `-`. */
  source?: string;
}

/** The assistant's public names on the two platforms; at least one is needed for print. */
export interface ChatNames {
  /** Id or short name of the Zalo Official Account, as in `https://zalo.me/<id>`. */
  zalo?: string;
  /** The bot's user name without `@`. */
  telegram?: string;
}

/** Telegram allows 1–64 of A–Z a–z 0–9 _ - in a start parameter (core.telegram.org/bots/features#deep-linking). */
const PAYLOAD_CHARACTERS = 64;

/** The start payload, e.g. `a-31673_f-viettel-money_s-cho-1`. Throws `PrintRefused` on a part that could not be read back. */
export function startPayload({ flow, area, source }: WayIn): string {
  if (area !== undefined && !/^\d+$/.test(area))
    throw new PrintRefused(`An area code has digits only; this is "${area}".`);
  if (source !== undefined && !/^[a-z0-9-]{2,12}$/.test(source))
    throw new PrintRefused(`A leaflet's name has 2 to 12 of a-z, 0-9 and "-"; this is "${source}".`);
  const parts = [area && `a-${area}`, `f-${flow}`, source && `s-${source}`];
  const payload = parts.filter(Boolean).join('_');
  if (payload.length > PAYLOAD_CHARACTERS)
    throw new PrintRefused(`"${payload}" has ${payload.length} characters; Telegram takes ${PAYLOAD_CHARACTERS}.`);
  return payload;
}

/** Telegram user names have 5–32 of A–Z a–z 0–9 _ and begin with a letter. */
export function telegramAddress(bot: string, payload: string): string {
  if (!/^[A-Za-z][A-Za-z0-9_]{4,31}$/.test(bot)) throw new PrintRefused(`"${bot}" is no name of a Telegram bot.`);
  return `https://t.me/${bot}?start=${payload}`;
}

/** Opens the chat with the account; Zalo has no start parameter, so the payload is sent as the first text. */
export function zaloAddress(account: string): string {
  if (!/^[A-Za-z0-9._]{3,40}$/.test(account)) throw new PrintRefused(`"${account}" is no id of a Zalo account.`);
  return `https://zalo.me/${account}`;
}

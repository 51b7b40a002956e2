/** Fetches one photo from the platform it was sent on; only from there, only so much, only so long. */
import type { ChannelName } from '../channel.ts';
import type { TelegramTransport } from './telegram-transport.ts';
import { fieldsOf, stringOf } from './untrusted.ts';

/** Rejects when there is no such photo, or it is not to be had: `PhotoGone` for good, anything else perhaps later. */
export type PhotoSource = (channel: ChannelName, file: string) => Promise<Buffer>;

export class PhotoGone extends Error {
  override readonly name = 'PhotoGone';
}

const WITHIN_MS = 15_000;
/** A photo larger than this holds no code that a smaller one would not. */
const MOST_BYTES = 12_000_000;
/** Where Zalo keeps what people send; an address anywhere else is not Zalo's. */
const ZALO_HOSTS = /(?:^|\.)(?:zdn\.vn|zadn\.vn|zalo\.me|zaloapp\.com|zalo\.vn)$/;

export interface PhotoSettings {
  telegram: { transport: TelegramTransport; token: string; apiRoot: string } | null;
}

export function createPhotoSource({ telegram }: PhotoSettings): PhotoSource {
  return async (channel, file) => {
    if (channel === 'zalo') return download(zaloAddress(file));
    if (telegram === null) throw new PhotoGone('Telegram is off.');
    const result = await telegram.transport.call('getFile', { file_id: file }, { withinMs: WITHIN_MS });
    const path = stringOf(fieldsOf(result)?.file_path);
    if (path === null || !/^[\w./-]+$/.test(path) || path.includes('..')) throw new PhotoGone('No such file.');
    return download(new URL(`${telegram.apiRoot.replace(/\/$/, '')}/file/bot${telegram.token}/${path}`));
  };
}

function zaloAddress(file: string): URL {
  const address = URL.canParse(file) ? new URL(file) : null;
  if (address === null || address.protocol !== 'https:' || !ZALO_HOSTS.test(address.hostname)) {
    throw new PhotoGone('Not an address of Zalo.');
  }
  return address;
}

/** No redirects: they could lead anywhere. */
async function download(address: URL): Promise<Buffer> {
  const response = await fetch(address, { redirect: 'error', signal: AbortSignal.timeout(WITHIN_MS) });
  if (!response.ok || response.body === null) throw new PhotoGone(`Answered ${response.status}.`);
  const chunks: Uint8Array[] = [];
  let length = 0;
  for await (const chunk of response.body) {
    length += chunk.length;
    if (length > MOST_BYTES) throw new PhotoGone('Too large.');
    chunks.push(chunk);
  }
  return Buffer.concat(chunks);
}

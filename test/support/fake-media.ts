/** A media store in memory: bytes by content, handles by channel, and a log of what was asked of it. */
import type { ChannelName, MediaRef, MediaStore } from '../../src/bot/channel.ts';

/** The smallest PNG there is: one transparent point. */
export const TINY_PNG = Buffer.from(
  'iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNkYPhfDwAChwGA60e6kgAAAABJRU5ErkJggg==',
  'base64',
);

export const TINY_PDF = Buffer.from('%PDF-1.4\n%%EOF\n');

export interface FakeMedia extends MediaStore {
  /** `remember telegram <key> <handle>` and so on, in order. */
  readonly log: string[];
  readonly handles: Map<string, { handle: string; expiresAt: Date | null }>;
}

export function createFakeMedia(known: Partial<Record<ChannelName, string>> = {}): FakeMedia {
  const handles = new Map<string, { handle: string; expiresAt: Date | null }>();
  const log: string[] = [];
  return {
    log,
    handles,
    async handleOf(channel, media) {
      log.push(`handleOf ${channel} ${keyOf(media)}`);
      return handles.get(`${channel} ${keyOf(media)}`)?.handle ?? known[channel] ?? null;
    },
    async remember(channel, media, handle, expiresAt) {
      log.push(`remember ${channel} ${keyOf(media)} ${handle}`);
      handles.set(`${channel} ${keyOf(media)}`, { handle, expiresAt });
    },
    async forget(channel, media) {
      log.push(`forget ${channel} ${keyOf(media)}`);
      handles.delete(`${channel} ${keyOf(media)}`);
      delete known[channel];
    },
    async bytesOf(media) {
      log.push(`bytesOf ${keyOf(media)}`);
      return media.kind === 'private' && media.mime === 'application/pdf' ? TINY_PDF : TINY_PNG;
    },
  };
}

function keyOf(media: MediaRef): string {
  return media.kind === 'private' ? media.id : media.hash;
}

import { describe, expect, it } from 'vitest';
import { activeChannels, channelOf, createChannels } from '../../../src/bot/channels/index.ts';

describe('the channels of an installation', () => {
  const keyboard = { help: '🙋 Nhờ người giúp', home: '🏠 Đầu trang' };
  const channels = createChannels({ telegram: { token: '123:token', keyboard } });

  it('are those with settings', () => {
    expect(activeChannels(channels).map(({ name }) => name)).toEqual(['telegram']);
    expect(channelOf(channels, 'telegram').name).toBe('telegram');
  });

  it('and asking for another is a mistake', () => {
    expect(() => channelOf(channels, 'zalo')).toThrow('"zalo"');
  });
});

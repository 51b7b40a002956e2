/** What arrives: one table for both platforms. Each fixture is a request body; beside it what it means. */
import type { InboundKind } from '../../../src/bot/channel.ts';

export interface Arrival {
  case: string;
  /** Body in `test/fixtures/<channel>/`, and its meaning; null for nothing we act on. Absent: the platform has no such thing. */
  telegram?: readonly [fixture: string, what: InboundKind | null];
  zalo?: readonly [fixture: string, what: InboundKind | null];
}

const text = (words: string) => ({ kind: 'text', text: words }) as const;

export const ARRIVALS: Arrival[] = [
  {
    case: 'plain words with accents and an emoji',
    telegram: ['text', text('Dạ con cảm ơn, xong rồi 👍🏽')],
    zalo: ['text', text('Xin chào')],
  },
  {
    case: 'decomposed accents are composed',
    telegram: ['text-decomposed', text('Được rồi'.normalize('NFC'))],
    zalo: ['text-decomposed', text('Được rồi'.normalize('NFC'))],
  },
  { case: 'a quoting text', zalo: ['text-quote', text('cái này nè')] },
  { case: 'START', telegram: ['start', { kind: 'start', payload: '' }] },
  {
    case: 'a printed code',
    telegram: ['start-payload', { kind: 'start', payload: 'a-31673_f-viettel-money' }],
    zalo: ['start-payload', { kind: 'start', payload: 'a-31673_f-viettel-money' }],
  },
  { case: 'START with words behind it', telegram: ['start-words', { kind: 'start', payload: '' }] },
  { case: 'another command', telegram: ['command', text('/tieptuc')] },
  {
    case: 'a press',
    telegram: ['press', { kind: 'press', data: 'w:3:ok:k3f9', callbackId: '4382bfdwdsb323b2d9', messageId: '4090' }],
    zalo: ['tap', { kind: 'press', data: 'w:3:ok:k3f9' }],
  },
  {
    case: 'a press below a message that is gone',
    telegram: [
      'press-inaccessible',
      { kind: 'press', data: 'w:1:ok:a1b2', callbackId: '4382bfdwdsb323b2da', messageId: '12' },
    ],
  },
  {
    case: 'their own number',
    telegram: ['contact-own', { kind: 'contact', phone: '84900000000', isOwn: true }],
    zalo: ['submit-info', { kind: 'contact', phone: '84900000000', isOwn: true }],
  },
  {
    case: 'a number that came as a number',
    zalo: ['submit-info-older', { kind: 'contact', phone: '84900000000', isOwn: true }],
  },
  {
    case: "a neighbour's card",
    telegram: ['contact-other', { kind: 'contact', phone: '+84 900 000 001', isOwn: false }],
    zalo: ['business-card', { kind: 'contact', phone: '84900000001', isOwn: false }],
  },
  {
    case: 'a card of nobody on the platform',
    telegram: ['contact-card', { kind: 'contact', phone: '0900000002', isOwn: false }],
    zalo: ['business-card-broken', { kind: 'other' }],
  },
  {
    case: 'a photo',
    telegram: ['photo', { kind: 'photo', file: 'AgACAgUAAy' }],
    zalo: ['image', { kind: 'photo', file: 'https://photo.example/a.jpg' }],
  },
  { case: 'a voice note', telegram: ['voice', { kind: 'voice' }], zalo: ['audio', { kind: 'voice' }] },
  { case: 'a sound file', telegram: ['audio', { kind: 'voice' }] },
  { case: 'a sticker', telegram: ['sticker', { kind: 'sticker' }], zalo: ['sticker', { kind: 'sticker' }] },
  { case: 'a moving picture', telegram: ['animation', { kind: 'sticker' }], zalo: ['gif', { kind: 'sticker' }] },
  { case: 'a place', telegram: ['location', { kind: 'location' }], zalo: ['location', { kind: 'location' }] },
  { case: 'a file', telegram: ['document', { kind: 'file' }], zalo: ['file', { kind: 'file' }] },
  { case: 'a film', telegram: ['video', { kind: 'other' }], zalo: ['video', { kind: 'other' }] },
  { case: 'a link beside words', zalo: ['link', text('coi giùm con\nhttps://cap-nhat-vneid.example/x')] },
  { case: 'a link alone', zalo: ['link-in-text', text('https://cap-nhat-vneid.example/x')] },
  { case: 'following', telegram: ['unblocked', { kind: 'follow' }], zalo: ['follow', { kind: 'follow' }] },
  { case: 'opening the chat', zalo: ['chatnow', { kind: 'follow' }] },
  { case: 'leaving', telegram: ['blocked', { kind: 'left' }], zalo: ['unfollow', { kind: 'left' }] },
  {
    case: 'a message of ours arrived',
    zalo: ['received', { kind: 'receipt', messageIds: ['63ecf43f0df7dba892e6'], seen: false }],
  },
  {
    case: 'messages of ours were seen',
    zalo: ['seen', { kind: 'receipt', messageIds: ['63ecf43f0df7dba892e6', '63ecf43f0df7dba892e7'], seen: true }],
  },
  { case: 'a template that went by phone number arrived', zalo: ['received-by-phone', null] },
  { case: 'our own message comes back', zalo: ['echo', null] },
  { case: 'a reaction', telegram: ['unknown', null], zalo: ['reaction', null] },
  { case: 'an unknown kind', telegram: ['service', null], zalo: ['unknown', null] },
  { case: 'an edit', telegram: ['edited', null] },
  { case: 'words in a group', telegram: ['group', null] },
  { case: 'a press in a group', telegram: ['group-press', null] },
  { case: 'being added to a group', telegram: ['added-to-group', null] },
  { case: 'an id the JSON parser has rounded', telegram: ['huge-id', null] },
  { case: 'a visitor without an id', zalo: ['anonymous', null] },
  { case: 'another Official Account', zalo: ['other-oa', null] },
];

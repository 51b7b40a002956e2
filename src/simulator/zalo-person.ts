/** What a person does on Zalo, as the webhook event of an Official Account. Pure. */
import { type Doing, FICTIONAL_PHONE, FICTIONAL_PLACE } from './telegram-person.ts';

/** The Official Account of the simulator: the channel must be made with this `oaId`. */
export const SIMULATED_OA = { appId: 'simulated', oaId: 'simulated' } as const;

export function zaloEvent({ externalId, act, frameId, at, name }: Doing): Record<string, unknown> {
  const timestamp = String(at.getTime());
  const whose = { app_id: SIMULATED_OA.appId, user_id_by_app: externalId };
  const sent = (event_name: string, message: Record<string, unknown>) => ({
    ...whose,
    event_name,
    sender: { id: externalId },
    recipient: { id: SIMULATED_OA.oaId },
    message: { msg_id: `sim-${frameId}`, ...message },
    timestamp,
  });
  const attached = (event_name: string, type: string, payload: Record<string, unknown>) =>
    sent(event_name, { attachments: [{ type, payload }] });
  const url = `https://example.invalid/${frameId}`;
  switch (act.kind) {
    case 'text':
      return sent('user_send_text', { text: act.text });
    case 'press':
      return sent('user_send_text', { text: act.data });
    case 'start': // Zalo knows no deep links: the payload of a printed code is typed
      return sent('user_send_text', { text: act.payload });
    case 'photo':
      return attached('user_send_image', 'image', { url, thumbnail: url });
    case 'voice':
      return attached('user_send_audio', 'audio', { url });
    case 'sticker':
      return attached('user_send_sticker', 'sticker', { url, id: 'sim' });
    case 'file':
      return attached('user_send_file', 'file', { url, name: 'tep.pdf', size: '80000', type: 'pdf' });
    case 'location': {
      const coordinates = Object.fromEntries(
        Object.entries(FICTIONAL_PLACE).map(([axis, value]) => [axis, String(value)]),
      );
      return attached('user_send_location', 'location', { coordinates });
    }
    case 'contact':
      return {
        ...whose,
        event_name: 'user_submit_info',
        sender: { id: externalId },
        recipient: { id: SIMULATED_OA.oaId },
        info: { name, phone: FICTIONAL_PHONE },
        timestamp,
      };
    case 'follow':
    case 'leave':
      return {
        ...whose,
        event_name: act.kind === 'follow' ? 'follow' : 'unfollow',
        oa_id: SIMULATED_OA.oaId,
        follower: { id: externalId },
        source: 'oa_profile',
        timestamp,
      };
  }
}

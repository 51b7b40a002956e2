/** The intent inventory: what a message may mean. Every message is mapped to exactly one of these. */

/** "I want to do this": services there are flows for. */
export const SERVICE_INTENTS = [
  'vneid_account',
  'ewallet',
  'merchant_qr',
  'bank_account',
  'sim_check',
  'health_book',
  'benefits',
  'einvoice',
  'ecommerce_sell',
  'bill_pay',
  'etc_toll',
  'scam_alert',
  'province_app',
  'dossier_track',
  'dossier_submit',
] as const;

/** Answers at a step, and wishes that may come up anywhere. */
export const ANSWER_INTENTS = [
  'done',
  'not_yet',
  'error',
  'cannot_find',
  'repeat',
  'back',
  'stop',
  'help_human',
  'yes',
  'no',
  'ask_cost',
  'ask_safe',
  'smalltalk',
  'out_of_scope',
] as const;

export const INTENTS = [...SERVICE_INTENTS, ...ANSWER_INTENTS] as const;

export type ServiceIntent = (typeof SERVICE_INTENTS)[number];
export type Intent = (typeof INTENTS)[number];

/** Answers that make no sense without a question. */
export const STEP_ANSWERS: ReadonlySet<Intent> = new Set<Intent>([
  ...(['done', 'not_yet', 'error', 'cannot_find', 'repeat', 'back', 'yes', 'no'] as const),
]);
/** What people say at a step as well as anywhere else. */
export const SAID_ANYWHERE: ReadonlySet<Intent> = new Set<Intent>([
  ...(['scam_alert', 'stop', 'help_human', 'ask_cost', 'ask_safe', 'smalltalk', 'out_of_scope'] as const),
]);

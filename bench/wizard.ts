/**
 * What one would write in an afternoon, as the yardstick: a telegraf WizardScene with six steps behind fastify, its
 * sessions in PostgreSQL by telegraf's own store, or by one written for speed. It shows people the same – the press acknowledged, the old buttons taken away, the next step
 * as a picture with words and buttons – and keeps no history and no outbox.
 */
import { Postgres } from '@telegraf/session/pg';
import fastify from 'fastify';
import postgres from 'postgres';
import { type Context, Markup, Scenes, type SessionStore, session, Telegraf } from 'telegraf';
import { serve, settingsOf } from './child.ts';

export interface WizardSettings {
  databaseUrl: string;
  token: string;
  secret: string;
  apiRoot: string;
  /** `telegraf`: the store its authors publish, `@telegraf/session`. `tuned`: one query each over the driver we use ourselves. */
  store: 'telegraf' | 'tuned';
  /** As telegraf does unless told otherwise: the first call of an update that may go so is the answer to its delivery. */
  webhookReply: boolean;
}

const CONNECTIONS = 12;
const settings = settingsOf<WizardSettings>();
const { token, secret, apiRoot, webhookReply } = settings;

/** Read at the beginning of an update, written at its end. `end` closes what it holds. */
interface Store {
  store: SessionStore<object>;
  end(): Promise<void>;
}

function telegrafStore(databaseUrl: string): Store {
  const { hostname: host, port, username: user, password, pathname } = new URL(databaseUrl);
  const config = { max: CONNECTIONS, allowExitOnIdle: true };
  const store = Postgres<object>({
    ...{ host, port: Number(port), user, password: decodeURIComponent(password), database: pathname.slice(1), config },
  });
  return { store, end: async () => {} };
}

async function tunedStore(databaseUrl: string): Promise<Store> {
  const sql = postgres(databaseUrl, { max: CONNECTIONS, onnotice: () => undefined });
  await sql`create table if not exists telegraf_sessions (key text primary key, session jsonb not null)`;
  const store: SessionStore<object> = {
    get: async (key) => {
      const [row] = await sql<{ session: object }[]>`select session from telegraf_sessions where key = ${key}`;
      return row?.session;
    },
    set: async (key, value) => {
      await sql`
        insert into telegraf_sessions (key, session) values (${key}, ${sql.json(value as never)})
        on conflict (key) do update set session = excluded.session`;
    },
    delete: async (key) => {
      await sql`delete from telegraf_sessions where key = ${key}`;
    },
  };
  return { store, end: () => sql.end({ timeout: 5 }) };
}

const STEPS = 6;
const { store, end: endStore } = await (settings.store === 'tuned' ? tunedStore : telegrafStore)(settings.databaseUrl);

type Walk = Scenes.WizardContext;

const keyboard = (step: number) =>
  Markup.inlineKeyboard([
    [Markup.button.callback('✅ Xong rồi', `r.${step}.go`)],
    [
      Markup.button.callback('🔁 Chỉ lại', `r.${step}.again`),
      Markup.button.callback('⏸ Để bữa khác', `r.${step}.later`),
    ],
    [Markup.button.callback('🙋 Nhờ người giúp', `r.${step}.person`)],
  ]);

const wordsOf = (step: number) =>
  `<b>Bước ${step}/${STEPS}</b>\n👉 Bác gõ số điện thoại của mình rồi bấm chữ “Tiếp tục”.\nMáy báo đã gửi mã.`;

const show = (ctx: Context, step: number) =>
  ctx.replyWithPhoto('photo-1', { caption: wordsOf(step), parse_mode: 'HTML', ...keyboard(step) });

const acknowledge = (ctx: Context) => Promise.all([ctx.answerCbQuery(), ctx.editMessageReplyMarkup(undefined)]);

const goOn = (step: number) => async (ctx: Walk) => {
  if (!ctx.callbackQuery) return;
  await acknowledge(ctx);
  ctx.wizard.next();
  await show(ctx, step);
};

const begin = async (ctx: Walk) => {
  ctx.wizard.next();
  await show(ctx, 1);
};

const end = async (ctx: Walk) => {
  if (!ctx.callbackQuery) return;
  await acknowledge(ctx);
  await ctx.reply(
    '🎉 Mừng bác quá! Bác mở xong ví rồi đó.',
    Markup.inlineKeyboard([[Markup.button.callback('🏠 Đầu trang', 'menu')]]),
  );
  await ctx.scene.leave();
};

const later = Array.from({ length: STEPS - 1 }, (_, index) => goOn(index + 2));
const wizard = new Scenes.WizardScene<Walk>('wallet', begin, ...later, end);
const stage = new Scenes.Stage<Walk>([wizard]);
stage.start((ctx) => ctx.scene.enter('wallet')); // before the scene one is in, so that nobody stays stuck in it
const bot = new Telegraf<Walk>(token, { telegram: { apiRoot, webhookReply } });
bot.use(session({ store }));
bot.use(stage.middleware());
bot.botInfo = await bot.telegram.getMe();

const web = fastify();
web.post('/webhooks/telegram', async (request, reply) => {
  if (request.headers['x-telegram-bot-api-secret-token'] !== secret) return reply.code(401).send();
  reply.hijack(); // from here on the answer is telegraf's
  await bot.handleUpdate(request.body as Parameters<typeof bot.handleUpdate>[0], reply.raw);
  if (!reply.raw.writableEnded) reply.raw.end();
});
const address = await web.listen({ host: '127.0.0.1', port: 0 });

serve(
  { url: `${address}/webhooks/telegram` },
  async () => null,
  async () => {
    await web.close();
    await endStore();
  },
);

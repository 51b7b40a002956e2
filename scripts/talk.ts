/**
 * `npm run talk -- <flow> [--as citizen|volunteer]`: walk through a flow in the terminal. No database, no network: the
 * same pure decision as everywhere, with the memory kept in this process.
 */
import { createInterface } from 'node:readline';
import { parseArgs } from 'node:util';
import type { InboundEvent, OutboundMessage } from '../src/bot/channel.ts';
import { conclude, converse } from '../src/bot/converse.ts';
import type { Memory } from '../src/bot/memory.ts';
import type { Person } from '../src/bot/person.ts';
import type { World } from '../src/bot/turn.ts';
import { flowOf, flows } from '../src/flows/index.ts';
import { loadTexts } from '../src/text.ts';

const { values, positionals } = parseArgs({
  options: { as: { type: 'string', default: 'citizen' } },
  allowPositionals: true,
});
const flowId = positionals[0];
if (flowId === undefined || !flows.has(flowId) || !['citizen', 'volunteer'].includes(values.as)) {
  console.error(
    `npm run talk -- <flow> [--as citizen|volunteer]\n\nFlows:\n${[...flows.keys()].map((id) => `  ${id}`).join('\n')}`,
  );
  process.exit(2);
}

const texts = loadTexts();
const isVolunteer = values.as === 'volunteer';
const household = {
  code: 'H1',
  areaCode: '1',
  areaName: 'Ấp Thử',
  callName: 'Bác Sáu',
  reachable: 0,
  linkToken: 'thu',
  finished: [],
};
let person: Person = {
  id: '1',
  channel: 'telegram',
  externalId: '1',
  simulated: true,
  locale: 'vi',
  term: isVolunteer ? null : 'bác',
  callName: isVolunteer ? null : 'Sáu',
  areaCode: '1',
  memory: {} as Memory,
  seenAt: new Date(),
  leftAt: null,
  mutedAt: null,
  paceAt: null,
  memberships: isVolunteer ? [{ role: 'volunteer', areaCode: '1', areaName: 'Ấp Thử', name: 'bạn' }] : [],
  liveButtons: null,
};
let count = 0;

function turn(what: InboundEvent['what']): void {
  count += 1;
  const event: InboundEvent = {
    key: String(count),
    from: { channel: 'telegram', externalId: '1' },
    occurredAt: new Date(),
    what,
  };
  const world: World = {
    now: new Date(),
    inboundId: String(count),
    texts,
    flows: { current: flows, of: flowOf },
    facts: {
      hamlets: [{ code: '1', name: 'Ấp Thử' }],
      households: [household],
      householdCount: 1,
      week: { households: 0 },
    },
    picture: () => null,
    fingerprint: () => 'terminal',
  };
  const decided = converse(structuredClone(person), event, world);
  conclude(decided, event);
  for (const { message } of decided.messages) show(message);
  for (const effect of decided.effects)
    if (effect.type === 'record')
      console.log(
        `  · recorded: ${effect.completion.flowId} ${effect.completion.outcome}, known by ${effect.completion.howKnown}`,
      );
  for (const effect of decided.effects)
    if (effect.type === 'open-help') console.log('  · a person would be asked to call now');
  person = { ...person, memory: decided.memory, term: decided.patch.term ?? person.term };
}

function show(message: OutboundMessage): void {
  const text =
    'text' in message
      ? message.text
      : 'caption' in message
        ? message.caption
        : 'deleted' in message
          ? message.deleted
          : '';
  console.log(
    `\n${text
      .split('\n')
      .map((line) => `  ${line}`)
      .join('\n')}`,
  );
  if ('buttons' in message)
    for (const [index, { label }] of (message.buttons ?? []).entries()) console.log(`    [${index + 1}] ${label}`);
}

if (isVolunteer) {
  turn({ kind: 'start', payload: '' });
  for (const act of ['households', `open.${household.code}`, 'together', `flow.${flowId}`]) {
    turn({ kind: 'press', data: `d.${(person.memory.desk?.seq ?? 0).toString(36)}.${act}` });
  }
} else turn({ kind: 'start', payload: `f-${flowId}` });

const input = createInterface({ input: process.stdin, output: process.stdout, prompt: '\n> ' });
input.prompt();
for await (const line of input) {
  if (line.trim()) turn({ kind: 'text', text: line });
  input.prompt();
}

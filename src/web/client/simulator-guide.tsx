/** Three ways in for somebody who is here for the first time. */
import type { ChannelName } from '../../bot/channel.ts';
import { type Act, addressKey, type SimPerson } from '../../simulator/frame.ts';
import { MOST_PHONES } from '../../simulator/snapshot.ts';
import type { Doings } from './simulator-app.tsx';
import { openingOf } from './simulator-composer.tsx';
import { chatOf, GUIDES, type GuideId, type Phone } from './simulator-store.ts';
import { fill, words } from './simulator-words.ts';

/**
 * Whose phones a suggestion needs; a citizen who is not there is made. An announcement to more than a hundred people
 * wants a second official.
 */
export function phonesFor(guide: GuideId, people: readonly SimPerson[]): (SimPerson | { fresh: ChannelName })[] {
  const of = (role: SimPerson['role'], most: number) => people.filter((person) => person.role === role).slice(0, most);
  const citizen = people.find(({ role, channel }) => role === 'citizen' && channel === 'zalo') ?? {
    fresh: 'zalo' as const,
  };
  switch (guide) {
    case 'wallet':
      return [citizen];
    case 'volunteer':
      return [...of('volunteer', 1), citizen];
    case 'broadcast':
      return [...of('official', MOST_PHONES - 1), citizen];
  }
}

interface GuideProps {
  guide: GuideId | null;
  phones: readonly Phone[];
  doings: Doings;
}

export function Guide({ guide, phones, doings }: GuideProps) {
  if (guide !== null) return <Following guide={guide} phones={phones} doings={doings} />;
  return (
    <nav class="guide" aria-labelledby="guide-heading">
      <h2 id="guide-heading">{words.guide.heading}</h2>
      <ol class="choices">
        {GUIDES.map((id) => (
          <li key={id}>
            <button type="button" onClick={() => doings.guide(id)}>
              <span class="number" aria-hidden="true" />
              <span>
                <strong>
                  {words.guide.start}: {words.guide.items[id].title}
                </strong>
                <small>{words.guide.items[id].about}</small>
              </span>
            </button>
          </li>
        ))}
      </ol>
    </nav>
  );
}

function Following({ guide, phones, doings }: { guide: GuideId; phones: readonly Phone[]; doings: Doings }) {
  const { title, steps } = words.guide.items[guide];
  const [first] = phones;
  const next = first && nextDoing(guide, first);
  return (
    <section class="guide following" aria-label={title}>
      <h2>{title}</h2>
      <ol class="steps">
        {steps.map((step) => (
          <li key={step}>{step}</li>
        ))}
      </ol>
      <div class="actions">
        {first && next && (
          <button
            type="button"
            class="primary"
            key={addressKey(first.person)}
            onClick={() => doings.act(first.person, next.act)}
          >
            {next.label}
          </button>
        )}
        <button type="button" onClick={() => doings.guide(null)}>
          {words.guide.stop}
        </button>
      </div>
    </section>
  );
}

/** What the page can do for somebody who hesitates: open the chat, then say the first words. */
function nextDoing(guide: GuideId, phone: Phone): { label: string; act: Act } {
  const { text } = words.guide.items[guide];
  const opening = openingOf(phone.person.channel, chatOf(phone));
  return opening
    ? { label: fill(words.guide.press, { label: opening.label }), act: opening.act }
    : { label: fill(words.guide.type, { text }), act: { kind: 'text', text } };
}

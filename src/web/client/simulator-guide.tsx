/** Three ways in for somebody who is here for the first time. */
import type { ChannelName } from '../../bot/channel.ts';
import { addressKey, type SimPerson } from '../../simulator/frame.ts';
import type { Doings } from './simulator-app.tsx';
import { GUIDES, type GuideId, type Phone } from './simulator-store.ts';
import { fill, words } from './simulator-words.ts';

/** Whose phones a suggestion needs; a citizen who is not there is made. */
export function phonesFor(guide: GuideId, people: readonly SimPerson[]): (SimPerson | { fresh: ChannelName })[] {
  const of = (role: SimPerson['role'], channel?: ChannelName) =>
    people.find((person) => person.role === role && (channel === undefined || person.channel === channel));
  const citizen = (channel: ChannelName) => of('citizen', channel) ?? { fresh: channel };
  switch (guide) {
    case 'wallet':
      return [citizen('zalo')];
    case 'volunteer':
      return [of('volunteer'), citizen('zalo')].filter((one) => one !== undefined);
    case 'broadcast':
      return [of('official'), citizen('zalo'), citizen('telegram')].filter((one) => one !== undefined);
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
  const { title, steps, text } = words.guide.items[guide];
  const [first] = phones;
  return (
    <section class="guide following" aria-label={title}>
      <h2>{title}</h2>
      <ol class="steps">
        {steps.map((step) => (
          <li key={step}>{step}</li>
        ))}
      </ol>
      <div class="actions">
        {first && (
          <button
            type="button"
            class="primary"
            key={addressKey(first.person)}
            onClick={() => doings.act(first.person, { kind: 'text', text })}
          >
            {fill(words.guide.type, { text })}
          </button>
        )}
        <button type="button" onClick={() => doings.guide(null)}>
          {words.guide.stop}
        </button>
      </div>
    </section>
  );
}

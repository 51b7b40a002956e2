/** What people read and see: words and flows as published, the picture of every step, and each as it was lately. */
import { join } from 'node:path';
import type { Log } from '../bot/complaints.ts';
import type { FlowBook, World } from '../bot/turn.ts';
import type { Clock } from '../clock.ts';
import type { Config } from '../config.ts';
import { createLiveContent, type Earlier, type LiveContent } from '../content/live.ts';
import { readPicture } from '../db/announcement-pictures.ts';
import type { Database } from '../db/client.ts';
import { readFlowWords } from '../flow-words.ts';
import { blocks, flowOf, published } from '../flows/index.ts';
import { createPictureCache, type PictureCache } from '../pictures/cache.ts';
import { drawStepPicture } from '../pictures/draw.ts';
import { createStepPictures, everyFlowOf, findPicture, type StepPictures } from '../step-pictures.ts';
import type { EditableTexts, Texts } from '../text.ts';

interface PublishedParts {
  config: Pick<Config, 'dataDir' | 'demo'>;
  db: Database;
  clock: Clock;
  texts: EditableTexts;
  /** Instead of the published ones. */
  flows: FlowBook | undefined;
  log: Log;
}

export interface Published {
  live: LiveContent;
  flows: FlowBook;
  pictures: StepPictures;
  pictureCache: PictureCache;
  /** What make-believe people read and see instead. */
  rehearsal: Pick<World, 'texts' | 'flows' | 'picture'>;
}

/** Resolves when what is in force has been read. */
export async function openPublished({ config, db, clock, texts, flows, log }: PublishedParts): Promise<Published> {
  const live = createLiveContent({
    sql: db.sql,
    definitions: [...published, ...blocks],
    lookup: readFlowWords(),
    earlierVersion: flowOf,
    texts,
    hasSimulated: config.demo,
    onError: (err) => log.error({ err }, 'reading what is published; people go on with what they had'),
  });
  await live.refresh();
  const inForce = { texts, flows: flows ?? live.editionFor(false).flows };
  const rehearsed = { texts: live.editionFor(true).texts, flows: flows ?? live.editionFor(true).flows };

  const cache = createPictureCache({ dir: join(config.dataDir, 'pictures'), draw: drawStepPicture });
  const shown = picturesOf(inForce, cache);
  const shownInRehearsal = config.demo ? picturesOf(rehearsed, cache) : shown;
  const sources = config.demo ? [shown, shownInRehearsal] : [shown];
  const shownEarlier = earlierPictures(live, clock, cache);
  return {
    live,
    flows: inForce.flows,
    pictures: {
      refOf: shown.refOf,
      bytesOf: async (hash) => (await readPicture(db.sql, hash)) ?? findPicture(hash, sources, shownEarlier),
    },
    pictureCache: cache,
    rehearsal: { ...rehearsed, picture: shownInRehearsal.refOf },
  };
}

const picturesOf = ({ texts, flows }: { texts: Texts; flows: FlowBook }, cache: PictureCache): StepPictures =>
  createStepPictures(everyFlowOf(flows), texts, cache);

/** The pictures of what was in force lately, named once for as long as it is remembered. */
function earlierPictures(live: LiveContent, clock: Clock, cache: PictureCache): () => Promise<StepPictures[]> {
  const known = new WeakMap<Earlier, StepPictures>();
  const of = (earlier: Earlier): StepPictures => {
    const pictures = known.get(earlier) ?? createStepPictures(earlier.flows, earlier.texts, cache);
    known.set(earlier, pictures);
    return pictures;
  };
  return async () => (await live.earlier(clock.now())).map(of);
}

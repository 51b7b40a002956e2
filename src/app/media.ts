/** The files of messages: step pictures and voices by name, people's own codes and papers drawn when they are sent. */
import type { MediaRef } from '../bot/channel.ts';
import type { CodeSpec, FlowBook, PaperSpec } from '../bot/turn.ts';
import type { Clock } from '../clock.ts';
import type { Database } from '../db/client.ts';
import { createMediaStore, type Media } from '../db/media.ts';
import { myDataPaper } from '../paper/my-data.ts';
import { stepSheet } from '../paper/step-sheet.ts';
import type { StepPictures } from '../step-pictures.ts';
import type { StepVoices } from '../step-voices.ts';
import type { Texts } from '../text.ts';
import { makeStand } from '../vietqr/stand.ts';

interface MediaParts {
  db: Database;
  key: Buffer;
  clock: Clock;
  texts: Texts;
  flows: FlowBook;
  pictures: Pick<StepPictures, 'bytesOf'>;
  voices: Pick<StepVoices, 'oggOf'>;
}

/** A private file is kept as what it is drawn from, sealed. */
export function createMedia({ db, key, clock, texts, flows, pictures, voices }: MediaParts): Media {
  const store = createMediaStore(db, { draw: pictures.bytesOf, speak: voices.oggOf, key, clock });
  const drawn = (bytesOf: (media: MediaRef) => Promise<Buffer>) => async (media: MediaRef) => {
    const bytes = await bytesOf(media);
    return media.kind === 'private' ? drawPrivate(bytes, media.mime, texts, flows) : bytes;
  };
  return {
    ...store,
    bytesOf: drawn(store.bytesOf),
    simulated: { ...store.simulated, bytesOf: drawn(store.simulated.bytesOf) },
  };
}

type Mime = (MediaRef & { kind: 'private' })['mime'];

async function drawPrivate(opened: Buffer, mime: Mime, texts: Texts, flows: FlowBook): Promise<Buffer> {
  const spec = JSON.parse(opened.toString('utf8')) as CodeSpec | PaperSpec;
  return 'paper' in spec ? drawPaper(texts, flows, spec) : drawCode(spec, mime);
}

async function drawPaper(texts: Texts, flows: FlowBook, spec: PaperSpec): Promise<Buffer> {
  if (spec.paper === 'my-data') return myDataPaper(texts, spec.lines);
  const flow = flows.current.get(spec.flow);
  if (!flow) throw new Error(`No flow is called "${spec.flow}": it was withdrawn before its sheet was printed.`);
  const local = flows.local?.(spec.areaCode ?? null);
  return stepSheet(texts, { flow, household: spec.household, ...(local && { local }) });
}

async function drawCode(code: CodeSpec, mime: Mime): Promise<Buffer> {
  const { bin, account, holder, stall, standNumber, isSample } = code;
  const stand = { bin, account, holder, stall, number: standNumber, isSample };
  const { file } = await makeStand(stand, { format: mime === 'image/png' ? 'png' : 'pdf', paper: 'a6' });
  return file;
}

/** Turns: the intake with all they may know and do, and the errands they leave, which come back in through it. */
import { createAnswerChooser } from '../answer-chooser.ts';
import type { PhotoSource } from '../bot/channels/photo-source.ts';
import type { Log } from '../bot/complaints.ts';
import { type ChooseAnswer, createErrands, type Errands } from '../bot/errands.ts';
import { createIntake, type Intake, type IntakeParts } from '../bot/intake.ts';
import type { Config } from '../config.ts';
import type { Media } from '../db/media.ts';
import type { ScamBook } from '../scam-book.ts';
import type { StepVoices } from '../step-voices.ts';
import { fingerprint } from '../vietqr/fingerprint.ts';
import { readPhotograph } from '../vietqr/photograph.ts';
import { createPerformers } from './performers.ts';
import { platformPhotos } from './platforms.ts';
import type { Published } from './published.ts';
import { openErrand } from './sealed.ts';
import { voicesFor } from './voices.ts';

interface TurnParts extends Pick<IntakeParts, 'db' | 'clock' | 'texts' | 'channels' | 'sender'> {
  config: Config;
  key: Buffer;
  log: Log;
  published: Published;
  voices: StepVoices;
  media: Media;
  scams: ScamBook;
  /** Instead of the platforms'. */
  photos: PhotoSource | undefined;
  /** Instead of the one of the settings; null: none. */
  chooseAnswer: ChooseAnswer | null | undefined;
  paceChats: boolean | undefined;
  crash?: IntakeParts['crash'];
}

export function openTurns(parts: TurnParts): { intake: Intake; errands: Errands } {
  const { db, clock, texts, channels, sender, config, key, log, published, voices, media, scams } = parts;
  const { photos = platformPhotos(config), chooseAnswer = createAnswerChooser(config.answerChooserUrl) } = parts;
  const intake = createIntake({
    ...{ db, clock, texts, channels, sender },
    flows: published.flows,
    picture: published.pictures.refOf,
    rehearsal: published.rehearsal,
    performers: createPerformers(config, media, key),
    voices: voicesFor(config, voices),
    fingerprint: ({ bin, account }) => fingerprint(key, { bin, account, service: 'QRIBFTTA' }),
    scams: scams.of,
    hasChooser: chooseAnswer !== null,
    onErrand: () => errands.wake(),
    onError: (err, text) => log.error({ err }, text),
    ...(parts.paceChats !== undefined && { paceChats: parts.paceChats }),
    ...(parts.crash && { crash: parts.crash }),
  });
  const errands = createErrands({
    ...{ db, clock, readPhotograph },
    reveal: (body) => openErrand(key, body),
    photo: photos,
    choose: chooseAnswer,
    receive: intake.receive,
    onError: (err) => log.warn({ err }, 'an errand'),
  });
  return { intake, errands };
}

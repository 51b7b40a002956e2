/**
 * The make-believe voice: words → Ogg/Opus. It sounds mechanical and stands in until somebody of the commune has read
 * the step aloud; its files say in their tags that no person speaks (conversation-design §11).
 */
import { findSoundProgram, run } from './programs.ts';

export interface Speech {
  /** Languages it can say. */
  readonly locales: readonly string[];
  /** Mono Ogg/Opus of already spoken words (`spokenText`). */
  say(spoken: string, locale: string): Promise<Buffer>;
  /** Names everything that changes how a clip sounds, for its hash. */
  readonly version: string;
}

/** Voices of espeak-ng by language. Khmer has none. */
const VOICES: Readonly<Record<string, string>> = { vi: 'vi-vn-x-south', en: 'en-gb' };
/** Words a minute as espeak-ng counts them: about 2.6 syllables a second in Vietnamese. */
const SPEED = 122;
/** Of 200. At the usual 100 this voice reaches full scale and clips; at 62 its peaks stay about 4 dB below. */
const AMPLITUDE = 62;
/** kbit/s; 12 seconds are some 35 KB, which Telegram shows as a voice message. */
const BITRATE = 24;
/** Two cores: a third clip would only make all of them late. */
const AT_ONCE = 2;

const TAGS = ['--title', 'Trợ Lý Số', '--artist', 'espeak-ng', '--comment', 'SYNTHETIC=1'];
const PACKING = [
  '--quiet',
  '--bitrate',
  String(BITRATE),
  '--speech',
  '--downmix-mono',
  '--ignorelength',
  '--serial',
  '1',
];

/** The voice, or null when espeak-ng or opus-tools is not installed (found in `path`). */
export function createSpeech(path = process.env.PATH ?? ''): Speech | null {
  const [espeak, opusenc] = [findSoundProgram('espeak-ng', path), findSoundProgram('opusenc', path)];
  if (!espeak || !opusenc) return null;
  const inTurn = createTurnstile(AT_ONCE);
  return {
    locales: Object.keys(VOICES),
    version: `espeak-ng ${SPEED} ${AMPLITUDE} ${BITRATE}`,
    say: (spoken, locale) =>
      inTurn(async () => {
        const voice = VOICES[locale];
        if (!voice) throw new Error(`There is no voice for "${locale}".`);
        const how = ['-v', voice, '-s', String(SPEED), '-a', String(AMPLITUDE), '-b', '1', '-m', '--stdin', '--stdout'];
        const wave = await run(espeak, how, toSsml(spoken, locale));
        return run(opusenc, [...PACKING, ...TAGS, '-', '-'], wave);
      }),
  };
}

/** Labels in “ ” stand on a Vietnamese screen, so a Vietnamese voice says them whatever the language around is. */
function toSsml(spoken: string, locale: string): string {
  const safe = spoken.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;');
  if (locale === 'vi') return safe;
  return safe.replace(/“([^”]*)”/g, `<voice name="${VOICES.vi}">$1</voice>`);
}

/** Runs at most `most` at a time, the rest in the order they came. */
function createTurnstile(most: number): <T>(work: () => Promise<T>) => Promise<T> {
  let inside = 0;
  const waiting: (() => void)[] = [];
  return async (work) => {
    if (inside >= most) await new Promise<void>((enter) => waiting.push(enter));
    else inside += 1;
    try {
      return await work();
    } finally {
      const next = waiting.shift();
      if (next) next();
      else inside -= 1;
    }
  };
}

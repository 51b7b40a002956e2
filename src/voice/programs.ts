/**
 * The programs that make sound, run as children: espeak-ng speaks, opus-tools packs, ffmpeg makes what old iPhones play.
 * None of them is required; what is missing is known before anything is promised to anybody.
 */
import { spawn } from 'node:child_process';
import { accessSync, constants } from 'node:fs';
import { delimiter, join } from 'node:path';

export type SoundProgram = 'espeak-ng' | 'opusenc' | 'opusdec' | 'ffmpeg';

/** A program of this PATH, or null. */
export function findSoundProgram(program: SoundProgram, path = process.env.PATH ?? ''): string | null {
  for (const folder of path.split(delimiter).filter(Boolean)) {
    try {
      accessSync(join(folder, program), constants.X_OK);
      return join(folder, program);
    } catch {
      // not in this folder
    }
  }
  return null;
}

/** A clip is made in some 0.2 s; one that takes this long hangs. */
const TIME_LIMIT_MS = 15_000;

/** Feeds a program and answers what it wrote. Rejects with its own words when it fails or takes too long. */
export function run(program: string, args: readonly string[], input: string | Buffer): Promise<Buffer> {
  return new Promise((resolve, reject) => {
    const child = spawn(program, args, { stdio: ['pipe', 'pipe', 'pipe'], timeout: TIME_LIMIT_MS });
    const out: Buffer[] = [];
    const complaints: Buffer[] = [];
    child.stdout.on('data', (chunk: Buffer) => out.push(chunk));
    child.stderr.on('data', (chunk: Buffer) => complaints.push(chunk));
    child.on('error', reject);
    child.on('close', (code, signal) => {
      if (code === 0) return resolve(Buffer.concat(out));
      const said = Buffer.concat(complaints).toString('utf8').trim().slice(0, 300);
      reject(new Error(`${program} ended with ${code ?? signal}: ${said}`));
    });
    child.stdin.on('error', () => undefined); // it closed early: its exit code says why
    child.stdin.end(input);
  });
}

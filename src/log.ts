/**
 * Structured logs that never hold a message text, a name or a number: what is logged about people is ids and counts, and
 * whatever slips into an error's words is masked here, in one place.
 */
import type { FastifyLoggerOptions } from 'fastify';
import { maskForLog } from './privacy/secrets.ts';

/** A full disk or a closed pipe costs lines of the log, never the process. */
const printed = {
  write: (line: string) => void process.stdout.write(line),
};
for (const stream of [process.stdout, process.stderr]) stream.on('error', () => {});

export function loggerOptions(level: string): false | FastifyLoggerOptions {
  if (level === 'silent') return false;
  return {
    level,
    stream: printed,
    serializers: {
      err: (error: Error & { code?: string }) => ({
        type: error.name,
        message: String(maskForLog(error.message)),
        code: error.code,
        stack: String(maskForLog(error.stack ?? '')),
      }),
    },
    redact: {
      paths: ['*.text', '*.caption', '*.heard', '*.phone', '*.token', '*.secret', '*.body', 'req.headers'],
      remove: true,
    },
  } as FastifyLoggerOptions;
}

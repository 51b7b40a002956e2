/**
 * Timed and background work, through pg-boss: it says when, once for all processes together; what is due is decided by
 * the tables themselves.
 */
import { PgBoss } from 'pg-boss';

export interface Jobs {
  start(): Promise<void>;
  stop(): Promise<void>;
}

/** A piece of work and how often it is looked for, in cron's words. */
export interface Job {
  name: string;
  cron: string;
  run(): Promise<unknown>;
}

export function createJobs(url: string, jobs: Job[], onError: (error: unknown) => void): Jobs {
  const boss = new PgBoss({ connectionString: url, max: 2, schema: 'pgboss' });
  boss.on('error', onError);
  return {
    start: async () => {
      await boss.start();
      for (const job of jobs) {
        await boss.createQueue(job.name);
        await boss.schedule(job.name, job.cron);
        await boss.work(job.name, { pollingIntervalSeconds: 2 }, async () => {
          await job.run();
        });
      }
    },
    stop: () => boss.stop({ graceful: true, timeout: 5_000 }),
  };
}

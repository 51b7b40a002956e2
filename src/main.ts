/** `npm start`: one process as the settings want it, until it is told to stop. What it consists of is in `service.ts`. */
import { type Config, ConfigError, environment, readConfig } from './config.ts';
import { startService } from './service.ts';

/** A second signal, or this long after the first one, ends the process whatever is still under way. */
const STOP_WITHIN_MS = 20_000;

async function main(): Promise<void> {
  const config = readConfig(environment());
  const service = await startService({ config, say: (line) => console.log(line) });
  announce(config, service.address);
  for (const signal of ['SIGTERM', 'SIGINT'] as const) {
    process.on(signal, () => {
      setTimeout(() => process.exit(1), STOP_WITHIN_MS).unref();
      service.stop().then(
        () => process.exit(0),
        (error) => {
          console.error('Stopping failed:', error);
          process.exit(1);
        },
      );
    });
  }
}

function announce(config: Config, address: string): void {
  const lines = [
    '',
    `Trợ Lý Số is ready (${config.role}).`,
    ...(config.role !== 'worker' ? [`  Officials   ${config.publicUrl ?? address}/dang-nhap`] : []),
    ...(config.demo && config.role !== 'worker' ? [`  Simulator   ${address}/gia-lap`] : []),
    `  Health      ${address}/readyz   Metrics ${address}/metrics`,
    ...(config.publicUrl ? [`  Webhooks    ${config.publicUrl}/webhooks/telegram|zalo`] : []),
    ...(config.zalo ? [`  Zalo        https://zalo.me/${config.zalo.oaId}`] : []),
    '',
  ];
  console.log(lines.join('\n'));
}

main().catch((error: unknown) => {
  console.error(error instanceof ConfigError ? error.message : error);
  process.exit(1);
});

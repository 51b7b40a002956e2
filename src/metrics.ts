/** Counters in Prometheus' words. No person, text or number is ever a label. */
import { Counter, Gauge, Histogram, Registry } from 'prom-client';

export interface Metrics {
  text(): Promise<string>;
  webhook(channel: string, outcome: string): void;
  turn(seconds: number): void;
  delivery(channel: string, state: string): void;
  /** Something counted elsewhere that only grows, read anew at every scrape. */
  total(name: string, help: string, read: () => number): void;
  /** Read anew at every scrape. */
  watch(name: string, help: string, read: () => Promise<number> | number): void;
}

export function createMetrics(): Metrics {
  const registry = new Registry();
  const registers = [registry];
  const webhookRequests = new Counter({
    name: 'tls_webhook_requests_total',
    help: 'Webhook deliveries by outcome',
    labelNames: ['channel', 'outcome'],
    registers,
  });
  const deliveries = new Counter({
    name: 'tls_deliveries_total',
    help: 'Ended outbox rows by state',
    labelNames: ['channel', 'state'],
    registers,
  });
  const turns = new Histogram({
    name: 'tls_turn_seconds',
    help: 'From arrival to commit',
    buckets: [0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5],
    registers,
  });
  return {
    text: () => registry.metrics(),
    webhook: (channel, outcome) => webhookRequests.inc({ channel, outcome }),
    delivery: (channel, state) => deliveries.inc({ channel, state }),
    turn: (seconds) => turns.observe(seconds),
    total: (name, help, read) => {
      const counter: Counter = new Counter({
        name,
        help,
        registers,
        collect() {
          counter.reset();
          counter.inc(read());
        },
      });
    },
    watch: (name, help, read) => {
      const gauge: Gauge = new Gauge({
        name,
        help,
        registers,
        async collect() {
          gauge.set(await read());
        },
      });
    },
  };
}

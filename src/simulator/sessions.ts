/**
 * Simulated people at work: what they do becomes the platform's own payload and goes through the real channel's parser
 * into the real intake, by the network their phone happens to have.
 */
import { setTimeout as pause } from 'node:timers/promises';
import type { Address, ChannelName, InboundEvent } from '../bot/channel.ts';
import type { Act, InFrame, NetworkMode, NoteFrame, TurnFrame, TurnOutcome } from './frame.ts';
import { addressKey } from './frame.ts';
import type { Frames } from './frames.ts';
import { actDelivery, type Network, OVERTAKE_MS } from './network.ts';
import type { SimulatorPorts } from './ports.ts';
import { telegramUpdate } from './telegram-person.ts';
import { keptAfter, keptBefore, WITHHELD, withWords } from './words-kept.ts';
import { zaloEvent } from './zalo-person.ts';

export interface SessionSettings {
  ports: Pick<SimulatorPorts, 'clock' | 'receive' | 'channels'>;
  frames: Frames;
  network: Network;
  chance?: () => number;
  sleep?: (ms: number) => Promise<unknown>;
}

export interface Sessions {
  /**
   * Does something. Resolves when the act has come through, or at once when the person's network keeps it; then
   * `outcomes` is empty and the frames follow later.
   */
  act(person: Address, name: string, act: Act): Promise<{ frame: InFrame; outcomes: TurnOutcome[] }>;
  /** Changes a person's network; what waited for it goes out, in order. */
  setNetwork(person: Address, mode: NetworkMode): Promise<void>;
  /** A person nobody has met. */
  welcome(channel: ChannelName): Promise<Address>;
}

/** One act that has left the person's hands. */
interface Parcel {
  person: Address;
  frame: InFrame;
  /** With the words, which never leave memory. */
  payload: Record<string, unknown>;
  hasWords: boolean;
}

export function createSessions({ ports, frames, network, ...settings }: SessionSettings): Sessions {
  const chance = settings.chance ?? Math.random;
  const sleep = settings.sleep ?? ((ms: number) => pause(ms, undefined, { ref: false }));
  /** Per person: acts that wait for the network or for being overtaken. */
  const waiting = new Map<string, Parcel[]>();
  const { clock, channels, receive } = ports;

  async function act(person: Address, name: string, act: Act) {
    let payload: Record<string, unknown> = {};
    const frame = await frames.append<InFrame>((frameId) => {
      const doing = { externalId: person.externalId, act, frameId, at: clock.now(), name };
      payload = person.channel === 'telegram' ? telegramUpdate(doing) : zaloEvent(doing);
      const kept = act.kind === 'text' ? withWords(payload, WITHHELD) : payload;
      const at = doing.at.toISOString();
      return {
        ...person,
        direction: 'in',
        at,
        request: { act: keptBefore(act), payload: JSON.stringify(kept) },
        result: null,
      };
    });
    const parcel: Parcel = { person, frame, payload, hasWords: act.kind === 'text' };
    return { frame, outcomes: await dispatch(parcel) };
  }

  async function dispatch(parcel: Parcel): Promise<TurnOutcome[]> {
    const passage = actDelivery(await network.modeOf(parcel.person), chance);
    switch (passage.kind) {
      case 'at-once': {
        const outcomes = [await deliver(parcel)];
        if (passage.times === 2) outcomes.push(await deliver(parcel));
        return outcomes;
      }
      case 'later':
        void sleep(passage.delayMs).then(() => deliver(parcel));
        return [];
      case 'when-back':
        hold(parcel);
        return [];
      case 'when-overtaken':
        return overtake(parcel);
    }
  }

  function hold(parcel: Parcel): void {
    const key = addressKey(parcel.person);
    waiting.set(key, [...(waiting.get(key) ?? []), parcel]);
  }

  function takeHeld(person: Address): Parcel[] {
    const held = waiting.get(addressKey(person)) ?? [];
    waiting.delete(addressKey(person));
    return held;
  }

  /** The first of two waits, the second goes ahead of it. Nobody comes: it goes alone. */
  async function overtake(parcel: Parcel): Promise<TurnOutcome[]> {
    const slower = takeHeld(parcel.person);
    if (slower.length === 0) {
      hold(parcel);
      void sleep(OVERTAKE_MS).then(() => {
        const held = waiting.get(addressKey(parcel.person)) ?? [];
        if (held.includes(parcel)) return deliverAll(takeHeld(parcel.person));
      });
      return [];
    }
    return deliverAll([parcel, ...slower]);
  }

  async function deliverAll(parcels: readonly Parcel[]): Promise<TurnOutcome[]> {
    const outcomes: TurnOutcome[] = [];
    for (const parcel of parcels) outcomes.push(await deliver(parcel));
    return outcomes;
  }

  /** Once through parser and intake. Never rejects: what went wrong is written down as the turn's outcome. */
  async function deliver(parcel: Parcel): Promise<TurnOutcome> {
    const { person, payload, frame, hasWords } = parcel;
    const events = channels[person.channel].parse(Buffer.from(JSON.stringify(payload))) ?? [];
    const outcome = await receiveAll(events);
    const kept = hasWords ? withWords(payload, keptAfter(outcome)) : payload;
    const isRepeated = outcome.kind === 'duplicate';
    await frames.append<TurnFrame>(() => ({
      ...person,
      direction: 'turn',
      at: clock.now().toISOString(),
      request: { of: frame.id, payload: isRepeated ? frame.request.payload : JSON.stringify(kept) },
      result: outcome,
    }));
    return outcome;
  }

  async function receiveAll(events: readonly InboundEvent[]): Promise<TurnOutcome> {
    let outcome: TurnOutcome = { kind: 'ignored' };
    for (const event of events) {
      try {
        const report = await receive(event, { simulated: true });
        outcome = report === null ? { kind: 'duplicate' } : { kind: 'turn', report };
      } catch (error) {
        // The name only: a message could carry what the person wrote.
        return { kind: 'failed', reason: error instanceof Error ? error.name : 'unknown' };
      }
    }
    return outcome;
  }

  return {
    act,

    async setNetwork(person, mode) {
      await network.set(person, mode);
      await frames.append<NoteFrame>(() => ({
        ...person,
        direction: 'note',
        at: clock.now().toISOString(),
        request: { kind: 'network', mode },
        result: null,
      }));
      if (mode !== 'cut') await deliverAll(takeHeld(person));
    },

    welcome: (channel) => frames.welcome(channel, clock.now()),
  };
}

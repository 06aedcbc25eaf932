import type { Transport, TransportAnswer, TransportRequest } from '#shared/ports/transport.ts';
import type { Chance } from './chance.ts';
import type { RunLog } from './run-log.ts';
import type { Life, Scheduler } from './scheduler.ts';

/** What can be asked: a hub or the server, whichever process of it lives just now. */
export interface Site {
  name: string;
  isUp(): boolean;
  handle(request: TransportRequest): Promise<TransportAnswer>;
}

/** How bad the lines are, as probabilities of one message; delays in milliseconds. */
export interface Weather {
  loss: number;
  lostAnswer: number;
  duplicate: number;
  delay: number;
}

/** A hub that lies: what it makes of a request on its way up, and of an answer on its way down. */
export interface Liar {
  request?(request: TransportRequest): TransportRequest;
  answer?(request: TransportRequest, answer: TransportAnswer): TransportAnswer;
}

interface Deps {
  scheduler: Scheduler;
  chance: Chance;
  log: RunLog;
  /** Told of each request as it arrives, before the node has looked at it. */
  onArrival: (site: string, request: TransportRequest) => void;
  /** Told of each answer as a node gave it, before the line or a liar touched it. */
  onAnswer: (site: string, request: TransportRequest, answer: TransportAnswer) => void;
}

/** Lines between named places. Messages are lost, doubled, late and out of order; lines are cut and come back. */
export class Network {
  weather: Weather = { loss: 0, lostAnswer: 0, duplicate: 0, delay: 50 };
  readonly liars = new Map<string, Liar>();
  readonly #deps: Deps;
  readonly #sites = new Map<string, Site>();
  readonly #cut = new Set<string>();

  constructor(deps: Deps) {
    this.#deps = deps;
  }

  addSite(site: Site): void {
    this.#sites.set(site.name, site);
  }

  cut(a: string, b: string): void {
    this.#cut.add(lineOf(a, b));
  }

  reconnect(a: string, b: string): void {
    this.#cut.delete(lineOf(a, b));
  }

  reconnectAll(): void {
    this.#cut.clear();
  }

  isOpen(a: string, b: string): boolean {
    return !this.#cut.has(lineOf(a, b)) && (this.#sites.get(b)?.isUp() ?? false);
  }

  transportOf(from: string, life: Life): Transport {
    return { request: (request) => this.#request(from, life, request) };
  }

  #request(from: string, life: Life, request: TransportRequest): Promise<TransportAnswer> {
    const { scheduler, chance } = this.#deps;
    const to = new URL(request.url).hostname;
    return new Promise((resolve) => {
      let isSettled = false;
      const settle = (answer: TransportAnswer) => {
        if (isSettled || !life.alive) return scheduler.endTurn();
        isSettled = true;
        resolve(answer);
      };
      const giveUp = (reason: string) => settle({ kind: 'unreachable', reason });
      scheduler.at(scheduler.now + request.timeoutMs, () => giveUp('timeout'));
      const leave = () => scheduler.at(scheduler.now, () => giveUp('left'));
      request.leave?.addEventListener('abort', leave, { once: true });
      if (this.isOpen(from, to)) {
        this.#send(from, to, request, settle);
        if (chance.happens(this.weather.duplicate)) this.#send(from, to, request, settle);
      } else scheduler.at(scheduler.now + chance.between(1, 300), () => giveUp('no line'));
      scheduler.endTurn();
    });
  }

  #send(from: string, to: string, request: TransportRequest, settle: (answer: TransportAnswer) => void): void {
    const { scheduler, chance, log, onArrival, onAnswer } = this.#deps;
    const { loss, lostAnswer } = this.weather;
    const delay = () => scheduler.now + 1 + Math.floor(chance.next() ** 3 * this.weather.delay);
    if (chance.happens(loss)) return;
    scheduler.strandAt(delay(), async () => {
      if (!this.isOpen(from, to)) return;
      const sent = this.liars.get(from)?.request?.(request) ?? request;
      onArrival(to, sent);
      const answer = await (this.#sites.get(to) as Site).handle(sent);
      onAnswer(to, sent, answer);
      log.answer(from, to, request, answer);
      if (chance.happens(lostAnswer) || !this.isOpen(from, to)) return;
      const told = this.liars.get(to)?.answer?.(request, answer) ?? answer;
      scheduler.at(delay(), () => settle(told));
    });
  }
}

const lineOf = (a: string, b: string): string => (a < b ? `${a}|${b}` : `${b}|${a}`);

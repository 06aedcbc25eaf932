import { isUtf8 } from 'node:buffer';
import type { FastifyInstance } from 'fastify';
import { ok, type RequestError, type Result, refuse } from '#shared/contract/errors.ts';
import { isCleanText, readStrictJson } from '#shared/domain/strict-json.ts';
import { RefusedInput, sendProblem } from './problem.ts';

/** What is not as the contract says is refused, never tidied: a relay that tidies breaks signatures. */
export const UNTIDIED = { customOptions: { removeAdditional: false, coerceTypes: false, useDefaults: false } } as const;

/**
 * What enters an app besides files: JSON in UTF-8 that reads one way only and holds nothing that no store can keep, and
 * parameters of that kind. Everything else is 400 INVALID_REQUEST before any route sees it. Clients that call every body
 * JSON send actions without one, too: an empty body is none, and a route that needs one says so. Other content is 415;
 * what a route reads beside JSON, it registers itself.
 */
export function acceptStrictInput(app: FastifyInstance): void {
  app.removeAllContentTypeParsers();
  app.addContentTypeParser('application/json', { parseAs: 'buffer' }, (_request, body, done) => {
    const read = jsonOf(body as Buffer);
    if (read.ok) done(null, read.value);
    else done(new RefusedInput(read.error), undefined);
  });
  app.addHook('preValidation', async (request, reply) => {
    const detail = 'A parameter holds U+0000 or half a character.';
    if (!isClean(request.query) || !isClean(request.params)) {
      return sendProblem(reply, { code: 'INVALID_REQUEST', detail });
    }
  });
}

function jsonOf(body: Buffer): Result<unknown, RequestError> {
  const text = utf8Of(body);
  if (!text.ok) return text;
  if (text.value === '') return ok(undefined);
  const read = readStrictJson(text.value);
  return read.ok ? read : refuse('INVALID_REQUEST', `The body is refused: ${read.error}.`);
}

/** Reads `application/x-www-form-urlencoded` bodies of a scope as strictly: each name once, in UTF-8 and escapes of UTF-8. */
export function acceptStrictForms(scope: FastifyInstance): void {
  scope.addContentTypeParser('application/x-www-form-urlencoded', { parseAs: 'buffer' }, (_request, body, done) => {
    const form = formOf((body as Buffer).toString('latin1'));
    if (form === null)
      done(new RefusedInput({ code: 'INVALID_REQUEST', detail: 'The body is not a form.' }), undefined);
    else done(null, form);
  });
}

function formOf(text: string): Record<string, string> | null {
  const pairs = text.split('&').filter(Boolean);
  try {
    const read = pairs.map((pair) => {
      const [name = '', ...value] = pair.split('=');
      return [name, value.join('=')].map((part) => decodeURIComponent(part.replaceAll('+', ' '))) as [string, string];
    });
    const isStrict = /^[\x20-\x7e]*$/.test(text) && new Set(read.map(([name]) => name)).size === read.length;
    return isStrict && read.every(([name, value]) => isCleanText(name) && isCleanText(value))
      ? Object.fromEntries(read)
      : null;
  } catch {
    // An escape that is no UTF-8.
    return null;
  }
}

/** A body's text. Bytes that are not UTF-8 would be read as U+FFFD, and something else be stored than was sent. */
export function utf8Of(body: Buffer): Result<string, RequestError> {
  if (!isUtf8(body)) return refuse('INVALID_REQUEST', 'The body is not UTF-8.');
  const text = body.toString('utf8');
  return ok(text.startsWith('\uFEFF') ? text.slice(1) : text);
}

function isClean(parameters: unknown): boolean {
  return Object.entries(parameters ?? {}).every(
    ([name, value]) =>
      isCleanText(name) && [value].flat().every((text) => typeof text !== 'string' || isCleanText(text)),
  );
}

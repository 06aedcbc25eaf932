import fc from 'fast-check';
import { expect, test } from 'vitest';
import { readPushBody } from './push-body.ts';

test('[EVT-5] each event keeps the text in which it came, spaces, escapes and odd numbers included', () => {
  const texts = ['{"id" : "a",\n "n":1.0e2}', '{"s":"]},\\"[{\\\\","deep":[[{}]]}', '"text"', '-0.50', 'null', '[]'];
  const body = `  {"batch_id":"b", "events" : [ ${texts.join(' ,\t')} ] , "device_id":"d"}`;
  const read = readPushBody(body);
  expect(read?.events.map(({ text }) => text)).toEqual(texts);
  expect(read?.events.map(({ depth }) => depth)).toEqual([1, 4, 0, 0, 0, 1]);
  expect(read?.envelope).toEqual({ batch_id: 'b', device_id: 'd' });
});

test('[EVT-5] for any events, the texts parse to the values that JSON itself gives', () => {
  // A member of the envelope that no store can keep makes it no push at all: the next test's case.
  const member = fc.string().filter((name) => name !== '__proto__' && name !== 'constructor');
  const value = fc.jsonValue().filter((it) => !/"(__proto__|constructor)":/.test(JSON.stringify(it)));
  fc.assert(
    fc.property(fc.array(fc.jsonValue()), fc.dictionary(member, value), (events, extra) => {
      const body = JSON.stringify({ ...extra, events, last: '"events":[' }, null, 1);
      const read = readPushBody(body);
      expect(read?.events.map(({ text }) => JSON.parse(text))).toEqual(JSON.parse(JSON.stringify(events)));
    }),
  );
});

test('[IN-3] an envelope in which a member stands twice is no push, and neither is one that nests without end', () => {
  for (const body of [
    '{"events":[1],"\\u0065vents":[2,3]}',
    '{"events":{},"events":[1]}',
    '{"events":[1],"events":{}}',
    '{"a":1,"events":[],"a":1}',
    '{"events":[],"relayed":{"x":{"y":1,"y":1}}}',
    '{"events":[],"a":"\\u0000"}',
    '{"events":[],"__proto__":""}',
    '{"events":[],"constructor":{"prototype":1}}',
    `{"events":[],"a":${'['.repeat(100_000)}${']'.repeat(100_000)}}`,
  ]) {
    expect(readPushBody(body), body.slice(0, 40)).toBeNull();
  }
});

test('[IN-4] an event in which a member stands twice is known, alone', () => {
  const read = readPushBody(
    '{"events":[{"a":{"b":1}},{"a":{"b":1,"\\u0062":1}},{"a":1,"b":{"a":1}},{"a":1,"a":1}],"b":{}}',
  );
  expect(read?.events.map(({ isAmbiguous }) => isAmbiguous)).toEqual([false, true, false, true]);
});

test('[PUSH-9] what is no push is no push', () => {
  for (const body of ['', '{', '[]', '1', 'null', '{}', '{"events":{}}', '{"events":[1,]}']) {
    expect(readPushBody(body), body).toBeNull();
  }
});

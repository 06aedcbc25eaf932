import { DAY_MS } from '#shared/contract/durations.ts';
import { fail, ok, type Result } from '#shared/contract/errors.ts';
import { fingerprintOf } from '#shared/node-app/certificates.ts';
import { type CaDeps, type CompanyCa, keyIsAway, newRoot } from './company-ca.ts';

/*
 * From one root to the next, long before its ten years are over. First `next`: the next root is made beside the old
 * one, and hubs and phones that come by are given both to trust. Then `switch`: the next one signs, and is itself
 * signed by the old one, so that a phone which knows only the old root goes on until that one expires. A root whose
 * key was stolen has to be taken off the phones: no signature can undo that.
 */

/** Makes the root that will follow, and gives its fingerprint. It is trusted at once, and signs nothing yet. */
export async function prepareNext(ca: CompanyCa, deps: CaDeps): Promise<Result<string, string>> {
  await ca.roots();
  if (ca.folder.has('next')) return fail('The next CA is there already: switch to it once the hubs have it.');
  const { pem, keyPem } = await newRoot(deps);
  ca.folder.write('nextKey', keyPem);
  ca.folder.write('next', pem);
  return ok(fingerprintOf(pem));
}

/** Lets the next root sign, and gives its fingerprint. Needs the old root's key one last time. */
export async function switchToNext(ca: CompanyCa, { clock, random }: CaDeps): Promise<Result<string, string>> {
  const { folder } = ca;
  const [rootPem = ''] = await ca.roots();
  const nextPem = folder.read('next');
  if (nextPem === null) return fail('There is no next CA yet: make it first (npm run ca -- next).');
  if (folder.keyOf(nextPem) === null) return fail(keyIsAway(folder.at('nextKey')));
  const signingKey = folder.keyOf(rootPem);
  if (signingKey === null) return fail(keyIsAway(folder.at('rootKey')));
  const { crossSign, parseCertificate } = await import('./x509.ts');
  const by = parseCertificate(rootPem);
  const period = { from: clock.now() - DAY_MS, until: by.notAfter.getTime() };
  const cross = await crossSign({ root: parseCertificate(nextPem), by, signingKey, period, random });
  folder.write('cross', `${cross.toString('pem')}\n`);
  folder.write('previous', rootPem);
  folder.move('next', 'root');
  folder.move('nextKey', 'rootKey');
  return ok(fingerprintOf(nextPem));
}

import { createHash, X509Certificate } from 'node:crypto';

/** The profile with which an iPhone takes the company CA: a property list that holds the roots. Not signed: its reader compares the fingerprint. */
export function mobileConfig(roots: string[]): string {
  const payloads = roots.map((root, index) => {
    const { raw, subject } = new X509Certificate(root);
    return `<dict>
<key>PayloadType</key><string>com.apple.security.root</string>
<key>PayloadVersion</key><integer>1</integer>
<key>PayloadIdentifier</key><string>dz.manchengo.ca.${index + 1}</string>
<key>PayloadUUID</key><string>${uuidOf(raw)}</string>
<key>PayloadDisplayName</key><string>${subject.split('CN=').at(-1)}</string>
<key>PayloadCertificateFileName</key><string>manchengo-ca-${index + 1}.crt</string>
<key>PayloadContent</key><data>${raw.toString('base64')}</data>
</dict>`;
  });
  return `<?xml version="1.0" encoding="UTF-8"?>
<!DOCTYPE plist PUBLIC "-//Apple//DTD PLIST 1.0//EN" "http://www.apple.com/DTDs/PropertyList-1.0.dtd">
<plist version="1.0">
<dict>
<key>PayloadType</key><string>Configuration</string>
<key>PayloadVersion</key><integer>1</integer>
<key>PayloadIdentifier</key><string>dz.manchengo.ca</string>
<key>PayloadUUID</key><string>${uuidOf(Buffer.from(roots.join('')))}</string>
<key>PayloadDisplayName</key><string>Manchengo</string>
<key>PayloadDescription</key><string>Manchengo CA</string>
<key>PayloadContent</key><array>
${payloads.join('\n')}
</array>
</dict>
</plist>
`;
}

/** The same profile has the same id each time, so that installing it again replaces it. */
function uuidOf(content: Uint8Array): string {
  const hex = createHash('sha256').update(content).digest('hex').toUpperCase();
  return [hex.slice(0, 8), hex.slice(8, 12), `4${hex.slice(13, 16)}`, `8${hex.slice(17, 20)}`, hex.slice(20, 32)].join(
    '-',
  );
}

// `npm run client`: writes the console's client of HQ's API from the server's own routes and schemas. The files are kept
// in the repository, so that types are checked without a step before; a test holds them to the routes of today.
import { writeFileSync } from 'node:fs';
import { clientFiles } from '../server/src/openapi/client-files.ts';

for (const { file, source } of await clientFiles()) {
  writeFileSync(file, source);
  console.log(file);
}

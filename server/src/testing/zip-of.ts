import { deflateRawSync } from 'node:zlib';

/** A part of a zip that a test makes; `claims` is how long it says to be, where that is a lie. */
export interface TestPart {
  name: string;
  content: Uint8Array | string;
  claims?: number;
}

/** A zip of these parts, as plain as a spreadsheet writes it. Its checksums are left out: nobody looks at them. */
export function zipOf(parts: TestPart[]): Buffer {
  const local: Buffer[] = [];
  const central: Buffer[] = [];
  let at = 0;
  for (const { name, content, claims } of parts) {
    const bytes = Buffer.from(content);
    const packed = deflateRawSync(bytes);
    const sizes = [packed.length, claims ?? bytes.length] as const;
    const head = Buffer.concat([
      record(30, [
        [0, 0x04034b50],
        [4, 20, 2],
        [8, 8, 2],
        [18, sizes[0]],
        [22, sizes[1]],
        [26, name.length, 2],
      ]),
      Buffer.from(name),
    ]);
    central.push(
      record(46, [
        [0, 0x02014b50],
        [6, 20, 2],
        [10, 8, 2],
        [20, sizes[0]],
        [24, sizes[1]],
        [28, name.length, 2],
        [42, at],
      ]),
      Buffer.from(name),
    );
    local.push(head, packed);
    at += head.length + packed.length;
  }
  const directory = Buffer.concat(central);
  const end = record(22, [
    [0, 0x06054b50],
    [8, parts.length, 2],
    [10, parts.length, 2],
    [12, directory.length],
    [16, at],
  ]);
  return Buffer.concat([...local, directory, end]);
}

function record(length: number, fields: [at: number, value: number, bytes?: 2][]): Buffer {
  const bytes = Buffer.alloc(length);
  for (const [at, value, width] of fields) {
    if (width === 2) bytes.writeUInt16LE(value, at);
    else bytes.writeUInt32LE(value, at);
  }
  return bytes;
}

const XML = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>';
const SHEETS = 'http://schemas.openxmlformats.org/spreadsheetml/2006/main';
const LINKS = 'http://schemas.openxmlformats.org/officeDocument/2006/relationships';

/** A workbook with one cell, where it says. */
export const partsWithCell = (ref: string): TestPart[] => [
  {
    name: 'xl/_rels/workbook.xml.rels',
    content: `${XML}<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships"><Relationship Id="rId1" Type="${LINKS}/worksheet" Target="worksheets/sheet1.xml"/></Relationships>`,
  },
  {
    name: 'xl/workbook.xml',
    content: `${XML}<workbook xmlns="${SHEETS}" xmlns:r="${LINKS}"><sheets><sheet name="A" sheetId="1" r:id="rId1"/></sheets></workbook>`,
  },
  {
    name: 'xl/worksheets/sheet1.xml',
    content: `${XML}<worksheet xmlns="${SHEETS}"><sheetData><row><c r="${ref}"><v>1</v></c></row></sheetData></worksheet>`,
  },
];

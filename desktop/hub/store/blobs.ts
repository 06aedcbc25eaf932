/** Ids are kept 16 bytes wide: an index on them is half as large and grows at its end. */
export const uuidBlob = (uuid: string): Buffer => Buffer.from(uuid.replaceAll('-', ''), 'hex');

export function blobUuid(blob: Uint8Array): string {
  const hex = Buffer.from(blob).toString('hex');
  return `${hex.slice(0, 8)}-${hex.slice(8, 12)}-${hex.slice(12, 16)}-${hex.slice(16, 20)}-${hex.slice(20)}`;
}

export const checksumBlob = (checksum: string): Buffer => Buffer.from(checksum, 'hex');

/** A list of ids as one parameter of `unhex(value) FROM json_each(?)`. */
export const uuidList = (uuids: string[]): string => JSON.stringify(uuids.map((uuid) => uuid.replaceAll('-', '')));

import { useEffect, useState } from 'react';
import { usePhoneQuery } from './phone-context.tsx';

/** A kept photo or signature as an address that an image can show; null while it is read, and where it is gone. */
export function useBlobUrl(sha256: string | null): string | null {
  const { data } = usePhoneQuery(['blob', sha256], async (phone) => (sha256 === null ? null : phone.blob(sha256)));
  const [url, setUrl] = useState<string | null>(null);
  useEffect(() => {
    if (!data) return setUrl(null);
    const made = URL.createObjectURL(new Blob([data.bytes], { type: data.content_type }));
    setUrl(made);
    return () => URL.revokeObjectURL(made);
  }, [data]);
  return url;
}

import { Text } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { useEffect, useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { Picture } from '#shared/contract/desktop/delivery.ts';
import { photoQuery } from '../api/queries.ts';

/** A photo or a signature, on white as it was drawn; where it lies elsewhere, that is said. */
export function PhotoView({ picture, label }: { picture: Picture; label: string }) {
  const { t } = useTranslation('depot');
  const { data, error } = useQuery({ ...photoQuery(picture.sha256), enabled: picture.here });
  const address = useAddressOf(data);
  if (!picture.here || error) {
    return (
      <Text c="dimmed">
        {label} {t('delivery.pictureAway')}
      </Text>
    );
  }
  return (
    <figure className="photo">
      {address && <img src={address} alt={label} />}
      <figcaption>{label}</figcaption>
    </figure>
  );
}

/** An address for bytes, for as long as they are shown. */
function useAddressOf(bytes: Blob | undefined): string | null {
  const [address, setAddress] = useState<string | null>(null);
  useEffect(() => {
    if (bytes === undefined) return;
    const made = URL.createObjectURL(bytes);
    setAddress(made);
    return () => URL.revokeObjectURL(made);
  }, [bytes]);
  return address;
}

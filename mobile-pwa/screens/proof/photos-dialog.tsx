import { ActionIcon, Button, Stack, Text } from '@mantine/core';
import { IconCamera, IconPhotoPlus, IconX } from '@tabler/icons-react';
import { type ChangeEvent, useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { LIMITS } from '#shared/contract/limits.ts';
import { LoadingShape } from '#shared/ui/loading-shape.tsx';
import { Alarm } from '../../app/alarm.tsx';
import { Asking } from '../../app/asking.tsx';
import { usePhone } from '../../app/phone-context.tsx';
import { useBlobUrl } from '../../app/use-blob-url.ts';
import type { ChangeProof } from './change-proof.ts';
import { shrinkPhoto } from './shrink-photo.ts';

interface PhotosProps {
  /** By their hashes. */
  photos: string[];
  onChange: ChangeProof;
}

export function PhotosDialog({ opened, onClose, ...props }: PhotosProps & { opened: boolean; onClose: () => void }) {
  const { t } = useTranslation('phone');
  return (
    <Asking opened={opened} onClose={onClose} title={t('proof.photosTitle')}>
      <Photos {...props} />
    </Asking>
  );
}

/** Up to six: taken now, or chosen among those that the phone has. */
function Photos({ photos, onChange }: PhotosProps) {
  const { t } = useTranslation('phone');
  const { add, isBusy, isUnreadable } = useAddedPhotos(onChange);
  const isFull = photos.length >= LIMITS.photosPerEvent;
  return (
    <Stack>
      <ul className="photos">
        {photos.map((sha256, index) => (
          <li key={sha256}>
            <Photo
              sha256={sha256}
              place={index + 1}
              onRemove={() => onChange((now) => ({ ...now, photos: now.photos.filter((one) => one !== sha256) }))}
            />
          </li>
        ))}
        {isBusy && (
          <li>
            <LoadingShape rows={1} height={96} />
          </li>
        )}
      </ul>
      {isUnreadable && <Alarm>{t('proof.unreadable')}</Alarm>}
      <PictureInput icon={<IconCamera aria-hidden />} isFull={isFull} isCamera onPicked={add}>
        {t('proof.take')}
      </PictureInput>
      <PictureInput icon={<IconPhotoPlus aria-hidden />} isFull={isFull} onPicked={add}>
        {t('proof.choose')}
      </PictureInput>
      <Text c="dimmed" role="status">
        {t('proof.photos', { count: photos.length, most: LIMITS.photosPerEvent })}
      </Text>
    </Stack>
  );
}

function Photo({ sha256, place, onRemove }: { sha256: string; place: number; onRemove: () => void }) {
  const { t } = useTranslation('phone');
  const url = useBlobUrl(sha256);
  return (
    <>
      {url === null ? <LoadingShape rows={1} height={96} /> : <img src={url} alt={t('proof.photoOf', { place })} />}
      <ActionIcon aria-label={t('proof.remove', { place })} onClick={onRemove}>
        <IconX aria-hidden />
      </ActionIcon>
    </>
  );
}

interface PictureInputProps {
  icon: React.ReactNode;
  isFull: boolean;
  isCamera?: boolean;
  onPicked: (files: File[]) => void;
  children: string;
}

function PictureInput({ icon, isFull, isCamera = false, onPicked, children }: PictureInputProps) {
  const input = useRef<HTMLInputElement>(null);
  const pick = ({ currentTarget }: ChangeEvent<HTMLInputElement>) => {
    onPicked([...(currentTarget.files ?? [])]);
    // The same picture may be chosen again after it was removed.
    currentTarget.value = '';
  };
  return (
    <>
      <input
        ref={input}
        type="file"
        accept="image/*"
        hidden
        aria-label={children}
        onChange={pick}
        {...(isCamera ? { capture: 'environment' } : { multiple: true })}
      />
      <Button leftSection={icon} disabled={isFull} onClick={() => input.current?.click()}>
        {children}
      </Button>
    </>
  );
}

/** One after the other, so that a weak phone holds one picture at a time. */
function useAddedPhotos(onChange: ChangeProof) {
  const phone = usePhone();
  const [busy, setBusy] = useState(0);
  const [isUnreadable, setUnreadable] = useState(false);
  const keep = async (file: File): Promise<void> => {
    const bytes = await shrinkPhoto(file);
    if (bytes === null) return setUnreadable(true);
    const kept = await phone.keepBlob(bytes, 'image/jpeg');
    if (kept.kind === 'kept') onChange((now) => ({ ...now, photos: withPhoto(now.photos, kept.sha256) }));
  };
  const add = async (files: File[]): Promise<void> => {
    setUnreadable(false);
    setBusy((before) => before + 1);
    try {
      for (const file of files) await keep(file);
    } catch {
      setUnreadable(true);
    } finally {
      setBusy((before) => before - 1);
    }
  };
  return { add: (files: File[]) => void add(files), isBusy: busy > 0, isUnreadable };
}

/** The same photo counts once. */
const withPhoto = (photos: string[], sha256: string): string[] =>
  photos.includes(sha256) ? photos : [...photos, sha256].slice(0, LIMITS.photosPerEvent);

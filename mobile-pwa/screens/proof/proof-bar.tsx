import { useDisclosure } from '@mantine/hooks';
import { IconCamera, IconCheck, IconMapPin, IconSignature, type TablerIcon } from '@tabler/icons-react';
import { useTranslation } from 'react-i18next';
import type { Proof } from '#shared/contract/entities.ts';
import { LIMITS } from '#shared/contract/limits.ts';
import type { DraftedProof } from '../../store/views.ts';
import type { ChangeProof } from './change-proof.ts';
import { PhotosDialog } from './photos-dialog.tsx';
import { SignatureDialog } from './signature-dialog.tsx';
import { usePlace } from './use-place.ts';
import './proof.css';

interface ProofBarProps {
  proof: DraftedProof;
  /** What the client's rule asks for. */
  rule: Proof;
  hasSignature: boolean;
  onChange: ChangeProof;
}

/** What shows later that somebody was here: each a tap away, and marked once it is there. */
export function ProofBar({ proof, rule, hasSignature, onChange }: ProofBarProps) {
  const { t } = useTranslation('phone');
  const [isSigning, signing] = useDisclosure(false);
  const [isTaking, taking] = useDisclosure(false);
  const place = usePlace(proof.place, (found) => onChange((now) => ({ ...now, place: found })));
  const photos = proof.photos.length;
  return (
    <div className="proof-bar">
      {hasSignature && (
        <ProofButton
          icon={IconSignature}
          isThere={proof.signature !== null}
          isAsked={rule.signature === true}
          onClick={signing.open}
        >
          {t('proof.signature')}
        </ProofButton>
      )}
      <ProofButton icon={IconCamera} isThere={photos > 0} isAsked={rule.photo === true} onClick={taking.open}>
        {photos === 0 ? t('proof.photo') : t('proof.photos', { count: photos, most: LIMITS.photosPerEvent })}
      </ProofButton>
      <ProofButton icon={IconMapPin} isThere={proof.place !== null} isAsked={false} onClick={place.toggle}>
        {t(`proof.place.${place.state}`)}
      </ProofButton>
      <SignatureDialog opened={isSigning} onClose={signing.close} signature={proof.signature} onChange={onChange} />
      <PhotosDialog opened={isTaking} onClose={taking.close} photos={proof.photos} onChange={onChange} />
    </div>
  );
}

interface ProofButtonProps {
  icon: TablerIcon;
  isThere: boolean;
  /** The client's rule asks for it. */
  isAsked: boolean;
  onClick: () => void;
  children: string;
}

function ProofButton({ icon: Icon, isThere, isAsked, onClick, children }: ProofButtonProps) {
  const { t } = useTranslation('phone');
  return (
    <button type="button" className="proof-button" data-asked={(isAsked && !isThere) || undefined} onClick={onClick}>
      {isThere ? <IconCheck aria-hidden /> : <Icon aria-hidden />}
      <span role={isThere ? 'status' : undefined}>{children}</span>
      {isAsked && !isThere && <small>{t('proof.asked')}</small>}
    </button>
  );
}

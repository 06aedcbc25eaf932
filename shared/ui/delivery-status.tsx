import { IconBan, IconCircleCheckFilled, IconCircleDashed, IconCircleHalf2, IconCircleX } from '@tabler/icons-react';
import { useTranslation } from 'react-i18next';
import type { DeliveryStatus as Status } from '#shared/contract/entities.ts';
import './delivery-status.css';

const ICONS = {
  PENDING: IconCircleDashed,
  VALIDATED: IconCircleCheckFilled,
  PARTIAL: IconCircleHalf2,
  FAILED: IconCircleX,
  CANCELLED: IconBan,
} satisfies Record<Status, unknown>;

/** How a delivery ended. Drawn in ink: the state colours say where something is, not how it went. */
export function DeliveryStatus({ status }: { status: Status }) {
  const { t } = useTranslation();
  const Icon = ICONS[status];
  return (
    <span className="delivery-status" data-status={status}>
      <Icon size={18} stroke={2} aria-hidden />
      {t(`delivery.${status}`)}
    </span>
  );
}

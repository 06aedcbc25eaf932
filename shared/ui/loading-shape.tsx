import { Skeleton, Stack, VisuallyHidden } from '@mantine/core';
import { useTranslation } from 'react-i18next';

export interface LoadingShapeProps {
  /** As many as usually come. */
  rows?: number;
  /** Of one row, in pixels, so that nothing jumps when the real ones come. */
  height?: number;
}

/** The shape of what comes, and for screen readers the text. */
export function LoadingShape({ rows = 6, height = 44 }: LoadingShapeProps) {
  const { t } = useTranslation();
  return (
    <Stack gap="xs" role="status">
      <VisuallyHidden>{t('loading')}</VisuallyHidden>
      {Array.from({ length: rows }, (_, row) => `row ${row}`).map((row) => (
        <Skeleton key={row} height={height} radius="md" aria-hidden />
      ))}
    </Stack>
  );
}

import { Button, Group, Image, Stack, Text } from '@mantine/core';
import { IconPhoto, IconSignature } from '@tabler/icons-react';
import { useMutation } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import type { ProofPicture } from '#shared/contract/hq/proof.ts';
import { ErrorNote } from '#shared/ui/error-note.tsx';
import { failureIn } from '#shared/ui/json-call.ts';
import { Moment } from '#shared/ui/moment.tsx';
import { ask, hqRequest } from '../api/client.ts';
import { UNNAMED } from '../api/directory.ts';
import { useSession } from '../session/session-context.tsx';

interface PicturesProps {
  deliveryId: string;
  pictures: ProofPicture[];
}

/** Photos and signatures. None is shown by itself: who looks at one is kept. */
export function Pictures({ deliveryId, pictures }: PicturesProps) {
  const { t } = useTranslation('hq');
  if (pictures.length === 0) return null;
  return (
    <Stack gap="xs" mt="sm">
      <Text size="sm" c="dimmed">
        {t('proof.logged')}
      </Text>
      {pictures.map((picture) => (
        <Picture key={`${picture.event_id} ${picture.sha256}`} deliveryId={deliveryId} picture={picture} />
      ))}
    </Stack>
  );
}

function Picture({ deliveryId, picture }: { deliveryId: string; picture: ProofPicture }) {
  const { t } = useTranslation('hq');
  const session = useSession();
  const view = useMutation({
    mutationFn: () =>
      ask(
        session,
        hqRequest('GET /deliveries/:id/pictures/:sha256', { params: { id: deliveryId, sha256: picture.sha256 } }),
      ),
  });
  const Icon = picture.kind === 'SIGNATURE' ? IconSignature : IconPhoto;
  const name = t(`proof.kind.${picture.kind}`);
  return (
    <div>
      <Group gap="sm">
        {picture.is_here ? (
          <Button
            size="sm"
            leftSection={<Icon size={18} aria-hidden />}
            loading={view.isPending}
            onClick={() => view.mutate()}
          >
            {t(`proof.see.${picture.kind}`)}
          </Button>
        ) : (
          <Text size="sm">
            {name} · {t('proof.notHere')}
          </Text>
        )}
        <Text size="sm" c="dimmed">
          <bdi>{picture.user_name ?? UNNAMED}</bdi> · <Moment at={picture.at} />
        </Text>
      </Group>
      {view.error && <ErrorNote code={failureIn(view.error).code} />}
      {view.data && (
        <Image mt="xs" radius="md" src={`data:${view.data.content_type};base64,${view.data.data}`} alt={name} />
      )}
    </div>
  );
}

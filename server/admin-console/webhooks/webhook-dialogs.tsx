import { Modal } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import { FEED_KINDS } from '#shared/contract/hq/feed.ts';
import type { Webhook } from '#shared/contract/hq/webhooks.ts';
import { hqRequest } from '../api/client.ts';
import { useChange } from '../api/use-change.ts';
import { ActDialog, type ActDialogProps } from '../form/act-dialog.tsx';
import { EntryForm } from '../form/entry-form.tsx';
import { type Field, textOrNull } from '../form/fields.ts';
import { useKindText } from '../service-accounts/scope-text.ts';
import { SecretOnce } from '../service-accounts/secret-once.tsx';

export const WEBHOOK_ACTS = ['again', 'change', 'rotate', 'stop'] as const;
export type WebhookAct = (typeof WEBHOOK_ACTS)[number];

type WebhookCall = `POST /webhooks/:id/${'resume' | 'change' | 'stop'}`;

function useFields(): Field[] {
  const { t } = useTranslation('hq');
  const textOf = useKindText();
  return [
    { name: 'name', label: t('webhooks.name'), kind: 'text' },
    { name: 'url', label: t('webhooks.url'), hint: t('webhooks.urlHint'), kind: 'text' },
    {
      name: 'kinds',
      label: t('webhooks.kinds'),
      kind: 'choices',
      options: FEED_KINDS.map((kind) => ({ value: kind, label: textOf(kind) })),
    },
  ];
}

interface SecretProps {
  opened: boolean;
  /** Whose secret is replaced; null: another webhook is made. */
  rotating: Webhook | null;
  onClose: () => void;
}

/** What ends with a secret that is shown once. */
export function SecretDialog({ opened, rotating, onClose }: SecretProps) {
  const { t } = useTranslation('hq');
  const title = rotating ? t('webhooks.rotateName', { name: rotating.name }) : t('webhooks.createTitle');
  return (
    <Modal opened={opened} onClose={onClose} title={title}>
      <Making rotating={rotating} onClose={onClose} />
    </Modal>
  );
}

function Making({ rotating, onClose }: Omit<SecretProps, 'opened'>) {
  const { t } = useTranslation('hq');
  const make = useChange<'POST /webhooks' | 'POST /webhooks/:id/rotate'>();
  const fields = useFields();
  if (make.data) {
    const texts = { title: t('webhooks.secretTitle'), use: t('webhooks.secretUse') };
    return <SecretOnce secret={make.data.secret} {...texts} onClose={onClose} />;
  }
  return (
    <EntryForm
      fields={rotating ? [] : fields}
      initial={{ kinds: [] }}
      sending={make}
      submit={rotating ? t('webhooks.rotate') : t('webhooks.createSubmit')}
      onClose={onClose}
      onSend={({ name, url, kinds }) =>
        make.mutate(
          rotating
            ? hqRequest('POST /webhooks/:id/rotate', { params: { id: rotating.id }, body: {} })
            : hqRequest('POST /webhooks', { body: { name: textOrNull(name), url: textOrNull(url), kinds } }),
        )
      }
    >
      {rotating ? t('webhooks.rotateText') : t('webhooks.createText')}
    </EntryForm>
  );
}

type Asked = Pick<ActDialogProps<WebhookCall>, 'title' | 'fields' | 'initial' | 'toChange' | 'submit' | 'danger'>;

/** What is done to one webhook, and gives no secret. */
export function WebhookActDialog(props: { act: Exclude<WebhookAct, 'rotate'>; webhook: Webhook; onClose: () => void }) {
  const { act, webhook, onClose } = props;
  const { t } = useTranslation('hq');
  const fields = useFields();
  const { id, name, url, kinds } = webhook;
  const asked: Record<typeof act, Asked & { text: string }> = {
    again: {
      title: t('webhooks.againTitle', { name }),
      fields: [],
      toChange: () => hqRequest('POST /webhooks/:id/resume', { params: { id }, body: {} }),
      submit: t('webhooks.again'),
      text: t('webhooks.againText'),
    },
    change: {
      title: t('webhooks.changeName', { name }),
      fields,
      initial: { name, url, kinds },
      toChange: (values) =>
        hqRequest('POST /webhooks/:id/change', {
          params: { id },
          body: { name: textOrNull(values.name), url: textOrNull(values.url), kinds: values.kinds },
        }),
      submit: t('webhooks.change'),
      text: '',
    },
    stop: {
      title: t('webhooks.stopTitle', { name }),
      fields: [{ name: 'reason', label: t('form.reason'), kind: 'text' }],
      toChange: ({ reason }) =>
        hqRequest('POST /webhooks/:id/stop', { params: { id }, body: { reason: textOrNull(reason) } }),
      submit: t('webhooks.stop'),
      danger: true,
      text: t('webhooks.stopText'),
    },
  };
  const { text, ...dialog } = asked[act];
  return (
    <ActDialog opened onClose={onClose} {...dialog}>
      {text}
    </ActDialog>
  );
}

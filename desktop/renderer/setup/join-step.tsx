import { Alert, Button, FileButton, Group, SimpleGrid, Stack, Text, TextInput } from '@mantine/core';
import { IconAlertTriangle, IconFile } from '@tabler/icons-react';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { JoinTrouble } from '#shared/contract/setup.ts';
import { readFingerprint, readInvitation } from '#shared/domain/invitation.ts';
import { ErrorNote } from '#shared/ui/error-note.tsx';
import { failureIn } from '#shared/ui/json-call.ts';
import { NextButton } from '#shared/ui/next-button.tsx';
import { joinCompany } from '../api/setup.ts';

const EMPTY = { server: '', code: '', ca: '' };
type Fields = typeof EMPTY;

/** What HQ gave: its invitation, pasted into any field or opened as a file, or address and code typed by hand. */
export function JoinStep({ onJoined }: { onJoined: () => void }) {
  const { t } = useTranslation('depot');
  const queryClient = useQueryClient();
  const [fields, setFields] = useState(EMPTY);
  const [noInvitation, setNoInvitation] = useState(false);
  const join = useMutation({
    mutationFn: () => joinCompany({ ...fields, ca: readFingerprint(fields.ca) }),
    onSuccess: async (answer) => {
      if (!answer.joined) return;
      await queryClient.invalidateQueries();
      onJoined();
    },
  });
  const take = (text: string): boolean => {
    const invitation = readInvitation(text);
    if (invitation) setFields({ server: invitation.server, code: invitation.code, ca: invitation.ca ?? '' });
    return invitation !== null;
  };
  const open = async (file: File | null) => {
    if (file) setNoInvitation(!take(await file.text()));
  };
  const set = (name: keyof Fields, text: string) => {
    join.reset();
    setNoInvitation(false);
    if (!take(text)) setFields({ ...fields, [name]: text });
  };
  const isWrongCa = fields.ca.trim() !== '' && readFingerprint(fields.ca) === null;
  const trouble = join.data?.joined === false ? join.data.trouble : null;
  return (
    <form
      onSubmit={(submitted) => {
        submitted.preventDefault();
        join.mutate();
      }}
    >
      <Stack gap="md" maw={1080}>
        <Group justify="space-between" wrap="nowrap" gap="xl">
          <Text size="lg">{t('setup.join.more')}</Text>
          <FileButton onChange={(file) => void open(file)} accept="application/json,.json">
            {(props) => (
              <Button
                {...props}
                size="lg"
                variant="default"
                flex="none"
                leftSection={<IconFile size={22} aria-hidden />}
              >
                {t('setup.join.open')}
              </Button>
            )}
          </FileButton>
        </Group>
        {noInvitation && <Trouble title={t('setup.join.noInvitation')} todo={t('setup.join.noInvitationTodo')} />}
        <SimpleGrid cols={2}>
          <Field name="server" fields={fields} set={set} placeholder="https://" />
          <Field name="code" fields={fields} set={set} />
        </SimpleGrid>
        <Field name="ca" fields={fields} set={set} error={isWrongCa ? t('setup.join.caWrong') : null} />
        {trouble && <JoinRefused trouble={trouble} />}
        {join.error && <ErrorNote code={failureIn(join.error).code} />}
        <Group>
          <NextButton
            type="submit"
            size="lg"
            loading={join.isPending}
            disabled={fields.server.trim() === '' || fields.code.trim() === '' || isWrongCa}
          >
            {t('setup.join.submit')}
          </NextButton>
        </Group>
      </Stack>
    </form>
  );
}

interface FieldProps {
  name: keyof Fields;
  fields: Fields;
  set: (name: keyof Fields, text: string) => void;
  placeholder?: string;
  error?: string | null;
}

function Field({ name, fields, set, placeholder = '', error = null }: FieldProps) {
  const { t } = useTranslation('depot');
  return (
    <TextInput
      size="lg"
      dir="ltr"
      label={t(`setup.join.${name}`)}
      description={t(`setup.join.${name}More`)}
      placeholder={placeholder}
      value={fields[name]}
      error={error}
      autoComplete="off"
      spellCheck={false}
      onChange={({ currentTarget }) => set(name, currentTarget.value)}
    />
  );
}

function JoinRefused({ trouble }: { trouble: JoinTrouble }) {
  const { t } = useTranslation('depot');
  return <Trouble title={t(`setup.trouble.${trouble}.what`)} todo={t(`setup.trouble.${trouble}.todo`)} />;
}

function Trouble({ title, todo }: { title: string; todo: string }) {
  return (
    <Alert
      role="alert"
      color="red"
      variant="outline"
      icon={<IconAlertTriangle aria-hidden />}
      title={title}
      bg="var(--surface)"
    >
      <Text fw={600}>{todo}</Text>
    </Alert>
  );
}

import { Group, Kbd, Modal, Stack, Text } from '@mantine/core';
import { useTranslation } from 'react-i18next';

const KEYS = [
  ['palette', ['Ctrl', 'K']],
  ['search', ['/']],
  ['section', ['1', '…', '8']],
  ['rows', ['↑', '↓']],
  ['open', ['Enter']],
  ['close', ['Esc']],
  ['help', ['?']],
] as const;

/** Which keys there are. */
export function KeyHelp({ opened, onClose }: { opened: boolean; onClose: () => void }) {
  const { t } = useTranslation('hq');
  return (
    <Modal opened={opened} onClose={onClose} title={t('keys.title')}>
      <Stack gap="sm">
        {KEYS.map(([name, keys]) => (
          <Group key={name} justify="space-between" wrap="nowrap">
            <Text>{t(`keys.${name}`)}</Text>
            <Group gap={4} className="ltr" wrap="nowrap">
              {keys.map((key) => (
                <Kbd key={key} size="md">
                  {key}
                </Kbd>
              ))}
            </Group>
          </Group>
        ))}
      </Stack>
    </Modal>
  );
}

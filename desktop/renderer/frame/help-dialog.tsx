import { Group, Kbd, Modal, Stack, Text } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import { SCREEN_NAMES, SHORTCUT_KEYS, type Shortcut } from './shortcuts.ts';

const ORDER: Shortcut[] = ['help', 'palette', ...SCREEN_NAMES, 'search', 'printAll'];

export function HelpDialog({ opened, onClose }: { opened: boolean; onClose: () => void }) {
  const { t } = useTranslation(['depot', 'ui']);
  const rows = [
    ...ORDER.map((shortcut) => ({ label: t(`keys.${shortcut}`), keys: SHORTCUT_KEYS[shortcut] })),
    { label: t('keys.tab'), keys: ['Tab'] },
  ];
  return (
    <Modal opened={opened} onClose={onClose} title={t('keys.title')}>
      <Stack gap="sm">
        {rows.map(({ label, keys }) => (
          <Group key={label} justify="space-between">
            <Text>{label}</Text>
            <Group gap={4} className="ltr">
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

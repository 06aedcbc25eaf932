import { Button, Group, Stack, Text } from '@mantine/core';
import { IconPrinter } from '@tabler/icons-react';
import { useTranslation } from 'react-i18next';
import './setup.css';

/** A page of nothing but a sentence: the printer, its paper and its place in the system's dialog. */
export function PrinterStep() {
  const { t } = useTranslation('depot');
  return (
    <Stack>
      <Text size="lg">{t('setup.printer.more')}</Text>
      <Group>
        <Button
          size="lg"
          variant="default"
          leftSection={<IconPrinter size={22} aria-hidden />}
          onClick={() => window.print()}
        >
          {t('setup.printer.test')}
        </Button>
      </Group>
      <Text className="print-test">{t('setup.printer.page')}</Text>
    </Stack>
  );
}

import { Button, Menu } from '@mantine/core';
import { IconDownload, IconFileSpreadsheet, IconFileText } from '@tabler/icons-react';
import { useTranslation } from 'react-i18next';
import { FILE_FORMS, type FileForm } from './list-file.ts';

const ICONS = { xlsx: IconFileSpreadsheet, csv: IconFileText } as const satisfies Record<FileForm, unknown>;

interface FileMenuProps {
  onChoose: (form: FileForm) => void;
  isPending?: boolean;
  /** Left out: "File". */
  label?: string;
}

/** A button under which the forms of a file stand. */
export function FileMenu({ onChoose, isPending = false, label }: FileMenuProps) {
  const { t } = useTranslation('hq');
  return (
    <Menu position="bottom-end" withinPortal>
      <Menu.Target>
        <Button leftSection={<IconDownload size={18} aria-hidden />} loading={isPending}>
          {label ?? t('list.file')}
        </Button>
      </Menu.Target>
      <Menu.Dropdown>
        {FILE_FORMS.map((form) => {
          const Icon = ICONS[form];
          return (
            <Menu.Item key={form} leftSection={<Icon size={18} aria-hidden />} onClick={() => onChoose(form)}>
              {t(`list.forms.${form}`)}
            </Menu.Item>
          );
        })}
      </Menu.Dropdown>
    </Menu>
  );
}

import { ActionIcon, Menu } from '@mantine/core';
import { IconDots, IconKey, IconLink, IconPhoneOff } from '@tabler/icons-react';
import { useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { DesktopPhone } from '#shared/contract/desktop.ts';
import { CodeDialog } from '../desk/code-dialog.tsx';
import { RevokeDialog } from '../desk/revoke-dialog.tsx';
import { ChainDialog } from './chain-dialog.tsx';

type Act = 'code' | 'revoke' | 'chain';

/** What a clerk can ask of HQ for a phone and its person. */
export function PhoneActs({ phone, letter }: { phone: DesktopPhone; letter: string | undefined }) {
  const { t } = useTranslation('depot');
  const [open, setOpen] = useState<Act | null>(null);
  const button = useRef<HTMLButtonElement>(null);
  // The menu is gone once its dialog closes: whoever opened it goes back to its button.
  const ask = (act: Act) => {
    button.current?.focus();
    setOpen(act);
  };
  const name = letter === undefined ? phone.user_name : `${phone.user_name} · ${t('phoneList.several', { letter })}`;
  return (
    <>
      <Menu position="bottom-end">
        <Menu.Target>
          <ActionIcon ref={button} data-row size={48} variant="subtle" aria-label={t('phoneList.actions', { name })}>
            <IconDots size={22} aria-hidden />
          </ActionIcon>
        </Menu.Target>
        <Menu.Dropdown>
          <Menu.Item mih={48} leftSection={<IconKey size={20} aria-hidden />} onClick={() => ask('code')}>
            {t('phoneList.code')}
          </Menu.Item>
          <Menu.Item mih={48} leftSection={<IconPhoneOff size={20} aria-hidden />} onClick={() => ask('revoke')}>
            {t('phoneList.revoke')}
          </Menu.Item>
          <Menu.Item mih={48} leftSection={<IconLink size={20} aria-hidden />} onClick={() => ask('chain')}>
            {t('phoneList.chain')}
          </Menu.Item>
        </Menu.Dropdown>
      </Menu>
      {open === 'code' && <CodeDialog phone={phone} onClose={() => setOpen(null)} />}
      {open === 'chain' && <ChainDialog phone={phone} onClose={() => setOpen(null)} />}
      {open === 'revoke' && <RevokeDialog phone={phone} onClose={() => setOpen(null)} />}
    </>
  );
}

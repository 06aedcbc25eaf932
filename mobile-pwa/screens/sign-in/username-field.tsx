import { TextInput } from '@mantine/core';
import { useTranslation } from 'react-i18next';

export interface UsernameFieldProps {
  username: string;
  onUsername: (username: string) => void;
}

export function UsernameField({ username, onUsername }: UsernameFieldProps) {
  const { t } = useTranslation('phone');
  return (
    <TextInput
      label={t('signIn.username')}
      value={username}
      onChange={(event) => onUsername(event.currentTarget.value)}
      autoComplete="username"
      autoCapitalize="none"
      autoCorrect="off"
      spellCheck={false}
      dir="ltr"
      required
    />
  );
}

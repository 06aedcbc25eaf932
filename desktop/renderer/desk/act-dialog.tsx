import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { DeskAnswer } from '#shared/contract/desktop/desk.ts';
import { ErrorNote } from '#shared/ui/error-note.tsx';
import { failureIn } from '#shared/ui/json-call.ts';
import { LoadingShape } from '#shared/ui/loading-shape.tsx';
import { clerksQuery } from '../api/desk.ts';
import { Dialog } from '../frame/dialog.tsx';
import { type Act, ActForm } from './act-form.tsx';
import { SignInForm } from './sign-in-form.tsx';

/** The act, and what closes the dialog. */
type ActDialogProps<Answer extends DeskAnswer> = Act<Answer> & { title: string; onClose: () => void };

/** An act at the depot's PC: what, by whom, and the PIN. Who is not known here yet signs in first. */
export function ActDialog<Answer extends DeskAnswer>({ title, onClose, ...form }: ActDialogProps<Answer>) {
  const { t } = useTranslation('depot');
  const { data, error, isPending, refetch } = useQuery(clerksQuery);
  const [isNew, setNew] = useState(false);
  const signsIn = isNew || data?.items.length === 0;
  return (
    <Dialog onClose={onClose} title={signsIn ? t('desk.signInTitle') : title}>
      {isPending && <LoadingShape rows={3} height={56} />}
      {error && <ErrorNote code={failureIn(error).code} onRetry={() => void refetch()} />}
      {data && signsIn && <SignInForm onDone={() => setNew(false)} />}
      {data && !signsIn && <ActForm {...form} clerks={data.items} onSignIn={() => setNew(true)} />}
    </Dialog>
  );
}

import {
  DeliveryHands,
  type DeliveryNoteProps,
  NoteCode,
  NoteFacts,
  NoteLines,
  NoteRecipient,
  NoteTitle,
  NoteTotals,
} from './note-parts.tsx';
import { PagedPaper } from './paged-paper.tsx';

/** A delivery note on sheets of paper. */
export function PagedNote(props: DeliveryNoteProps) {
  const { delivery, language } = props;
  return (
    <PagedPaper
      language={language}
      label={delivery.reference}
      name={<bdi>{delivery.reference}</bdi>}
      isCancelled={delivery.status === 'CANCELLED'}
      count={delivery.lines.length}
      top={
        <>
          <div>
            <NoteTitle {...props} />
            <NoteFacts {...props} />
            <NoteRecipient {...props} />
          </div>
          <NoteCode {...props} />
        </>
      }
      table={(rows) => <NoteLines {...props} lines={rows.flatMap((row) => delivery.lines[row] ?? [])} />}
      tail={
        <>
          <NoteTotals {...props} />
          <DeliveryHands language={language} />
        </>
      }
    />
  );
}

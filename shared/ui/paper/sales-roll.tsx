import { directionOf } from '../i18n/languages.ts';
import { RollPage } from './roll-page.tsx';
import { type RollRow, rollRows } from './roll-rows.ts';
import type { SalesPaper } from './sales-paper.ts';
import './paper.css';

/** The paper of a sale on a roll of 80 mm. */
export function SalesRoll({ paper }: { paper: SalesPaper }) {
  const { language, reference, title } = paper;
  return (
    <RollPage className="paper paper-roll" lang={language} dir={directionOf(language)} aria-label={reference ?? title}>
      {rollRows(paper).map((row) => (
        <Row key={row.place} row={row} />
      ))}
    </RollPage>
  );
}

function Row({ row }: { row: RollRow }) {
  switch (row.kind) {
    case 'rule':
      return <hr />;
    case 'hand':
      return <div className="paper-hand">{row.text}</div>;
    case 'pair':
      return (
        <p className="paper-pair" data-look={row.look}>
          <span>{row.start}</span>
          <span className="paper-pair-end">
            <bdi>{row.end}</bdi>
          </span>
        </p>
      );
    case 'text':
      return (
        <p data-look={row.look} lang={row.language} dir={row.language && directionOf(row.language)}>
          {row.text}
        </p>
      );
  }
}

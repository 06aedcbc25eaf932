import { directionOf } from '../i18n/languages.ts';
import type { PaperParty, SalesPaper } from './sales-paper.ts';
import './paper.css';

interface SalesSheetProps {
  paper: SalesPaper;
  /** What the paper's title is on its page. */
  heading: 'h1' | 'h2';
}

/** The paper of a sale on a sheet of A4. */
export function SalesSheet({ paper, heading: Heading }: SalesSheetProps) {
  const { language, title, reference, stamp, facts, parties, words, note, hands } = paper;
  return (
    <article className="paper" lang={language} dir={directionOf(language)} aria-label={reference ?? title}>
      {stamp !== null && <strong className="paper-stamp">{stamp}</strong>}
      <div className="paper-parties">
        {parties.map((party) => (
          <Party key={party.title} party={party} />
        ))}
      </div>
      <Heading className="paper-title">
        {title} <bdi>{reference}</bdi>
      </Heading>
      {facts.map((fact) => (
        <p key={fact}>{fact}</p>
      ))}
      <Lines paper={paper} />
      {paper.notes !== null && <Notes notes={paper.notes} />}
      <Totals paper={paper} />
      {words.map(({ language: spoken, lead, text }) => (
        <p key={spoken} lang={spoken} dir={directionOf(spoken)}>
          {lead} <strong>{text}</strong>
        </p>
      ))}
      {note !== null && <p>{note}</p>}
      {hands.length > 0 && (
        <div className="paper-hands">
          {hands.map((hand) => (
            <div key={hand}>{hand}</div>
          ))}
        </div>
      )}
    </article>
  );
}

const Party = ({ party: { title, name, rows } }: { party: PaperParty }) => (
  <section>
    <span>{title}</span>
    <strong>
      <bdi>{name}</bdi>
    </strong>
    {rows.map(({ label, value, isLtr }) => (
      <span key={`${label} ${value}`}>
        {label} <bdi className={isLtr ? 'ltr' : undefined}>{value}</bdi>
      </span>
    ))}
  </section>
);

function Lines({ paper: { heads, lines } }: { paper: SalesPaper }) {
  return (
    <table className="paper-lines">
      <thead>
        <tr>
          {Object.entries(heads).map(([name, head]) => (
            <th key={name} scope="col">
              {head}
            </th>
          ))}
        </tr>
      </thead>
      <tbody>
        {lines.map(({ key, code, name, quantity, price, tva, amount }) => (
          <tr key={key}>
            <td>
              <bdi className="unbroken">{code}</bdi>
            </td>
            <td>
              <bdi>{name}</bdi>
            </td>
            <td className="number">
              <bdi className="unbroken">{quantity}</bdi>
            </td>
            <td className="number">{price}</td>
            <td className="number">
              <bdi className="ltr">{tva}</bdi>
            </td>
            <td className="number">{amount}</td>
          </tr>
        ))}
      </tbody>
    </table>
  );
}

const Notes = ({ notes: { title, heads, rows } }: { notes: NonNullable<SalesPaper['notes']> }) => (
  <>
    <p className="paper-heading">{title}</p>
    <table className="paper-lines" aria-label={title}>
      <thead>
        <tr>
          <th scope="col">{heads.note}</th>
          <th scope="col">{heads.day}</th>
          <th scope="col">{heads.amount}</th>
        </tr>
      </thead>
      <tbody>
        {rows.map(({ reference, day, amount }) => (
          <tr key={reference}>
            <td>
              <bdi className="unbroken">{reference}</bdi>
            </td>
            <td>
              <bdi className="unbroken">{day}</bdi>
            </td>
            <td className="number">{amount}</td>
          </tr>
        ))}
      </tbody>
    </table>
  </>
);

const Totals = ({ paper: { totals } }: { paper: SalesPaper }) => (
  <dl className="paper-totals">
    {totals.map(({ label, value, isDue }) => (
      <div key={label} className={isDue ? 'due' : undefined}>
        <dt>{label}</dt>
        <dd>{value}</dd>
      </div>
    ))}
  </dl>
);

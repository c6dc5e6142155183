/** One step of the page: its number, its name, what it is for. */

/** Gives the focus to a step's name when what had it is gone. */
export function focusPart(name: string): void {
  document.getElementById(`plan-${name}`)?.focus({ preventScroll: true });
}

export function Part({ number, name, title, lead, aside, children }: {
  number: number;
  name: string;
  title: string;
  lead?: string;
  aside?: React.ReactNode;
  children: React.ReactNode;
}) {
  return (
    <section className="plan-part p-card" aria-labelledby={`plan-${name}`}>
      <div className="plan-part-head">
        <h2 id={`plan-${name}`} tabIndex={-1}><span className="plan-number">{number}</span> {title}</h2>
        {aside}
      </div>
      {lead && <p className="p-quiet plan-lead">{lead}</p>}
      {children}
    </section>
  );
}

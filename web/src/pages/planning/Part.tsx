/** One step of the page: its number, its name, what it is for. */

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
        <h2 id={`plan-${name}`}><span className="plan-number">{number}</span> {title}</h2>
        {aside}
      </div>
      {lead && <p className="p-quiet plan-lead">{lead}</p>}
      {children}
    </section>
  );
}

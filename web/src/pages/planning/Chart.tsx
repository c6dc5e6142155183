/** A chart over the time axis: lines and bands, read by pointer, by arrow keys, or as a table. The marks differ in shape too. */

import { Button, Table } from "@mantine/core";
import { useState } from "react";
import { useTexts } from "@/i18n";
import { clockOf, drawn, hourTicks, indexAt, localOf, niceTop, type Axis } from "./axis";
import { dayName } from "./week";
import "./chart.css";

/** One series: a line through the middle of the quarters, or steps where the value holds for the whole quarter. */
export interface Series {
  key: string;
  name: string;
  mark: "line" | "steps" | "dashes";
  tone: "call" | "accent" | "text" | "wrap";
  values: number[];
  /** A band around it, with the name that tables and readings give it. */
  band?: { name: string; low: number[]; high: number[] };
}

/** What the table and the reading say beside the series, without a line of its own. */
export interface Column {
  key: string;
  name: string;
  values: number[];
  show: (value: number) => string;
}

const HEIGHT = 100; // of the drawing's own units; the page stretches it

function paths(axis: Axis, values: number[], top: number, steps: boolean): string {
  const y = (value: number | undefined): string => (HEIGHT - ((value ?? 0) / top) * HEIGHT).toFixed(2);
  return axis.segments
    .map(({ index, count, slot }) =>
      Array.from({ length: count }, (_, at) => {
        const height = y(values[index + at]);
        const head = at === 0 ? "M" : "L";
        return steps ? `${head}${slot + at} ${height}L${slot + at + 1} ${height}` : `${head}${slot + at + 0.5} ${height}`;
      }).join(""),
    )
    .join("");
}

function band(axis: Axis, low: number[], high: number[], top: number): string {
  const point = (slot: number, value: number | undefined): string => `${slot + 0.5} ${(HEIGHT - ((value ?? 0) / top) * HEIGHT).toFixed(2)}`;
  return axis.segments
    .map(({ index, count, slot }) => {
      const over = Array.from({ length: count }, (_, at) => point(slot + at, high[index + at]));
      const under = Array.from({ length: count }, (_, at) => point(slot + at, low[index + at])).reverse();
      return `M${[...over, ...under].join("L")}Z`;
    })
    .join("");
}

function Legend({ series }: { series: Series[] }) {
  return (
    <ul className="chart-legend">
      {series.map((one) => (
        <li key={one.key}>
          <svg viewBox="0 0 28 12" width="28" height="12" aria-hidden="true">
            {one.band && <rect width="28" height="12" className="chart-band" data-tone={one.tone} />}
            <path d="M0 6H28" className="chart-line" data-tone={one.tone} data-mark={one.mark} />
          </svg>
          {one.name}{one.band && ` · ${one.band.name}`}
        </li>
      ))}
    </ul>
  );
}

function Days({ axis, marked }: { axis: Axis; marked: Map<string, string> }) {
  const { lang } = useTexts();
  const at = (slot: number): string => `${(100 * slot) / axis.slots}%`;
  const hours = hourTicks(axis);
  return (
    <div className="chart-days">
      {hours.length > 0
        ? hours.map((tick) => <span key={tick.slot} className="chart-hour" style={{ left: at(tick.slot) }}>{tick.label}</span>)
        : axis.segments.map((segment) => (
            <span key={segment.slot} className="chart-day" style={{ left: at(segment.slot), width: at(segment.count) }} data-marked={marked.has(segment.date)}>
              <span className="p-cut">{[dayName(segment.date, lang, "short"), marked.get(segment.date)].filter(Boolean).join(" · ")}</span>
            </span>
          ))}
    </div>
  );
}

interface Shown {
  label: string;
  axis: Axis;
  series: Series[];
  columns?: Column[];
  /** Names of days that stand out: holidays, special days. */
  marked?: Map<string, string>;
  show: (value: number) => string;
}

function Plot({ label, axis, series, columns = [], marked = new Map<string, string>(), show }: Shown) {
  const { t, lang } = useTexts();
  const [slot, setSlot] = useState<number | null>(null);
  const indices = drawn(axis);
  const most = Math.max(1, ...series.flatMap((one) => indices.map((index) => Math.max(one.values[index] ?? 0, one.band?.high[index] ?? 0))));
  const top = niceTop(most);
  const held = Math.min(slot ?? 0, axis.slots - 1);
  const index = indexAt(axis, held);
  const at = axis.starts[index] ?? 0;
  const said = [
    `${dayName(localOf(at, axis.zone).date, lang)} ${clockOf(at, axis.zone)}`,
    ...series.map((one) => `${one.name} ${show(one.values[index] ?? 0)}${one.band ? ` (${show(one.band.low[index] ?? 0)}–${show(one.band.high[index] ?? 0)})` : ""}`),
    ...columns.map((one) => `${one.name} ${one.show(one.values[index] ?? 0)}`),
  ].join(" · ");
  const step: Record<string, number> = { ArrowRight: 1, ArrowLeft: -1, PageDown: 4, PageUp: -4, Home: -axis.slots, End: axis.slots };
  return (
    <>
      <p className="chart-said p-meta" data-none={slot === null}>{slot === null ? t("planning.chart.hint") : said}</p>
      <div className="chart-frame">
        <div className="chart-scale" aria-hidden="true">
          {[top, top / 2, 0].map((value) => <span key={value}>{show(value)}</span>)}
        </div>
        <div
          className="chart-plot" role="slider" tabIndex={0} aria-label={label} aria-valuemin={0} aria-valuemax={Math.max(0, axis.slots - 1)}
          aria-valuenow={held} aria-valuetext={said}
          onPointerMove={(event) => {
            const box = event.currentTarget.getBoundingClientRect();
            setSlot(Math.max(0, Math.min(axis.slots - 1, Math.floor(((event.clientX - box.left) / box.width) * axis.slots))));
          }}
          onPointerLeave={() => setSlot(null)}
          onBlur={() => setSlot(null)}
          onKeyDown={(event) => {
            const by = step[event.key];
            if (by === undefined) return;
            event.preventDefault();
            setSlot(Math.max(0, Math.min(axis.slots - 1, slot === null ? 0 : slot + by)));
          }}
        >
          <svg viewBox={`0 0 ${Math.max(1, axis.slots)} ${HEIGHT}`} preserveAspectRatio="none" aria-hidden="true">
            <path d={`M0 0H${axis.slots}M0 50H${axis.slots}M0 ${HEIGHT}H${axis.slots}`} className="chart-grid" />
            <path d={axis.segments.slice(1).map((segment) => `M${segment.slot} 0V${HEIGHT}`).join("")} className="chart-edge" />
            {series.map((one) => one.band && <path key={one.key} d={band(axis, one.band.low, one.band.high, top)} className="chart-band" data-tone={one.tone} />)}
            {series.map((one) => (
              <path key={one.key} d={paths(axis, one.values, top, one.mark !== "line")} className="chart-line" data-tone={one.tone} data-mark={one.mark} />
            ))}
            {slot !== null && <path d={`M${held + 0.5} 0V${HEIGHT}`} className="chart-cursor" />}
          </svg>
        </div>
        <Days axis={axis} marked={marked} />
      </div>
    </>
  );
}

function Numbers({ label, axis, series, columns = [], show }: Shown) {
  const { t, lang } = useTexts();
  const all: Column[] = [
    ...series.flatMap((one) => [
      { key: one.key, name: one.name, values: one.values, show },
      ...(one.band ? [{ key: `${one.key}-low`, name: t("planning.chart.low"), values: one.band.low, show }, { key: `${one.key}-high`, name: t("planning.chart.high"), values: one.band.high, show }] : []),
    ]),
    ...columns,
  ];
  return (
    <div className="chart-table" role="group" tabIndex={0} aria-label={label}>
      <Table stickyHeader>
        <Table.Thead>
          <Table.Tr>
            <Table.Th>{t("planning.chart.at")}</Table.Th>
            {all.map((column) => <Table.Th key={column.key} className="chart-number">{column.name}</Table.Th>)}
          </Table.Tr>
        </Table.Thead>
        <Table.Tbody>
          {drawn(axis).map((index) => {
            const at = axis.starts[index] ?? 0;
            return (
              <Table.Tr key={index}>
                <Table.Th scope="row" className="p-nowrap">{dayName(localOf(at, axis.zone).date, lang, "short")} {clockOf(at, axis.zone)}</Table.Th>
                {all.map((column) => <Table.Td key={column.key} className="chart-number">{column.show(column.values[index] ?? 0)}</Table.Td>)}
              </Table.Tr>
            );
          })}
        </Table.Tbody>
      </Table>
    </div>
  );
}

/** The chart with its legend, its one-sentence summary and the button that turns it into a table of the same height. */
export function Chart({ summary, tall, ...shown }: Shown & { summary: string; tall?: boolean }) {
  const { t } = useTexts();
  const [table, setTable] = useState(false);
  return (
    <div className="chart" data-tall={tall}>
      <div className="chart-head">
        <Legend series={shown.series} />
        <Button size="compact-sm" aria-pressed={table} onClick={() => setTable(!table)}>{t("planning.chart.table")}</Button>
      </div>
      <p className="p-hidden">{summary}</p>
      <div className="chart-body">{table ? <Numbers {...shown} /> : <Plot {...shown} />}</div>
    </div>
  );
}

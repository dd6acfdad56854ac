import type { Level } from '../judge.ts';
import { palettes, type Theme, type Tone } from './theme.ts';

/**
 * The stylesheet of all panels. No custom properties and no `url()`, because the console allows
 * plain CSS only. The text is the same for every panel of a theme, because a page may contain
 * several.
 */
export function writeStyle(theme: Theme): string {
  const palette = palettes[theme];
  const levels = Object.entries(palette.levels) as [Level, Tone][];
  return [
    ...layout,
    `.jw{color:${palette.ink}}`,
    `.jw-muted,.jw-foot,.jw-table th{color:${palette.muted}}`,
    `.jw-table th,.jw-table td{border-color:${palette.line}}`,
    `.jw-track{background:${palette.track}}`,
    `.jw-limit{background:${palette.muted}}`,
    `.jw-tag{color:${palette.muted};border-color:${palette.muted}}`,
    `.jw-axis{fill:${palette.muted}}`,
    `.jw-dial{fill:${palette.ink}}`,
    `.jw-legend thead th{color:${palette.muted}}`,
    `.jw-card{border-color:${palette.line}}`,
    ...levels.flatMap(([level, tone]) => [
      `.jw-${level}{background:${tone.fill};color:${tone.ink}}`,
      `.jw-${level} .jw-muted,.jw-${level} .jw-tag{color:${tone.ink};border-color:${tone.ink}}`,
      `.jw-mark-${level}{background:${tone.mark}}`,
      `.jw-edge-${level}{border-left-color:${tone.mark}}`,
    ]),
    `.jw-absent{background:${hatch(palette.absent.fill, palette.track)};color:${palette.absent.ink}}`,
    `.jw-edge-absent{border-left-color:${palette.absent.mark}}`,
  ].join('\n');
}

function hatch(fill: string, stripe: string): string {
  return `repeating-linear-gradient(135deg,${fill} 0 5px,${stripe} 5px 7px)`;
}

const layout = [
  '.jw,.jw *{box-sizing:border-box}',
  '.jw{display:flex;flex-direction:column;gap:6px;overflow:hidden;font:13px/1.35 "Open Sans","Helvetica Neue",Roboto,Arial,sans-serif;font-variant-numeric:tabular-nums}',
  '.jw-main{flex:1 1 auto;min-height:0}',
  '.jw-foot{flex:none;font-size:11px;line-height:16px}',
  '.jw-name{display:flex;align-items:center;min-width:0;white-space:nowrap}',
  '.jw-name bdi{flex:0 1 auto;min-width:0;overflow:hidden;text-overflow:ellipsis}',
  '.jw-tag{flex:none;margin-left:6px;padding:0 5px;border:1px solid;border-radius:8px;font-size:10px;line-height:14px;font-weight:400;white-space:nowrap}',
  '.jw-tiles{display:grid;gap:8px}',
  '.jw-tile{display:flex;flex-direction:column;justify-content:center;min-width:0;padding:6px 12px;border-left:4px solid;border-radius:4px}',
  '.jw-big{font-weight:600;line-height:1.15;white-space:nowrap}',
  '.jw-small{font-size:12px;overflow:hidden;text-overflow:ellipsis;white-space:nowrap}',
  '.jw-wrapping .jw-small{white-space:normal;line-height:1.25}',
  '.jw-row-tile{flex-direction:row;align-items:center;justify-content:space-between;gap:8px;padding:2px 10px}',
  '.jw-row-tile .jw-small{display:none}',
  '.jw-bars{display:grid;align-content:start;gap:4px}',
  '.jw-bar{display:grid;grid-template-columns:minmax(84px,max(32%,150px)) minmax(40px,1fr) 66px;gap:10px;align-items:center;min-height:20px}',
  '.jw-track{position:relative;height:100%;max-height:22px;min-height:12px;border-radius:3px;overflow:hidden}',
  '.jw-fill{height:100%;border-radius:3px 0 0 3px}',
  '.jw-limit{position:absolute;top:0;bottom:0;width:1px;opacity:.55}',
  '.jw-value{padding:0 6px;border-radius:3px;text-align:right;white-space:nowrap}',
  '.jw-warning,.jw-critical,.jw-worst{font-weight:600}',
  '.jw-table{width:100%;table-layout:fixed;border-collapse:separate;border-spacing:0;font-size:13px}',
  '.jw-table th{padding:2px 10px;border-bottom:1px solid;font-weight:600;font-size:12px;text-align:right;vertical-align:middle}',
  '.jw-table tbody th{padding:3px 10px;font-weight:400;font-size:13px;text-align:left;color:inherit;width:34%}',
  '.jw-table td{padding:3px 10px;border-bottom:1px solid;border-left:1px solid;text-align:right;white-space:nowrap}',
  '.jw-table td.jw-words{white-space:normal;font-size:12px;line-height:15px}',
  '.jw-table thead th:first-child{text-align:left;width:34%}',
  '.jw-tight th,.jw-tight td,.jw-tight tbody th{padding-left:5px;padding-right:5px}',
  '.jw-tight thead th{font-size:10px}',
  '.jw-tight td{font-size:12px}',
  '.jw-tight .jw-name{flex-wrap:wrap}',
  '.jw-tight .jw-name bdi,.jw-wrapping .jw-name bdi{white-space:normal;overflow-wrap:anywhere;line-height:1.25}',
  '.jw-absent{font-style:italic;font-weight:400}',
  '.jw-card{margin:auto 0;padding:12px 16px;border:1px solid;border-left:4px solid;border-radius:4px;overflow-wrap:anywhere}',
  '.jw-card p{margin:4px 0 0}',
  '.jw-title{font-weight:600;font-size:15px}',
  '.jw svg{display:block}',
  '.jw-axis{font-size:11px}',
  '.jw-chart{display:flex;gap:10px}',
  '.jw-chart-below{flex-direction:column;gap:4px}',
  '.jw-legend{overflow:auto;min-width:0}',
  '.jw-legend table{width:100%;border-collapse:collapse;font-size:11px;line-height:15px}',
  '.jw-legend th{font-weight:400;text-align:left;padding:1px 6px 1px 0;white-space:nowrap}',
  '.jw-legend tbody th{width:100%;max-width:0;overflow:hidden;text-overflow:ellipsis}',
  '.jw-legend td,.jw-legend thead th+th{text-align:right;padding:1px 4px 1px 8px;white-space:nowrap}',
  '.jw-legend svg{display:inline-block;vertical-align:middle;margin-right:6px}',
  '.jw-dial{font-weight:600}',
];

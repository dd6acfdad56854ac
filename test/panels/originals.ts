/** The original dashboard's panels: number, kind, title, x, y, width, height. */
export const originals: readonly [number, string, string, number, number, number, number][] = [
  [1, 'stat', 'Job Execution Status Overview', 0, 0, 24, 4],
  [2, 'gauge', 'Job Success Rate (%)', 0, 4, 8, 6],
  [3, 'timeseries', 'Job Queue Sizes', 8, 4, 16, 6],
  [4, 'timeseries', 'Job Execution Rate by Job', 0, 10, 12, 8],
  [5, 'timeseries', 'Job Duration (P95) by Job', 12, 10, 12, 8],
  [6, 'stat', 'Time Since Last Successful Run', 0, 18, 24, 5],
  [7, 'timeseries', 'Items Processed Rate by Job', 0, 23, 12, 8],
  [8, 'bargauge', 'Job Failure Rate by Job', 12, 23, 12, 8],
  [9, 'heatmap', 'Job Execution Heatmap', 0, 31, 24, 8],
  [10, 'table', 'Job Execution Details Table', 0, 39, 24, 8],
];

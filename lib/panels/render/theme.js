export const palettes = {
  light: {
    page: '#ffffff',
    ink: '#16191f',
    muted: '#5a6577',
    line: '#e3e7ec',
    track: '#eceff3',
    absent: { fill: '#f6f7f9', ink: '#5a6577', mark: '#8592a6' },
    levels: {
      none: { fill: '#f1f4f8', ink: '#16191f', mark: '#7a8699' },
      good: { fill: '#e6f4ea', ink: '#17502b', mark: '#2f9e4f' },
      warning: { fill: '#ffe27a', ink: '#453400', mark: '#b38600' },
      critical: { fill: '#d13212', ink: '#ffffff', mark: '#d13212' },
      worst: { fill: '#8f1d0c', ink: '#ffffff', mark: '#8f1d0c' },
    },
  },
  dark: {
    page: '#161d26',
    ink: '#e4e8ee',
    muted: '#9aa7b8',
    line: '#2c3644',
    track: '#273140',
    absent: { fill: '#1d2530', ink: '#9aa7b8', mark: '#6b788a' },
    levels: {
      none: { fill: '#222c39', ink: '#e4e8ee', mark: '#8592a6' },
      good: { fill: '#173526', ink: '#b6e6c4', mark: '#4bb86a' },
      warning: { fill: '#f0c419', ink: '#2b2000', mark: '#f0c419' },
      critical: { fill: '#d63a28', ink: '#ffffff', mark: '#f0503c' },
      worst: { fill: '#96190f', ink: '#ffffff', mark: '#e0483a' },
    },
  },
};

import { createDeployedWidget } from '../lib/lambda/widget-edge.ts';

/** The Lambda of the dashboard's custom widgets. */
export const handler = createDeployedWidget();

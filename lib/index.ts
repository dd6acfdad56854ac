export { DeploymentError, type DeploymentErrorCode } from './cdk/deployment-error.ts';
export { Jobwatch, type JobwatchFunctions, type JobwatchProps } from './cdk/jobwatch.ts';
export { JobwatchStack, type JobwatchStackProps } from './cdk/jobwatch-stack.ts';
export type { Config } from './config/config.ts';
export { ConfigError, type ConfigErrorCode, type Problem } from './config/error.ts';
export { loadConfig, loadConfigSync, type Origin, parseConfig } from './config/load.ts';
export type { ConfigObject } from './config/schema.ts';
export type { Severity } from './model/job.ts';

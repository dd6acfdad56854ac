import type { Config } from '../config/config.ts';
import { loadConfig } from '../config/load.ts';
import type { DeployedService } from '../deployed/deployed-service.ts';

/** Loads a configuration and opens the service as it is deployed; both are handed to `use`. */
export async function withDeployed<Result>(
  file: string,
  use: (open: Readonly<{ config: Config; deployed: DeployedService }>) => Promise<Result>,
): Promise<Result> {
  const config = await loadConfig(file);
  // the SDK's clients take a while to load, and no other verb needs them
  const { openDeployedService } = await import('../deployed/deployed-service.ts');
  const deployed = openDeployedService(config);
  try {
    return await use({ config, deployed });
  } finally {
    deployed.close();
  }
}

import { App } from 'aws-cdk-lib';
import { addJobwatch } from '../lib/cdk/add-jobwatch.ts';

// The tests check every template with cfn-lint. CDK's own check takes longer than the synth itself.
const app = new App({ builtinCloudFormationValidation: false });
await addJobwatch(app).catch((error: Error) => {
  console.error(error.message);
  process.exit(1);
});
app.synth();

import {
  engines,
  type StartEngine,
  startAgentOfThree,
  startAgentOfTwo,
  startAhead,
  startLate,
  startNative,
  startNativeRead,
  startRemoteWrite,
  startVmagent,
  startYoung,
} from './engines.ts';
import type { Environment, Examination } from './environment.ts';
import {
  startBalancedPair,
  startWithoutPost,
  startWithoutTls,
  startWithShortUrls,
  startWithSmallBodies,
  startWithTenants,
  startWithTls,
} from './gateways.ts';
import {
  startBucketsOnly,
  startFederatedPair,
  startFederation,
  startPushgateway,
  startRecorded,
  startRewritten,
  startUsual,
} from './targets.ts';

/** Set-ups between an application and Jobwatch, with the programs that people use for them. */
type SetUp = Readonly<{
  /** Name of its golden file. */
  name: string;
  title: string;
  /** One entry for each engine with the same result. */
  on: Readonly<Record<string, (environment: Environment) => Promise<Examination>>>;
}>;

const onEngines = (
  start: (environment: Environment, engine: StartEngine) => Promise<Examination>,
): SetUp['on'] =>
  Object.fromEntries(
    Object.entries(engines).map(([name, engine]) => [
      name,
      environment => start(environment, engine),
    ]),
  );

const two = 'Prometheus 2';

export const setUps: readonly SetUp[] = [
  { name: 'usual', title: 'An application that is scraped', on: { [two]: startUsual } },
  {
    name: 'federation',
    title: 'Series taken from another Prometheus (`/federate`)',
    on: { [two]: startFederation },
  },
  {
    name: 'pushgateway',
    title: 'Jobs that push to a Pushgateway',
    on: { 'Pushgateway, Prometheus 2': startPushgateway },
  },
  {
    name: 'rewritten-instance',
    title: '`instance` rewritten by `metric_relabel_configs`',
    on: { [two]: startRewritten },
  },
  { name: 'recording-rules', title: 'Recording rules as metrics', on: { [two]: startRecorded } },
  {
    name: 'federated-pair',
    title: 'An HA pair, federated with its label `replica`',
    on: { [two]: startFederatedPair },
  },
  {
    name: 'balanced-pair',
    title: 'An HA pair behind a load balancer',
    on: { 'nginx, Prometheus 2': startBalancedPair },
  },
  {
    name: 'remote-write',
    title: 'Samples that an agent sends by remote write',
    on: { 'Prometheus 3 as agent, Prometheus 2': startRemoteWrite },
  },
  {
    name: 'agent',
    title: 'The agent itself',
    on: { [two]: startAgentOfTwo, 'Prometheus 3': startAgentOfThree, vmagent: startVmagent },
  },
  {
    name: 'without-post',
    title: 'A gateway that refuses POST (405)',
    on: { 'nginx, Prometheus 2': startWithoutPost },
  },
  {
    name: 'small-bodies',
    title: 'A gateway that accepts only small bodies (413)',
    on: { 'nginx, Prometheus 2': startWithSmallBodies },
  },
  {
    name: 'short-urls',
    title: 'A gateway that turns POST into GET, so that the URL is too long (414)',
    on: { 'nginx, Prometheus 2': startWithShortUrls },
  },
  {
    name: 'tenant',
    title: 'A gateway that requires a tenant',
    on: { 'nginx, Prometheus 2': startWithTenants },
  },
  {
    name: 'https-to-http',
    title: '`https` to a port without TLS',
    on: { [two]: startWithoutTls },
  },
  { name: 'http-to-https', title: '`http` to a port with TLS', on: { [two]: startWithTls } },
  {
    name: 'clock',
    title: 'A clock that differs by two hours',
    on: onEngines(startAhead),
  },
  { name: 'late', title: 'Samples that arrive four minutes late', on: onEngines(startLate) },
  { name: 'young', title: 'The first minutes of an engine', on: onEngines(startYoung) },
  {
    name: 'buckets-only',
    title: 'Buckets without `_count` and `_sum`',
    on: { [two]: startBucketsOnly },
  },
  {
    name: 'native-histograms',
    title: 'A native histogram',
    on: { 'Prometheus 3': startNative },
  },
  {
    name: 'native-histograms-read',
    title: 'A native histogram, with `native: true`',
    on: { 'Prometheus 3': startNativeRead },
  },
];

/** The directory of the golden files, from the repository. */
export const goldenDirectory = 'test/engines/golden';

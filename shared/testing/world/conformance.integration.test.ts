import { httpSuite } from '../conformance/http-suite.ts';
import { openNode } from './conformance-nodes.ts';

httpSuite('the central server', async () => (await openNode('server')).node);
httpSuite('the depot hub', async () => (await openNode('hub')).node);

import { blobSuite } from '../../conformance/blob-suite.ts';
import { openNode } from '../conformance-nodes.ts';

blobSuite('the central server', async () => (await openNode('server')).node);
blobSuite('the depot hub', async () => (await openNode('hub')).node);

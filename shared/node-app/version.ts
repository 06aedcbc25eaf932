import manifest from '../../package.json' with { type: 'json' };

/** Of the program that runs, as both nodes and their callers say it. */
export const APP_VERSION: string = manifest.version;

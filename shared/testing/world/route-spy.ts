import { subscribe, unsubscribe } from 'node:diagnostics_channel';
import type { FastifyInstance, RouteOptions } from 'fastify';

export interface SeenRoute {
  method: string;
  path: string;
  /** What the route says of its input. */
  schema?: RouteOptions['schema'];
}

/** Every route of one Fastify app, as the app itself registered it. */
export interface SeenApp {
  instance: FastifyInstance;
  routes: SeenRoute[];
}

/**
 * Notes every route of every Fastify app that is made from now on, wherever it is made: Fastify announces its instances,
 * so no app can be built in some other way and stay unseen.
 */
export function watchRoutes(): { apps: SeenApp[]; stop(): void } {
  const apps: SeenApp[] = [];
  const onInstance = (message: unknown) => {
    const { fastify: instance } = message as { fastify: FastifyInstance };
    const routes: SeenRoute[] = [];
    apps.push({ instance, routes });
    instance.addHook('onRoute', (route: RouteOptions) => {
      for (const method of [route.method].flat()) routes.push({ method, path: route.url, schema: route.schema });
    });
  };
  subscribe('fastify.initialization', onInstance);
  return { apps, stop: () => unsubscribe('fastify.initialization', onInstance) };
}

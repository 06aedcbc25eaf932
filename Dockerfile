# The central server with HQ's console. No engine ran where this was written: it is untested, but for what a test reads.
FROM node:24-bookworm-slim
WORKDIR /app
COPY . .
# All that builds the console is needed once; the server itself runs from its sources.
RUN npm ci && node -e "import('./build/setup/setup.mjs').then(({ setUp }) => setUp(['server/admin-console']))"
RUN mkdir /data && chown node:node /data
USER node
ENV MANCHENGO_HOST=0.0.0.0 MANCHENGO_DATA_DIR=/data
# The company CA and the marks by which a restore is noticed. Without DATABASE_URL the database as well.
VOLUME /data
EXPOSE 8440
# Its certificate may be one of the company's own CA: whether it answers is all that is asked here.
HEALTHCHECK --interval=30s --timeout=5s --start-period=90s \
  CMD ["node", "-e", "require('node:https').get({ port: 8440, path: '/readyz', rejectUnauthorized: false }, ({ statusCode }) => process.exit(statusCode === 200 ? 0 : 1)).on('error', () => process.exit(1))"]
CMD ["node", "server/src/main.ts"]

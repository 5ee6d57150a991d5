# kanmon against a ClickHouse server: without the embedded engine, whose native library alone has 540 MB.
FROM node:22-slim AS build
WORKDIR /app
COPY package.json package-lock.json tsconfig.json tsconfig.build.json ./
# Everything, for the compiler reads the types of the embedded engine too; this stage is thrown away.
RUN npm ci --ignore-scripts
COPY . .
RUN npm run build

FROM node:22-slim
ENV NODE_ENV=production
WORKDIR /app
COPY package.json package-lock.json ./
# Without scripts: the only one is kanmon's own build, which was done above. The engine is taken out by name, not with
# --omit=optional: that would take the native parts of Kafka's codecs and OpenTelemetry along.
RUN npm ci --omit=dev --ignore-scripts && rm -rf node_modules/chdb node_modules/@chdb && npm cache clean --force
COPY LICENSE CHANGELOG.md ./
COPY cli/kanmon.cjs cli/
COPY examples/NOTICE.md dist/examples/
COPY --from=build /app/dist dist
USER node
EXPOSE 8787
STOPSIGNAL SIGTERM
# Not `npm start`: npm would stand between the container and its signals.
ENTRYPOINT ["node", "cli/kanmon.cjs"]
CMD ["serve"]
HEALTHCHECK --interval=10s --timeout=5s --start-period=30s --retries=6 \
  CMD ["node", "-e", "fetch(`http://127.0.0.1:${process.env.KANMON_PORT || 8787}/readyz`).then((r) => process.exit(r.ok ? 0 : 1), () => process.exit(1))"]
